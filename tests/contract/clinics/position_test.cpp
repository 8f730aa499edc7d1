// README of the contracts, section 9: a patient's place in a queue and how long it may take.
#include <thread>

#include "platform/time/instant.hpp"
#include "tests/contract/clinics/contract.hpp"

namespace frontdesk::contract {
namespace {

struct Position : Contract {
  const std::string clinic = fresh_clinic();
  const Person staff = staff_of(client, cast().admin, clinic);
  const std::string queue = open_queue(client, staff, clinic);

  std::string of(const Person& person, const std::string& id) {
    return said(client.get("/api/queues/" + id + "/position", person.access_token));
  }
  static std::string place(int number, int ahead, const std::string& seconds) {
    return success(200, "Queue position fetched successfully",
                   R"({"tokenNumber":)" + std::to_string(number) + R"(,"position":)" + std::to_string(ahead + 1) +
                       R"(,"waitingAhead":)" + std::to_string(ahead) + R"(,"estimatedWaitSeconds":)" + seconds + "}");
  }
  const std::string nowhere = success(200, "Queue position fetched successfully", "null");

  void act(const std::string& event, const Json& token) {
    const auto body = R"({"queueId":")" + queue + R"(","tokenId":")" + token["id"].text() + R"("})";
    ASSERT_EQ(staff_event(event, body, staff).body, R"({"success":true})");
  }
  void call_next() { ASSERT_EQ(staff_event("queue-call-next", take_body(queue), staff).body, R"({"success":true})"); }
  // From call to completion, as staff see it.
  std::int64_t service_ms(int number) {
    const auto target = "/api/tokens/queue/" + queue + "?tokenNumber=" + std::to_string(number) + "&status=COMPLETED";
    const auto token = client.get(target, staff.access_token).json()["data"];
    return parse_iso8601(token["completedAt"].text()).value().ms - parse_iso8601(token["calledAt"].text()).value().ms;
  }
  static std::string seconds(std::int64_t ms) { return std::to_string((ms + 500) / 1000); }
};

TEST_F(Position, CountsThoseWhoWaitBefore) {
  const auto people = patients(deployment, 3);
  std::vector<Json> tokens;
  for (const auto& person : people) tokens.push_back(take(person, queue));
  EXPECT_EQ(of(people[0], queue), place(1, 0, "null"));
  EXPECT_EQ(of(people[2], queue), place(3, 2, "null")) << "no estimate before anybody was served";
  act("queue-skip-token", tokens[1]);
  EXPECT_EQ(of(people[2], queue), place(3, 1, "null"));
  ASSERT_EQ(client.send("DELETE", "/api/tokens/" + tokens[0]["id"].text(), {}, people[0].access_token).status, 200);
  EXPECT_EQ(of(people[2], queue), place(1, 0, "null"));
  call_next();
  EXPECT_EQ(of(people[2], queue), nowhere) << "who is called does not wait";
  EXPECT_EQ(of(people[0], queue), nowhere) << "given back";
}

TEST_F(Position, EstimatesByTheMedianOfTheQueuesOwnServices) {
  const auto people = patients(deployment, 6);
  std::vector<Json> tokens;
  for (const auto& person : people) tokens.push_back(take(person, queue));
  call_next();
  std::this_thread::sleep_for(std::chrono::milliseconds(1600));
  act("queue-start-token", tokens[0]);
  act("queue-complete-token", tokens[0]);
  const auto first = service_ms(1);
  ASSERT_GE(first, 1600);
  EXPECT_EQ(of(people[1], queue), place(2, 0, "0")) << "nobody before";
  EXPECT_EQ(of(people[5], queue), place(6, 4, seconds(4 * first)));
  call_next();
  EXPECT_EQ(of(people[5], queue), place(6, 3, seconds(4 * first))) << "the one called takes its time, too";
  act("queue-start-token", tokens[1]);
  EXPECT_EQ(of(people[5], queue), place(6, 3, seconds(4 * first))) << "in progress counts as called";
  call_next();
  call_next();
  // Of three services two took no time to speak of.
  EXPECT_EQ(of(people[5], queue), place(6, 1, "0"));
}

TEST_F(Position, IsThatOfTheCallerInAQueueOfToday) {
  take(cast().patient, queue);
  EXPECT_EQ(of(cast().other_patient, queue), nowhere);
  EXPECT_EQ(of(cast().patient, no_such_id), failure(400, "Queue not found"));
  EXPECT_EQ(of(cast().patient, "x"), invalid("params", {{"queueId", "Invalid UUID"}}));
  EXPECT_EQ(of(staff, "x"), failure(401, "Unauthorized")) << "role before validation";
  take(cast().patient, fresh_queue());
  EXPECT_EQ(of(cast().patient, queue), place(1, 0, "null")) << "of that queue, whatever others there are";
}

}  // namespace
}  // namespace frontdesk::contract
