// Contract 004, section 2: throttling of wrong passwords. Asked past the edge, which alone may name the client's
// address, so that these guesses count against addresses that no other test uses.
#include <atomic>
#include <random>
#include <thread>

#include "tests/contract/clinics/contract.hpp"

namespace frontdesk::contract {
namespace {

struct Throttling : Contract {
  ClinicClient service{deployment, deployment.command_api_port()};
  const std::string address = random_address();
  const std::string wrong = failure(401, "Invalid email or password");
  const std::string too_many = failure(429, "Too many attempts. Please try again later.");

  static std::string random_address() {
    std::random_device random;
    const auto part = [&] { return std::to_string(random() % 250 + 1); };
    return "10." + part() + "." + part() + "." + part();
  }
  Answered guess(const std::string& email, const std::string& password, const std::string& from) {
    return service.post("/api/auth/login", R"({"email":")" + email + R"(","password":")" + password + R"("})", {},
                        {{"X-Forwarded-For", from}});
  }
  void guess_wrong(const std::string& email, int times) {
    for (int i = 0; i < times; ++i) ASSERT_EQ(said(guess(email, "wrong password", random_address())), wrong) << i;
  }
};

TEST_F(Throttling, RefusesAnAccountAfterTenWrongPasswordsEvenTheRightOne) {
  const auto person = register_person(client);
  guess_wrong(person.email, 10);
  const auto refused = guess(person.email, "wrong password", address);
  EXPECT_EQ(said(refused), too_many);
  EXPECT_GT(std::stoi(refused.header("retry-after")), 0);
  EXPECT_LE(std::stoi(refused.header("retry-after")), 15 * 60);
  EXPECT_EQ(said(guess(person.email, person.password, address)), too_many);
  EXPECT_EQ(said(client.post("/api/auth/login",
                             R"({"email":" )" + person.email + R"( ","password":")" + person.password + R"("})")),
            too_many)
      << "the same account from another address";
}

TEST_F(Throttling, RefusesUnknownAccountsAlike) {
  const auto email = unique_name("nobody") + "@example.com";
  guess_wrong(email, 10);
  EXPECT_EQ(said(guess(email, "wrong password", address)), too_many);
}

TEST_F(Throttling, ForgetsAnAccountsWrongPasswordsAfterARightOne) {
  const auto person = register_person(client);
  guess_wrong(person.email, 9);
  EXPECT_EQ(guess(person.email, person.password, address).status, 200);
  guess_wrong(person.email, 10);
  EXPECT_EQ(said(guess(person.email, person.password, address)), too_many);
}

TEST_F(Throttling, CountsWrongOldPasswordsToo) {
  const auto person = patient(client);
  const auto body = R"({"oldPassword":"wrong password","newPassword":"new secret","confirmNewPassword":"new secret"})";
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(said(client.send("PUT", "/api/auth/update-password", body, person.access_token)),
              failure(400, "Invalid old password"));
  }
  EXPECT_EQ(said(client.send("PUT", "/api/auth/update-password", body, person.access_token)), too_many);
  EXPECT_EQ(said(guess(person.email, person.password, address)), too_many) << "one count for both";
}

TEST_F(Throttling, LetsNoMoreThanTenOfManySimultaneousGuessesLearnAnything) {
  const auto person = register_person(client);
  std::atomic<int> told_wrong{0};
  std::atomic<int> told_nothing{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 20; ++i) {
    threads.emplace_back([&] {
      ClinicClient one(deployment, deployment.command_api_port());
      const auto body = R"({"email":")" + person.email + R"(","password":"wrong password"})";
      const auto answer = said(one.post("/api/auth/login", body, {}, {{"X-Forwarded-For", random_address()}}));
      if (answer == wrong) ++told_wrong;
      if (answer == too_many) ++told_nothing;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(told_wrong, 10);
  EXPECT_EQ(told_nothing, 10);
}

TEST_F(Throttling, RefusesAnAddressAfterAHundredWrongPasswords) {
  const auto person = register_person(client);
  std::atomic<int> told_wrong{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      ClinicClient one(deployment, deployment.command_api_port());
      for (int k = 0; k < 25; ++k) {
        const auto body = R"({"email":")" + unique_name("guess") + R"(@example.com","password":"wrong password"})";
        if (said(one.post("/api/auth/login", body, {}, {{"X-Forwarded-For", address}})) == wrong) ++told_wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(told_wrong, 100);
  EXPECT_EQ(said(guess(unique_name("guess") + "@example.com", "wrong password", address)), too_many);
  EXPECT_EQ(said(guess(person.email, person.password, address)), too_many);
  EXPECT_EQ(guess(person.email, person.password, random_address()).status, 200) << "another address";
}

}  // namespace
}  // namespace frontdesk::contract
