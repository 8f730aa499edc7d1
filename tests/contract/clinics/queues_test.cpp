// Contract 004, sections 4 and 6: queues of the day.
#include <atomic>
#include <cstdlib>
#include <ctime>
#include <set>
#include <thread>

#include "tests/contract/clinics/contract.hpp"

namespace frontdesk::contract {
namespace {

// A local time of today in a zone, in UTC: the C library's word, not that of the code under test.
std::string today_at(const char* zone, int hour, int minute) {
  ::setenv("TZ", zone, 1);
  ::tzset();
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  local.tm_hour = hour;
  local.tm_min = minute;
  local.tm_sec = 0;
  local.tm_isdst = -1;
  const std::time_t then = std::mktime(&local);
  std::tm utc{};
  ::gmtime_r(&then, &utc);
  ::unsetenv("TZ");
  ::tzset();
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.000Z", &utc);
  return text;
}

struct Queues : Contract {
  const std::string admin = cast().admin.access_token;
  const std::string patient_token = cast().patient.access_token;
  Answered init(const std::string& clinic, const std::string& body = "{}") {
    return client.post("/api/queues/init/" + clinic, body, admin);
  }
  Answered of_clinic(const std::string& clinic) { return client.get("/api/queues/" + clinic, patient_token); }
  Answered status(const std::string& queue) { return client.get("/api/queues/" + queue + "/status", patient_token); }
  Answered set_active(const std::string& queue, bool active, const Person& person) {
    return client.send("PATCH", "/api/queues/" + queue + "/status",
                       std::string(R"({"isActive":)") + (active ? "true}" : "false}"), person.access_token);
  }
  static std::string queue_json(const Json& queue, const std::string& clinic, int size, bool active = true) {
    return R"({"id":")" + queue["id"].text() + R"(","clinicId":")" + clinic + R"(","queueDate":")" +
           queue["queueDate"].text() + R"(","currentTokenNo":0,"isActive":)" + (active ? "true" : "false") +
           R"(,"createdAt":")" + queue["createdAt"].text() + R"(","updatedAt":")" + queue["updatedAt"].text() +
           R"(","maxQueueSize":)" + std::to_string(size) + R"(,"startTime":")" + queue["startTime"].text() +
           R"(","endTime":")" + queue["endTime"].text() + R"("})";
  }
};

TEST_F(Queues, AreOpenedAndShown) {
  const auto clinic = fresh_clinic();
  const auto opened = init(clinic);
  const auto queue = opened.json()["data"];
  EXPECT_EQ(said(opened), success(201, "Queue initialized successfully", queue_json(queue, clinic, 50)));
  EXPECT_TRUE(is_uuid(queue["id"].text()));
  EXPECT_TRUE(is_time(queue["createdAt"].text()));
  EXPECT_EQ(queue["createdAt"].text(), queue["updatedAt"].text());
  EXPECT_EQ(said(of_clinic(clinic)), success(200, "Queue fetched successfully", queue.dump()));
  EXPECT_EQ(said(status(queue["id"].text())),
            success(200, "Queue status fetched successfully",
                    R"({"queueId":")" + queue["id"].text() + R"(","currentTokenNo":0,"waitingCount":0,"startTime":")" +
                        queue["startTime"].text() + R"(","endTime":")" + queue["endTime"].text() + R"("})"));
}

TEST_F(Queues, AreOpenedByStaffOfTheClinicWithASize) {
  const auto clinic = fresh_clinic();
  const auto staff = staff_of(client, cast().admin, clinic);
  const auto opened = client.post("/api/queues/init/" + clinic, R"({"maxQueueSize":10000})", staff.access_token);
  EXPECT_EQ(opened.status, 201) << opened.body;
  EXPECT_EQ(opened.json()["data"]["maxQueueSize"].number(), 10000);
}

TEST_F(Queues, AreRefusedWithoutAClinicAndTwiceADay) {
  EXPECT_EQ(said(init(no_such_id)), failure(400, "Clinic not found"));
  const auto clinic = fresh_clinic();
  EXPECT_EQ(init(clinic).status, 201);
  EXPECT_EQ(said(init(clinic)), failure(400, "Queue already exists for this date"));
}

TEST_F(Queues, AreRefusedToForeignStaffAfterValidationAndExistence) {
  const auto by_foreign = [&](const std::string& clinic, const std::string& body) {
    return said(client.post("/api/queues/init/" + clinic, body, cast().other_staff.access_token));
  };
  EXPECT_EQ(by_foreign(cast().clinic, R"({"maxQueueSize":0})"),
            invalid("body", {{"maxQueueSize", "Too small: expected number to be >=1"}}));
  EXPECT_EQ(by_foreign(no_such_id, "{}"), failure(400, "Clinic not found"));
  EXPECT_EQ(by_foreign(fresh_clinic(), "{}"), failure(401, "Unauthorized"));
}

TEST_F(Queues, AreOpenedOnceHoweverManyAskAtOnce) {
  const auto clinic = fresh_clinic();
  std::atomic<int> successes{0};
  std::atomic<int> refusals{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      ClinicClient one(deployment);
      const auto answered = one.post("/api/queues/init/" + clinic, "{}", admin);
      if (answered.status == 201) ++successes;
      if (said(answered) == failure(400, "Queue already exists for this date")) ++refusals;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(successes, 1);
  EXPECT_EQ(refusals, 5);
}

TEST_F(Queues, LastALocalDayOfTheClinicsZone) {
  for (const auto* zone : {"Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"}) {
    const auto clinic = fresh_clinic(R"(,"timezone":")" + std::string(zone) +
                                     R"(","openingHours":"{\"start\":\"08:15\",\"end\":\"19:45\"}")");
    const auto queue = init(clinic).json()["data"];
    EXPECT_EQ(queue["queueDate"].text(), today_at(zone, 0, 0)) << zone;
    EXPECT_EQ(queue["startTime"].text(), today_at(zone, 8, 15)) << zone;
    EXPECT_EQ(queue["endTime"].text(), today_at(zone, 19, 45)) << zone;
  }
}

TEST_F(Queues, LastADayOfNewYorkWithoutAZone) {
  const auto queue = init(fresh_clinic()).json()["data"];
  EXPECT_EQ(queue["queueDate"].text(), today_at("America/New_York", 0, 0));
  EXPECT_EQ(queue["startTime"].text(), today_at("America/New_York", 9, 0));
  EXPECT_EQ(queue["endTime"].text(), today_at("America/New_York", 17, 0));
}

TEST_F(Queues, AreMissingWithTheContractsWords) {
  const auto none = failure(400, "Clinic does not have a queue for today. Please try again later.");
  EXPECT_EQ(said(of_clinic(fresh_clinic())), none);
  EXPECT_EQ(said(of_clinic(no_such_id)), none);
  EXPECT_EQ(said(status(no_such_id)), failure(400, "Queue not found"));
}

TEST_F(Queues, CountWhoWaitsWasCalledAndWasServed) {
  const auto queue = fresh_queue();
  take(cast().patient, queue);
  take(cast().other_patient, queue);
  const auto shown = [&] {
    const auto data = status(queue).json()["data"];
    return std::to_string(data["currentTokenNo"].number()) + " called, " +
           std::to_string(data["waitingCount"].number()) + " waiting, " +
           (data["lastServedTokenNumber"].exists() ? std::to_string(data["lastServedTokenNumber"].number()) : "none") +
           " served";
  };
  EXPECT_EQ(shown(), "0 called, 2 waiting, none served");
  const auto body = R"({"queueId":")" + queue + R"("})";
  ASSERT_EQ(said(staff_event("queue-call-next", body, cast().admin)), R"(200 {"success":true})");
  EXPECT_EQ(shown(), "1 called, 1 waiting, none served");
  ASSERT_EQ(said(staff_event("queue-call-next", body, cast().admin)), R"(200 {"success":true})");
  EXPECT_EQ(shown(), "2 called, 0 waiting, 1 served");
}

TEST_F(Queues, AreDeactivatedAndReactivated) {
  const auto clinic = fresh_clinic();
  const auto id = init(clinic).json()["data"]["id"].text();
  const auto off = set_active(id, false, cast().admin);
  auto queue = off.json()["data"];
  EXPECT_EQ(said(off), success(200, "Queue deactivated successfully", queue_json(queue, clinic, 50, false)));
  EXPECT_GE(queue["updatedAt"].text(), queue["createdAt"].text());
  EXPECT_EQ(said(of_clinic(clinic)), success(200, "Queue fetched successfully", queue.dump()));
  EXPECT_FALSE(status(id).json()["data"]["isActive"].boolean());
  EXPECT_TRUE(status(id).json()["data"]["isActive"].exists());
  EXPECT_EQ(said(set_active(id, false, cast().admin)), success(200, "Queue deactivated successfully", queue.dump()))
      << "repeating it is a success that changes nothing";
  const auto on = set_active(id, true, cast().admin);
  queue = on.json()["data"];
  EXPECT_EQ(said(on), success(200, "Queue activated successfully", queue_json(queue, clinic, 50)));
  EXPECT_EQ(said(of_clinic(clinic)), success(200, "Queue fetched successfully", queue.dump()));
  EXPECT_FALSE(status(id).json()["data"]["isActive"].exists());
}

TEST_F(Queues, KeepTheirTokensWhileInactive) {
  const auto queue = fresh_queue();
  take(cast().patient, queue);
  ASSERT_EQ(set_active(queue, false, cast().admin).status, 200);
  EXPECT_EQ(said(client.post("/api/tokens", take_body(queue), cast().other_patient.access_token)),
            failure(400, "Queue not found"));
  EXPECT_EQ(status(queue).json()["data"]["waitingCount"].number(), 1);
  ASSERT_EQ(set_active(queue, true, cast().admin).status, 200);
  EXPECT_EQ(take(cast().other_patient, queue)["tokenNumber"].number(), 2);
}

TEST_F(Queues, AreSwitchedOnlyByStaffOfTheClinicAndAdministrators) {
  const auto clinic = fresh_clinic();
  const auto staff = staff_of(client, cast().admin, clinic);
  const auto queue = open_queue(client, staff, clinic);
  EXPECT_EQ(said(set_active(queue, false, cast().patient)), failure(401, "Unauthorized"));
  EXPECT_EQ(said(set_active(queue, false, cast().other_staff)), failure(401, "Unauthorized"));
  EXPECT_EQ(set_active(queue, false, staff).status, 200);
  EXPECT_EQ(said(set_active(no_such_id, false, cast().admin)), failure(400, "Queue not found"));
}

struct Activity : Queues {
  Answered activity(const std::string& queue, const Person& person, const std::string& query = "") {
    return client.get("/api/queues/" + queue + "/activity" + query, person.access_token);
  }
};

TEST_F(Activity, TellsWhoDidWhatNewestFirst) {
  const auto queue = fresh_queue();
  const auto first = take(cast().patient, queue)["id"].text();
  const auto second = take(cast().other_patient, queue)["id"].text();
  const auto call = R"({"queueId":")" + queue + R"("})";
  ASSERT_EQ(staff_event("queue-call-next", call, cast().admin).body, R"({"success":true})");
  ASSERT_EQ(staff_event("queue-call-next", call, cast().admin).body, R"({"success":true})");
  const auto skip = R"({"queueId":")" + queue + R"(","tokenId":")" + second + R"("})";
  ASSERT_EQ(staff_event("queue-skip-token", skip, cast().admin).body, R"({"success":true})");
  const auto answered = activity(queue, cast().admin);
  EXPECT_EQ(answered.json()["message"].text(), "Queue activity fetched successfully");
  const auto data = answered.json()["data"];
  ASSERT_EQ(data.size(), 4U);
  EXPECT_EQ(data[0]["action"].text() + " " + data[0]["tokenId"].text(), "SKIP " + second);
  const auto of_one_step = data[1]["action"].text() + data[2]["action"].text();
  EXPECT_TRUE(of_one_step == "CALLCOMPLETE" || of_one_step == "COMPLETECALL") << of_one_step;
  for (std::size_t i : {1U, 2U})
    EXPECT_EQ(data[i]["tokenId"].text(), data[i]["action"].text() == "CALL" ? second : first);
  EXPECT_EQ(data[3]["action"].text() + " " + data[3]["tokenId"].text(), "CALL " + first);
  std::set<std::string> ids;
  for (std::size_t i = 0; i < data.size(); ++i) {
    EXPECT_EQ(data[i]["staffId"].text(), cast().admin.id);
    EXPECT_TRUE(is_time(data[i]["createdAt"].text()));
    EXPECT_EQ(data[i].size(), 5U);
    ids.insert(data[i]["id"].text());
  }
  EXPECT_EQ(ids.size(), 4U);
  EXPECT_EQ(activity(queue, cast().admin, "?limit=1").json()["data"].dump(), "[" + data[0].dump() + "]");
  EXPECT_EQ(activity(queue, cast().admin, "?limit=3&page=2").json()["data"].dump(), "[" + data[3].dump() + "]");
}

TEST_F(Activity, IsToldOnlyToStaffOfTheClinicAndAdministrators) {
  const auto queue = fresh_queue();
  EXPECT_EQ(said(activity(queue, cast().admin)), success(200, "Queue activity fetched successfully", "[]"));
  EXPECT_EQ(said(activity(queue, cast().staff)), failure(401, "Unauthorized"));
  EXPECT_EQ(said(activity(queue, cast().patient)), failure(401, "Unauthorized"));
  EXPECT_EQ(said(activity(no_such_id, cast().admin)), failure(400, "Queue not found"));
}

}  // namespace
}  // namespace frontdesk::contract
