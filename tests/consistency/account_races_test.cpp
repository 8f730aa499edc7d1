// Races for accounts and sessions: one winner, everybody else a plain refusal, and what is left is the winner's.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/consistency/at_once.hpp"
#include "tests/consistency/rounds.hpp"
#include "tests/support/log_reader.hpp"

namespace frontdesk {
namespace {

using namespace test_support;

constexpr auto identity_topic = "frontdesk.identity";
constexpr int identity_units = 4;

std::vector<Json> identity_events(const std::string& type) {
  std::vector<Json> events;
  for (const auto& record : read_accepted(identity_topic, identity_units)) {
    if (record.header("ce_type") == type) events.push_back(Json::parse(record.value));
  }
  return events;
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

struct Attempt {
  std::string email;
  std::string password;
  std::string body() const {
    return R"({"firstName":"Asha","lastName":"Patel","email":")" + email + R"(","password":")" + password +
           R"(","confirmPassword":")" + password + R"("})";
  }
};

// One address, written in two ways, with a password each.
std::vector<Attempt> attempts(const std::string& stem, std::size_t count) {
  std::vector<Attempt> all;
  for (std::size_t i = 0; i < count; ++i) {
    all.push_back({(i % 2 == 0 ? "race-" : "RACE-") + stem + "@example.com", "secret-" + std::to_string(i)});
  }
  return all;
}

TEST(Races, OneAddressIsRegisteredOnce) {
  constexpr std::size_t count = 6;
  const auto deployment = deployment_from_environment();
  ClinicClient client(deployment);
  Racers racers(deployment, count);
  std::map<std::string, int> registered;
  for (int round = 0; round < rounds(4); ++round) {
    const auto all = attempts(unique_name(""), count);
    std::vector<Requested> requests;
    for (const auto& one : all) requests.push_back({"POST", "/api/auth/register", one.body(), ""});
    const auto answers = racers.race(requests);
    one_success(answers, 200, 400, "Email already exists.");
    const auto first = std::find_if(answers.begin(), answers.end(), [](const auto& one) { return one.status == 200; });
    ASSERT_NE(first, answers.end()) << "round " << round;
    const auto& [email, password] = all[static_cast<std::size_t>(first - answers.begin())];
    Person winner{"", email, password, "", ""};
    log_in(client, winner);  // throws unless the winner's password is the account's
    EXPECT_EQ(client.get("/api/auth/me", winner.access_token).json()["data"]["email"].text(), winner.email);
    registered[lower_case(winner.email)] = 0;
  }
  for (const auto& event : identity_events("UserRegistered")) {
    const auto found = registered.find(lower_case(event["email"].text()));
    if (found != registered.end()) ++found->second;
  }
  for (const auto& [email, times] : registered) EXPECT_EQ(times, 1) << email << " in the log";
}

struct RefreshRace : testing::Test {
  Answered refresh(const std::string& token) { return client.post("/api/auth/refresh-token", body(token)); }
  static std::string body(const std::string& token) { return R"({"refreshToken":")" + token + R"("})"; }

  const Deployment deployment = deployment_from_environment();
  ClinicClient client{deployment};
  Racers racers{deployment, 12};
};

TEST_F(RefreshRace, ATokenUsedTwelveTimesAtOnceSucceedsOnce) {
  auto person = patient(client);
  int families_alive = 0;
  for (int round = 0; round < rounds(25); ++round) {
    log_in(client, person);
    const auto answers = racers.race({"POST", "/api/auth/refresh-token", body(person.refresh_token), ""});
    const auto pair = one_success(answers, 200, 401, "Unauthorized").json()["data"];
    EXPECT_EQ(client.get("/api/auth/me", pair["accessToken"].text()).status, 200) << "round " << round;
    EXPECT_EQ(client.get("/api/auth/me", person.access_token).status, 200) << "the session goes on";
    if (refresh(pair["refreshToken"].text()).status == 200) ++families_alive;
    EXPECT_EQ(refresh(person.refresh_token).status, 401) << "spent";
    if (HasFailure()) FAIL() << "round " << round;
  }
  EXPECT_EQ(families_alive, rounds(25)) << "uses within the grace revoke nothing";
}

TEST_F(RefreshRace, AllUsesOfATokenLeaveOneRefreshInTheLog) {
  auto person = patient(client);
  racers.race({"POST", "/api/auth/refresh-token", body(person.refresh_token), ""});
  const auto session = Json::parse(client.get("/api/auth/sessions", person.access_token).body)["data"][0]["id"].text();
  int refreshed = 0;
  for (const auto& event : identity_events("SessionRefreshed")) {
    if (event["sessionId"].text() == session) ++refreshed;
  }
  EXPECT_EQ(refreshed, 1) << session;
}

}  // namespace
}  // namespace frontdesk
