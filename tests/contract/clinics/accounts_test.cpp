// Contract 004, sections 2 and 4: accounts.
#include <atomic>
#include <thread>

#include "tests/contract/clinics/contract.hpp"

namespace frontdesk::contract {
namespace {

struct Accounts : Contract {
  std::string registration(const std::string& email, const std::string& more_json = {}) {
    return R"({"firstName":"Johnny","lastName":"Doelan","email":")" + email +
           R"(","password":"secret1","confirmPassword":"secret1")" + more_json + "}";
  }
  Answered register_as(const std::string& email) { return client.post("/api/auth/register", registration(email)); }
  Person logged_in(const std::string& email, const std::string& password) {
    Person person;
    person.email = email;
    person.password = password;
    log_in(client, person);
    return person;
  }
  Json me(const Person& person) { return client.get("/api/auth/me", person.access_token).json()["data"]; }
};

TEST_F(Accounts, RegistersAPatientWhoMustThenLogIn) {
  const auto email = unique_name("new") + "@example.com";
  const auto answered = register_as(email);
  EXPECT_EQ(said(answered), success(200, "Registered successfully. Please login to continue.", "null"));
  const auto person = logged_in(email, "secret1");
  EXPECT_TRUE(is_uuid(person.id));
  const auto shown = client.get("/api/auth/me", person.access_token);
  const auto created_at = shown.json()["data"]["createdAt"].text();
  EXPECT_TRUE(is_time(created_at));
  EXPECT_EQ(said(shown),
            success(200, "Success",
                    R"({"id":")" + person.id + R"(","email":")" + email +
                        R"(","firstName":"Johnny","lastName":"Doelan","role":"PATIENT","clinicId":null,)"
                        R"("profilePicture":"https://api.dicebear.com/9.x/initials/svg?seed=Johnny Doelan",)"
                        R"("createdAt":")" +
                        created_at + R"("})"));
}

TEST_F(Accounts, TakesAFormForAJsonBody) {
  const auto name = unique_name("form");
  const auto answered = client.post(
      "/api/auth/register",
      "firstName=Ann%20Mary&lastName=Form&email=" + name + "%40example.com&password=secret1&confirmPassword=secret1",
      {}, {{"Content-Type", "application/x-www-form-urlencoded"}});
  EXPECT_EQ(answered.status, 200) << answered.body;
  EXPECT_EQ(me(logged_in(name + "@example.com", "secret1"))["firstName"].text(), "Ann Mary");
}

TEST_F(Accounts, ComparesEmailsWithoutCaseAndPrintsThemTrimmedAsRegistered) {
  const auto name = unique_name("Mixed.Case");
  EXPECT_EQ(register_as("  " + name + "@Example.COM ").status, 200);
  const auto person = logged_in(name + "@example.com", "secret1");
  EXPECT_EQ(me(person)["email"].text(), name + "@Example.COM");
  std::string lower = name + "@example.com";
  for (auto& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  EXPECT_EQ(said(register_as(lower)), failure(400, "Email already exists."));
  EXPECT_EQ(logged_in(" " + lower, "secret1").id, person.id);
}

TEST_F(Accounts, LetsOneOfManySimultaneousRegistrationsOfAnEmailThrough) {
  const auto email = unique_name("race") + "@example.com";
  std::atomic<int> successes{0};
  std::atomic<int> refusals{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      ClinicClient one(deployment);
      const auto answer = said(one.post("/api/auth/register", registration(email)));
      if (answer.starts_with("200 ")) ++successes;
      if (answer == failure(400, "Email already exists.")) ++refusals;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(successes, 1);
  EXPECT_EQ(refusals, 7);
}

TEST_F(Accounts, IgnoresRoleAndClinicOfARegistration) {
  const auto email = unique_name("climber") + "@example.com";
  const auto body = registration(email, R"(,"role":"ADMIN","clinicId":")" + cast().clinic + R"(","id":"x")");
  EXPECT_EQ(client.post("/api/auth/register", body).status, 200);
  const auto shown = me(logged_in(email, "secret1"));
  EXPECT_EQ(shown["role"].text(), "PATIENT");
  EXPECT_TRUE(shown["clinicId"].is_null());
}

TEST_F(Accounts, TakesAPasswordOf72BytesAndFindsALongerOneWrongAtLogin) {
  const auto email = unique_name("long") + "@example.com";
  const std::string longest(72, 'p');
  const auto body = R"({"firstName":"Long","lastName":"Password","email":")" + email + R"(","password":")" + longest +
                    R"(","confirmPassword":")" + longest + R"("})";
  EXPECT_EQ(client.post("/api/auth/register", body).status, 200);
  EXPECT_FALSE(logged_in(email, longest).id.empty());
  const auto longer = R"({"email":")" + email + R"(","password":")" + longest + R"(p"})";
  EXPECT_EQ(said(client.post("/api/auth/login", longer)), failure(401, "Invalid email or password"));
}

TEST_F(Accounts, ChangesNamesAtOnce) {
  const auto person = patient(client);
  const auto body = R"({"firstName":"Renamed","lastName":"Person","role":"ADMIN","clinicId":"x"})";
  EXPECT_EQ(said(client.send("PUT", "/api/auth/me", body, person.access_token)),
            success_without_data(200, "Profile updated successfully"));
  const auto shown = me(person);
  EXPECT_EQ(shown["firstName"].text(), "Renamed");
  EXPECT_EQ(shown["lastName"].text(), "Person");
  EXPECT_EQ(shown["role"].text(), "PATIENT");
  EXPECT_TRUE(shown["clinicId"].is_null());
}

TEST_F(Accounts, LeavesANameThatIsNotGiven) {
  const auto person = patient(client);
  const auto before = me(person)["lastName"].text();
  EXPECT_EQ(client.send("PUT", "/api/auth/me", R"({"firstName":"Only"})", person.access_token).status, 200);
  EXPECT_EQ(me(person)["firstName"].text(), "Only");
  EXPECT_EQ(me(person)["lastName"].text(), before);
}

TEST_F(Accounts, AcceptsAProfileWithoutAnyChange) {
  const auto updated = success_without_data(200, "Profile updated successfully");
  const auto& token = cast().patient.access_token;
  for (const auto* body : {"{}", R"({"profilePicture":""})", R"({"profilePicture":null})"}) {
    EXPECT_EQ(said(client.send("PUT", "/api/auth/me", body, token)), updated) << body;
  }
}

TEST_F(Accounts, ChangesNamesByMultipart) {
  const auto person = patient(client);
  const auto body = "--b\r\nContent-Disposition: form-data; name=\"firstName\"\r\n\r\nMultipart\r\n--b--\r\n";
  EXPECT_EQ(said(client.send("PUT", "/api/auth/me", body, person.access_token,
                             {{"Content-Type", "multipart/form-data; boundary=b"}})),
            success_without_data(200, "Profile updated successfully"));
  EXPECT_EQ(me(person)["firstName"].text(), "Multipart");
}

TEST_F(Accounts, TakesNoPathOrAddressForAPicture) {
  const auto& token = cast().patient.access_token;
  for (const auto* picture : {"/etc/passwd", "http://127.0.0.1/x.png", "file:///etc/passwd", "data:text/plain,x"}) {
    const auto body = R"({"profilePicture":")" + std::string(picture) + R"("})";
    EXPECT_EQ(said(client.send("PUT", "/api/auth/me", body, token)), failure(400, "Unsupported image format"));
  }
}

TEST_F(Accounts, ShowsAProfileBiggerThanOtherBodies) {
  const std::string large(200 * 1024, 'x');
  const auto body = R"({"firstName":"Large","ignored":")" + large + R"("})";
  const auto person = patient(client);
  EXPECT_EQ(client.send("PUT", "/api/auth/me", body, person.access_token).status, 200);
  EXPECT_EQ(me(person)["firstName"].text(), "Large");
}

struct Passwords : Accounts {
  std::string change(const std::string& old_password, const std::string& new_password) {
    return R"({"oldPassword":")" + old_password + R"(","newPassword":")" + new_password +
           R"(","confirmNewPassword":")" + new_password + R"("})";
  }
};

TEST_F(Passwords, AreChangedWithTheOldOne) {
  auto person = patient(client);
  EXPECT_EQ(
      said(client.send("PUT", "/api/auth/update-password", change(person.password, "new secret"), person.access_token)),
      success_without_data(200, "Success"));
  const auto old_login = R"({"email":")" + person.email + R"(","password":")" + person.password + R"("})";
  EXPECT_EQ(said(client.post("/api/auth/login", old_login)), failure(401, "Invalid email or password"));
  EXPECT_EQ(logged_in(person.email, "new secret").id, person.id);
}

TEST_F(Passwords, AreNotChangedWithAWrongOldOne) {
  auto person = patient(client);
  EXPECT_EQ(
      said(client.send("PUT", "/api/auth/update-password", change("not this one", "new secret"), person.access_token)),
      failure(400, "Invalid old password"));
  EXPECT_EQ(client.get("/api/auth/me", person.access_token).status, 200);
  EXPECT_EQ(logged_in(person.email, person.password).id, person.id);
}

TEST_F(Passwords, EndAllSessionsWhenChanged) {
  auto person = patient(client);
  auto elsewhere = person;
  log_in(client, elsewhere);
  ASSERT_EQ(client.send("PUT", "/api/auth/update-password", change(person.password, "new secret"), person.access_token)
                .status,
            200);
  for (const auto& session : {person, elsewhere}) {
    EXPECT_EQ(said(client.get("/api/auth/me", session.access_token)), failure(401, "Unauthorized"));
    EXPECT_EQ(said(client.post("/api/auth/refresh-token", R"({"refreshToken":")" + session.refresh_token + R"("})")),
              failure(401, "Unauthorized"));
  }
}

}  // namespace
}  // namespace frontdesk::contract
