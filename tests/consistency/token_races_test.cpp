// Races for the tokens of a queue: no double, no loss, no 5xx, and everything that shows the queue shows how it ended.
#include <gtest/gtest.h>

#include <set>

#include "tests/consistency/at_once.hpp"
#include "tests/consistency/final_state.hpp"
#include "tests/consistency/rounds.hpp"

namespace frontdesk {
namespace {

using namespace test_support;

TEST(Races, OnePatientTakingEightTimesAtOnceGetsOneToken) {
  const auto deployment = deployment_from_environment();
  ClinicDay day(deployment, 1000);
  const auto person = patient(day.client);
  Racers racers(deployment, 8);
  QueueScreen screen(deployment, day.admin, day.queue_id);
  FinalState final_state;
  for (int round = 0; round < rounds(25); ++round) {
    const auto answers = racers.race({"POST", "/api/tokens", day.take_body(), person.access_token});
    const auto taken = one_success(answers, 201, 400, "You already have an active token");
    const auto id = taken.json()["data"]["id"].text();
    const auto status = final_state.expect_everywhere(day.client, day.admin, day.queue_id, screen);
    EXPECT_EQ(status["waitingCount"].number(), 1);
    ASSERT_EQ(day.client.send("DELETE", "/api/tokens/" + id, "", person.access_token).status, 200);
    if (HasFailure()) FAIL() << "round " << round;
  }
  const auto status = final_state.expect_everywhere(day.client, day.admin, day.queue_id, screen);
  EXPECT_EQ(status["waitingCount"].number(), 0);
}

// Half of the people hold a token and give it back while the other half takes one.
class TakesAndDeletions : public testing::Test {
 protected:
  static constexpr std::size_t half = 6;

  std::vector<Requested> takes_and_deletions() {
    std::vector<Requested> requests;
    for (std::size_t i = 0; i < half; ++i) {
      const auto taken = day.client.post("/api/tokens", day.take_body(), people[i].access_token);
      requests.push_back({"DELETE", "/api/tokens/" + taken.json()["data"]["id"].text(), "", people[i].access_token});
    }
    for (std::size_t i = half; i < 2 * half; ++i) {
      requests.push_back({"POST", "/api/tokens", day.take_body(), people[i].access_token});
    }
    return requests;
  }
  Json own_token(const Person& person) {
    return day.client.get("/api/tokens/" + person.id, person.access_token).json()["data"];
  }
  void expect_everybody_answered(const std::vector<Answered>& answers) {
    for (std::size_t i = 0; i < 2 * half; ++i) {
      EXPECT_EQ(answers[i].status, i < half ? 200 : 201) << answers[i].body;
    }
  }
  // Each deletion gives its token back and no other; each take is there, with a number of its own.
  void expect_the_takers_wait(const std::vector<Answered>& answers) {
    std::set<std::int64_t> numbers;
    for (std::size_t i = 0; i < 2 * half; ++i) {
      const auto own = own_token(people[i]);
      if (i < half) {
        EXPECT_TRUE(own.is_null()) << own.dump();
        continue;
      }
      EXPECT_EQ(own["id"].text(), answers[i].json()["data"]["id"].text());
      numbers.insert(own["tokenNumber"].number());
    }
    EXPECT_EQ(numbers.size(), half);
    EXPECT_EQ(*numbers.begin(), 1) << "the waiting move up to the first number given back";
    EXPECT_EQ(*numbers.rbegin(), static_cast<std::int64_t>(half));
  }
  void give_all_back(const std::vector<Answered>& answers) {
    for (std::size_t i = half; i < 2 * half; ++i) {
      const auto id = answers[i].json()["data"]["id"].text();
      EXPECT_EQ(day.client.send("DELETE", "/api/tokens/" + id, "", people[i].access_token).status, 200);
    }
  }

  const Deployment deployment = deployment_from_environment();
  ClinicDay day{deployment, 1000};
  const std::vector<Person> people = patients(deployment, 2 * half);
};

TEST_F(TakesAndDeletions, AtOnceKeepNumbersUniqueAndOrdered) {
  Racers racers(deployment, 2 * half);
  QueueScreen screen(deployment, day.admin, day.queue_id);
  FinalState final_state;
  for (int round = 0; round < rounds(8); ++round) {
    const auto answers = racers.race(takes_and_deletions());
    expect_everybody_answered(answers);
    expect_the_takers_wait(answers);
    const auto status = final_state.expect_everywhere(day.client, day.admin, day.queue_id, screen);
    EXPECT_EQ(status["waitingCount"].number(), static_cast<std::int64_t>(half));
    give_all_back(answers);
    if (HasFailure()) FAIL() << "round " << round;
  }
}

}  // namespace
}  // namespace frontdesk
