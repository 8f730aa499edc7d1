// A queue as long as a queue may be: when its first patient leaves, everybody moves up in one step, and in time.
// FRONTDESK_QUEUE sets how many wait.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <set>

#include "tests/consistency/at_once.hpp"
#include "tests/consistency/final_state.hpp"
#include "tests/support/crowd.hpp"
#include "tests/support/log_reader.hpp"
#include "tests/support/outside_token.hpp"

namespace frontdesk {
namespace {

using namespace test_support;
using Milliseconds = std::chrono::duration<double, std::milli>;

std::size_t wanted_length() {
  const char* wanted = std::getenv("FRONTDESK_QUEUE");
  return wanted != nullptr ? std::stoul(wanted) : 300;
}

// Patients who have registered, now or in an earlier test, with tokens that need no login: hashing passwords would take
// longer than all the rest.
std::vector<Person> registered_patients() {
  std::set<std::string> ids;
  std::set<std::string> others;
  for (const auto& record : read_accepted("frontdesk.identity", 4)) {
    const auto type = record.header("ce_type");
    if (type == "UserRegistered") ids.insert(record.key);
    const std::set<std::string_view> changes = {"RoleGranted", "ClinicStaffAdded", "AccountDisabled"};
    if (changes.count(type) > 0) others.insert(Json::parse(record.value)["userId"].text());
  }
  std::vector<Person> people;
  for (const auto& id : ids) {
    if (others.count(id) == 0) people.push_back({id, "", "", outside_token(id, "PATIENT"), ""});
  }
  return people;
}

std::vector<Person> enough_patients(const Deployment& deployment, std::size_t count) {
  constexpr std::size_t connections = 4;
  auto people = registered_patients();
  if (people.size() < count) {
    const auto missing = (count - people.size()) / connections + 1;
    const auto failure = all_at_once(
        connections, [](std::size_t) {},
        [&](std::size_t) {
          ClinicClient client(deployment);
          for (std::size_t i = 0; i < missing; ++i) register_person(client);
        });
    EXPECT_EQ(failure, "");
    people = registered_patients();
  }
  people.resize(count);
  return people;
}

class LongQueue : public testing::Test {
 protected:
  struct Held {
    Person person;
    std::string token_id;
  };

  // Everybody takes a token; afterwards held[i] is number i + 1.
  void SetUp() override {
    constexpr std::size_t connections = 16;
    const auto people = enough_patients(deployment, length);
    const auto failure = all_at_once(
        connections, [](std::size_t) {},
        [&](std::size_t first) {
          ClinicClient client(deployment);
          for (std::size_t i = first; i < length; i += connections) {
            const auto taken = client.post("/api/tokens", day.take_body(), people[i].access_token);
            if (taken.status != 201) throw std::runtime_error("take: " + taken.body);
            const auto token = taken.json()["data"];
            held.at(static_cast<std::size_t>(token["tokenNumber"].number() - 1)) = {people[i], token["id"].text()};
          }
        });
    ASSERT_EQ(failure, "");
  }

  Requested give_back(std::size_t i) const {
    return {"DELETE", "/api/tokens/" + held[i].token_id, "", held[i].person.access_token};
  }
  // Who waits with a number, as staff see it. Patients may hold tokens of other queues, too.
  std::string waiting_with(std::size_t number) {
    const auto target = "/api/tokens/queue/" + day.queue_id + "?status=WAITING&tokenNumber=" + std::to_string(number);
    return day.client.get(target, day.staff.access_token).json()["data"]["id"].text();
  }

  const Deployment deployment = deployment_from_environment();
  const std::size_t length = wanted_length();
  ClinicDay day{deployment, static_cast<int>(length)};
  std::vector<Held> held{length};
  FinalState final_state;
};

TEST_F(LongQueue, MovesUpInOneStepWhenItsFirstLeaves) {
  SocketListener last(deployment, held.back().person);
  QueueScreen screen(deployment, day.admin, day.queue_id);
  Racers racers(deployment, 1);
  const auto began = std::chrono::steady_clock::now();
  const auto deleted = racers.race({give_back(0)}).front();
  const Milliseconds answered = std::chrono::steady_clock::now() - began;
  EXPECT_EQ(deleted.status, 200) << deleted.body;
  EXPECT_EQ(deleted.header("frontdesk-projection"), "") << "readable when answered";
  for (const std::size_t i : {std::size_t{1}, length / 2, length - 1}) {
    EXPECT_EQ(waiting_with(i), held[i].token_id);
  }
  EXPECT_EQ(waiting_with(length), "");
  const auto told = last.next(std::chrono::seconds(10));
  const Milliseconds pushed = std::chrono::steady_clock::now() - began;
  ASSERT_TRUE(told);
  EXPECT_EQ((*told)["event"].text(), "queue:your_token_updated");
  EXPECT_EQ((*told)["data"]["tokenNumber"].number(), static_cast<std::int64_t>(length - 1));
  const auto status = final_state.expect_everywhere(day.client, day.admin, day.queue_id, screen);
  EXPECT_EQ(status["waitingCount"].number(), static_cast<std::int64_t>(length - 1));
  std::cout << "of " << length << " the first left: answered after " << answered.count() << " ms, the last told within "
            << pushed.count() << " ms\n";
}

TEST_F(LongQueue, MovesUpForAllWhoLeaveAtOnce) {
  constexpr std::size_t leaving = 8;
  QueueScreen screen(deployment, day.admin, day.queue_id);
  std::vector<Requested> requests;
  for (std::size_t i = 0; i < leaving; ++i) requests.push_back(give_back(i));
  Racers racers(deployment, leaving);
  const auto began = std::chrono::steady_clock::now();
  const auto answers = racers.race(requests);
  const Milliseconds answered = std::chrono::steady_clock::now() - began;
  EXPECT_EQ(by_status(answers), (std::map<int, int>{{200, leaving}}));
  for (std::size_t i = leaving; i < length; i += length / 50) {
    EXPECT_EQ(waiting_with(i + 1 - leaving), held[i].token_id);
  }
  const auto status = final_state.expect_everywhere(day.client, day.admin, day.queue_id, screen);
  EXPECT_EQ(status["waitingCount"].number(), static_cast<std::int64_t>(length - leaving));
  std::cout << "of " << length << " the first " << leaving << " left at once: answered after " << answered.count()
            << " ms\n";
}

}  // namespace
}  // namespace frontdesk
