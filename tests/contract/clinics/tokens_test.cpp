// Contract 004, sections 4 and 6: tokens of a queue.
#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "tests/contract/clinics/contract.hpp"

namespace frontdesk::contract {
namespace {

struct QueueTokens : Contract {
  Answered try_take(const Person& patient, const std::string& queue) {
    return client.post("/api/tokens", take_body(queue), patient.access_token);
  }
  Answered give_back(const Person& patient, const std::string& token) {
    return client.send("DELETE", "/api/tokens/" + token, {}, patient.access_token);
  }
  Answered own(const Person& patient) { return client.get("/api/tokens/" + patient.id, patient.access_token); }
  void call_next(const std::string& queue) {
    ASSERT_EQ(staff_event("queue-call-next", take_body(queue), cast().admin).body, R"({"success":true})");
  }
  void finish(const std::string& name, const std::string& queue, const std::string& token) {
    const auto body = R"({"queueId":")" + queue + R"(","tokenId":")" + token + R"("})";
    ASSERT_EQ(staff_event(name, body, cast().admin).body, R"({"success":true})");
  }
  static std::string waiting(const Json& token, const std::string& queue, const Person& patient, int number) {
    return R"({"id":")" + token["id"].text() + R"(","queueId":")" + queue + R"(","patientId":")" + patient.id +
           R"(","tokenNumber":)" + std::to_string(number) + R"(,"status":"WAITING","createdAt":")" +
           token["createdAt"].text() + R"(","calledAt":null,"completedAt":null,"skippedAt":null})";
  }
};

TEST_F(QueueTokens, AreTakenInOrder) {
  const auto queue = fresh_queue();
  const auto first = try_take(cast().patient, queue);
  EXPECT_EQ(said(first),
            success(201, "Token generated successfully", waiting(first.json()["data"], queue, cast().patient, 1)));
  EXPECT_TRUE(is_uuid(first.json()["data"]["id"].text()));
  EXPECT_TRUE(is_time(first.json()["data"]["createdAt"].text()));
  const auto second = try_take(cast().other_patient, queue);
  EXPECT_EQ(said(second), success(201, "Token generated successfully",
                                  waiting(second.json()["data"], queue, cast().other_patient, 2)));
}

TEST_F(QueueTokens, AreTakenWithAnIdInUpperCase) {
  const auto queue = fresh_queue();
  std::string upper = queue;
  for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_EQ(try_take(cast().patient, upper).json()["data"]["queueId"].text(), queue);
}

TEST_F(QueueTokens, AreOneActiveAPatientAndQueue) {
  const auto queue = fresh_queue();
  const auto refused = failure(400, "You already have an active token");
  const auto token = take(cast().patient, queue)["id"].text();
  EXPECT_EQ(said(try_take(cast().patient, queue)), refused) << "while waiting";
  call_next(queue);
  EXPECT_EQ(said(try_take(cast().patient, queue)), refused) << "while called";
  finish("queue-complete-token", queue, token);
  const auto again = take(cast().patient, queue);
  EXPECT_EQ(again["tokenNumber"].number(), 2) << "after it was completed";
  finish("queue-skip-token", queue, again["id"].text());
  EXPECT_EQ(take(cast().patient, queue)["tokenNumber"].number(), 3) << "after it was skipped";
  const auto elsewhere = fresh_queue();
  EXPECT_EQ(take(cast().patient, elsewhere)["tokenNumber"].number(), 1) << "in another queue";
}

TEST_F(QueueTokens, AreOneHoweverOftenAPatientAsksAtOnce) {
  const auto queue = fresh_queue();
  std::atomic<int> successes{0};
  std::atomic<int> refusals{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      ClinicClient one(deployment);
      const auto answered = one.post("/api/tokens", take_body(queue), cast().patient.access_token);
      if (answered.status == 201) ++successes;
      if (said(answered) == failure(400, "You already have an active token")) ++refusals;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(successes, 1);
  EXPECT_EQ(refusals, 7);
}

TEST_F(QueueTokens, AreNumberedOnceEachWhenManyTakeAtOnce) {
  const auto queue = fresh_queue(12);
  const auto people = patients(deployment, 13);
  std::mutex mutex;
  std::vector<std::int64_t> numbers;
  std::vector<std::string> refusals;
  std::vector<std::thread> threads;
  for (const auto& person : people) {
    threads.emplace_back([&, person] {
      ClinicClient one(deployment);
      const auto answered = one.post("/api/tokens", take_body(queue), person.access_token);
      const std::lock_guard lock(mutex);
      if (answered.status == 201) {
        numbers.push_back(answered.json()["data"]["tokenNumber"].number());
      } else {
        refusals.push_back(said(answered));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  std::sort(numbers.begin(), numbers.end());
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
  EXPECT_EQ(refusals, (std::vector<std::string>{failure(400, "Queue is full")}));
}

TEST_F(QueueTokens, AreRefusedByAFullQueueWhateverBecameOfTheOthers) {
  const auto queue = fresh_queue(1);
  const auto token = take(cast().patient, queue)["id"].text();
  finish("queue-skip-token", queue, token);
  EXPECT_EQ(said(try_take(cast().other_patient, queue)), failure(400, "Queue is full"));
  const auto second = fresh_queue(1);
  const auto returned = take(cast().patient, second)["id"].text();
  ASSERT_EQ(give_back(cast().patient, returned).status, 200);
  EXPECT_EQ(take(cast().other_patient, second)["tokenNumber"].number(), 1) << "a deleted one does not count";
}

TEST_F(QueueTokens, AreRefusedByAnUnknownQueue) {
  EXPECT_EQ(said(try_take(cast().patient, no_such_id)), failure(400, "Queue not found"));
}

TEST_F(QueueTokens, AreGivenBackAndTheOthersMoveUp) {
  const auto queue = fresh_queue();
  const auto people = patients(deployment, 3);
  std::vector<std::string> ids;
  for (const auto& person : people) ids.push_back(take(person, queue)["id"].text());
  EXPECT_EQ(said(give_back(people[0], ids[0])), success(200, "Token deleted successfully", "null"));
  const auto moved = own(people[1]);
  EXPECT_EQ(said(moved),
            success(200, "Token fetched successfully", waiting(moved.json()["data"], queue, people[1], 1)));
  EXPECT_EQ(own(people[2]).json()["data"]["tokenNumber"].number(), 2);
  EXPECT_EQ(said(own(people[0])), success(200, "Token fetched successfully", "null"));
  EXPECT_EQ(take(people[0], queue)["tokenNumber"].number(), 3);
}

TEST_F(QueueTokens, KeepUniqueNumbersWhenManyAreGivenBackAtOnce) {
  const auto queue = fresh_queue();
  const auto people = patients(deployment, 6);
  std::vector<std::string> ids;
  for (const auto& person : people) ids.push_back(take(person, queue)["id"].text());
  std::atomic<int> successes{0};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < people.size(); i += 2) {
    threads.emplace_back([&, i] {
      ClinicClient one(deployment);
      if (one.send("DELETE", "/api/tokens/" + ids[i], {}, people[i].access_token).status == 200) ++successes;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(successes, 3);
  for (std::size_t i = 1; i < people.size(); i += 2) {
    EXPECT_EQ(own(people[i]).json()["data"]["tokenNumber"].number(), static_cast<std::int64_t>(i / 2 + 1));
  }
}

TEST_F(QueueTokens, AreGivenBackOnlyByTheirPatientWhileWaiting) {
  const auto queue = fresh_queue();
  const auto missing = failure(400, "Token not found");
  const auto token = take(cast().patient, queue)["id"].text();
  EXPECT_EQ(said(give_back(cast().other_patient, token)), missing);
  EXPECT_EQ(said(give_back(cast().patient, no_such_id)), missing);
  call_next(queue);
  EXPECT_EQ(said(give_back(cast().patient, token)), missing) << "called";
  finish("queue-complete-token", queue, token);
  EXPECT_EQ(said(give_back(cast().patient, token)), missing) << "completed";
}

TEST_F(QueueTokens, AreShownToTheirPatientWhileWaiting) {
  const auto person = patient(client);
  EXPECT_EQ(said(own(person)), success(200, "Token fetched successfully", "null"));
  const auto queue = fresh_queue();
  const auto token = take(person, queue);
  EXPECT_EQ(said(own(person)), success(200, "Token fetched successfully", token.dump()));
  const auto ahead = fresh_queue();
  take(cast().patient, ahead);
  take(person, ahead);
  EXPECT_EQ(own(person).json()["data"]["id"].text(), token["id"].text()) << "the lowest number of all queues";
  call_next(queue);
  EXPECT_EQ(own(person).json()["data"]["queueId"].text(), ahead) << "a called one does not wait";
  EXPECT_EQ(said(client.get("/api/tokens/" + person.id, cast().patient.access_token)), failure(401, "Unauthorized"));
}

TEST_F(QueueTokens, AreShownToStaffOfTheClinicByNumber) {
  const auto clinic = fresh_clinic();
  const auto staff = staff_of(client, cast().admin, clinic);
  const auto queue = open_queue(client, staff, clinic);
  const auto token = take(cast().patient, queue);
  const auto of = [&](const Person& person, const std::string& id, const std::string& query) {
    return said(client.get("/api/tokens/queue/" + id + query, person.access_token));
  };
  const auto none = success(200, "Token fetched successfully", "null");
  EXPECT_EQ(of(staff, queue, "?tokenNumber=1&status=WAITING"),
            success(200, "Token fetched successfully", token.dump()));
  EXPECT_EQ(of(staff, queue, "?tokenNumber=1&status=CALLED"), none);
  EXPECT_EQ(of(staff, queue, "?tokenNumber=2&status=WAITING"), none);
  EXPECT_EQ(of(staff, queue, "?tokenNumber=-1&status=WAITING"), none);
  EXPECT_EQ(of(staff, queue, "?tokenNumber=99999999999999999999&status=WAITING"), none);
  EXPECT_EQ(of(staff, no_such_id, "?tokenNumber=1&status=WAITING"), none);
  const auto refused = failure(401, "Unauthorized");
  EXPECT_EQ(of(cast().other_staff, queue, "?tokenNumber=1&status=WAITING"), refused);
  EXPECT_EQ(of(cast().admin, queue, "?tokenNumber=1&status=WAITING"), refused) << "staff, not administrators";
  EXPECT_EQ(of(cast().patient, queue, "?tokenNumber=1&status=WAITING"), refused);
  call_next(queue);
  const auto called = client.get("/api/tokens/queue/" + queue + "?tokenNumber=1&status=CALLED", staff.access_token);
  EXPECT_EQ(called.json()["data"]["status"].text(), "CALLED");
  EXPECT_TRUE(is_time(called.json()["data"]["calledAt"].text()));
}

TEST_F(QueueTokens, InProgressCountAsCalledEverywhere) {
  const auto person = patient(client);
  const auto clinic = fresh_clinic();
  const auto staff = staff_of(client, cast().admin, clinic);
  const auto queue = open_queue(client, staff, clinic);
  const auto token = take(person, queue)["id"].text();
  call_next(queue);
  finish("queue-start-token", queue, token);
  const auto by_number = [&](const std::string& status) {
    return client.get("/api/tokens/queue/" + queue + "?tokenNumber=1&status=" + status, staff.access_token);
  };
  EXPECT_EQ(by_number("CALLED").json()["data"]["status"].text(), "IN_PROGRESS")
      << "asked for as CALLED, shown as it is";
  EXPECT_EQ(said(by_number("WAITING")), success(200, "Token fetched successfully", "null"));
  EXPECT_EQ(said(by_number("IN_PROGRESS")), invalid("query", {{"status",
                                                               "Invalid option: expected one of "
                                                               R"("WAITING"|"CALLED"|"SKIPPED"|"COMPLETED")"}}));
  EXPECT_EQ(said(try_take(person, queue)), failure(400, "You already have an active token"));
  EXPECT_EQ(said(give_back(person, token)), failure(400, "Token not found"));
  EXPECT_EQ(said(own(person)), success(200, "Token fetched successfully", "null"));
  finish("queue-complete-token", queue, token);
  EXPECT_EQ(by_number("COMPLETED").json()["data"]["id"].text(), token);
  EXPECT_EQ(by_number("CALLED").json()["data"].dump(), "null");
  const auto activity = client.get("/api/queues/" + queue + "/activity", staff.access_token).json()["data"];
  EXPECT_EQ(activity[0]["action"].text() + " " + activity[1]["action"].text(), "COMPLETE CALL");
  EXPECT_EQ(activity.size(), 2U) << "the contract's activity knows no start";
}

}  // namespace
}  // namespace frontdesk::contract
