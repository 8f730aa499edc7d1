// Races of staff for one queue: each call acts once, each patient hears it once, and everything that shows the queue
// shows how it ended.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/consistency/at_once.hpp"
#include "tests/consistency/final_state.hpp"
#include "tests/consistency/rounds.hpp"
#include "tests/support/crowd.hpp"
#include "tests/support/desk.hpp"

namespace frontdesk {
namespace {

using namespace test_support;

using Acknowledgement = std::optional<std::string>;  // as Desk says it
const Acknowledgement success = "";

// Two desks of one clinic and two of its patients, each listening on a connection of the own.
class TwoDesks : public testing::Test {
 protected:
  std::string take(std::size_t i) {
    const auto taken = day.client.post("/api/tokens", day.take_body(), people[i].access_token);
    EXPECT_EQ(taken.status, 201) << taken.body;
    return taken.json()["data"]["id"].text();
  }

  // Both desks act at the same moment; sorted, because which comes first is not ours to say.
  std::vector<Acknowledgement> both(const std::function<Acknowledgement(Desk&)>& act) {
    std::vector<Acknowledgement> acknowledgements(2);
    const auto failure = all_at_once(
        2, [](std::size_t) {}, [&](std::size_t i) { acknowledgements[i] = act(desks[i]); });
    EXPECT_EQ(failure, "");
    std::sort(acknowledgements.begin(), acknowledgements.end());
    return acknowledgements;
  }

  // What a patient was told since last asked: "event number", in order. Patients are told before the room, so all of
  // it is there once the screen shows the final status.
  std::vector<std::string> told(std::size_t i) {
    std::vector<std::string> all;
    for (const auto& frame : phones[i].heard()) {
      all.push_back(frame["event"].text() + " " + std::to_string(frame["data"]["tokenNumber"].number()));
    }
    return all;
  }

  Json final_status() { return final_state.expect_everywhere(day.client, day.admin, day.queue_id, screen); }

  static constexpr int most = 10000;
  const Deployment deployment = deployment_from_environment();
  ClinicDay day{deployment, most};
  const std::vector<Person> people = patients(deployment, 2);
  std::vector<Desk> desks = both_of<Desk>(day.staff, day.staff);
  std::vector<SocketListener> phones = both_of<SocketListener>(people[0], people[1]);
  QueueScreen screen{deployment, day.admin, day.queue_id};
  FinalState final_state;

 private:
  template <class Connection>
  std::vector<Connection> both_of(const Person& first, const Person& second) {
    std::vector<Connection> two;
    two.emplace_back(deployment, first);
    two.emplace_back(deployment, second);
    return two;
  }
};

using Told = std::vector<std::string>;

TEST_F(TwoDesks, CallingNextAtOnceCallTwoPatientsAndCompleteTheFirst) {
  for (int round = 0; round < rounds(10); ++round) {
    const int first = 2 * round + 1;
    const auto first_no = std::to_string(first), second_no = std::to_string(first + 1);
    take(0);
    const auto second_token = take(1);
    EXPECT_EQ(both([this](Desk& desk) { return desk.call_next(day.queue_id); }), (std::vector{success, success}));
    const auto status = final_status();
    EXPECT_EQ(status["currentTokenNo"].number(), first + 1);
    EXPECT_EQ(status["lastServedTokenNumber"].number(), first);
    EXPECT_EQ(status["waitingCount"].number(), 0);
    EXPECT_EQ(told(0), (Told{"queue:your_token_called " + first_no, "queue:your_token_completed " + first_no}));
    EXPECT_EQ(desks[0].complete(day.queue_id, second_token), success);
    EXPECT_EQ(final_status()["lastServedTokenNumber"].number(), first + 1);
    EXPECT_EQ(told(1), (Told{"queue:your_token_called " + second_no, "queue:your_token_completed " + second_no}));
    if (HasFailure()) FAIL() << "round " << round;
  }
}

TEST_F(TwoDesks, CallingNextAtOnceForOnePatientCallOnceAndFindTheQueueEmptyOnce) {
  for (int round = 0; round < rounds(10); ++round) {
    const auto number = std::to_string(round + 1);
    const auto token = take(0);
    EXPECT_EQ(both([this](Desk& desk) { return desk.call_next(day.queue_id); }),
              (std::vector<Acknowledgement>{success, "No waiting tokens in this queue"}));
    const auto status = final_status();
    EXPECT_EQ(status["currentTokenNo"].number(), round + 1);
    EXPECT_EQ(status["lastServedTokenNumber"].number(), round) << "with nobody waiting nobody is completed";
    EXPECT_EQ(desks[0].complete(day.queue_id, token), success);
    EXPECT_EQ(final_status()["lastServedTokenNumber"].number(), round + 1);
    EXPECT_EQ(told(0), (Told{"queue:your_token_called " + number, "queue:your_token_completed " + number}));
    if (HasFailure()) FAIL() << "round " << round;
  }
}

TEST_F(TwoDesks, CallingNextAtOnceThatExpectTheSameNumberCallOnce) {
  for (int round = 0; round < rounds(10); ++round) {
    const int current = 2 * round;
    take(0);
    const auto second_token = take(1);
    EXPECT_EQ(both([&](Desk& desk) { return desk.call_next(day.queue_id, current); }),
              (std::vector<Acknowledgement>{success, "Queue has moved on"}));
    const auto status = final_status();
    EXPECT_EQ(status["currentTokenNo"].number(), current + 1);
    EXPECT_EQ(status["waitingCount"].number(), 1);
    EXPECT_EQ(desks[1].call_next(day.queue_id, current + 1), success) << "with the number that is shown now";
    EXPECT_EQ(desks[1].complete(day.queue_id, second_token), success);
    if (HasFailure()) FAIL() << "round " << round;
  }
}

TEST(Races, OneQueueADayWhoeverAsksAtOnce) {
  const auto deployment = deployment_from_environment();
  ClinicClient client(deployment);
  const auto admin = administrator(deployment, client);
  Racers racers(deployment, 6);
  FinalState final_state;
  for (int round = 0; round < rounds(15); ++round) {
    const auto clinic_id = create_clinic(client, admin);
    const auto answers = racers.race({"POST", "/api/queues/init/" + clinic_id, "{}", admin.access_token});
    const auto queue = one_success(answers, 201, 400, "Queue already exists for this date").json()["data"];
    EXPECT_EQ(client.get("/api/queues/" + clinic_id, admin.access_token).json()["data"].dump(), queue.dump());
    const auto queue_id = queue["id"].text();
    QueueScreen screen(deployment, admin, queue_id);
    EXPECT_EQ(final_state.expect_everywhere(client, admin, queue_id, screen)["waitingCount"].number(), 0);
    if (HasFailure()) FAIL() << "round " << round;
  }
}

}  // namespace
}  // namespace frontdesk
