// What rooms and patients are told of what happens over REST.
#include <thread>

#include "tests/contract/clinics/sockets.hpp"

namespace frontdesk::contract {
namespace {

struct Updates : Sockets {};

TEST_F(Updates, TellTheRoomOfATakeAndOfADeletion) {
  auto watcher = connect(cast().other_patient);
  watcher.join(queue);
  const auto token = take(cast().patient, queue);
  expect_update(watcher);
  ASSERT_EQ(client.send("DELETE", "/api/tokens/" + token["id"].text(), {}, cast().patient.access_token).status, 200);
  const auto after = update();
  EXPECT_EQ(watcher.next(), after);
  EXPECT_EQ(Json::parse(after)["data"]["waitingCount"].number(), 0) << "without the deleted token";
  EXPECT_EQ(watcher.rest(), silence);
}

TEST_F(Updates, TellPatientsWhoseNumberChanged) {
  const auto people = patients(deployment, 3);
  std::vector<Json> tokens;
  for (const auto& person : people) tokens.push_back(take(person, queue));
  auto first = connect(people[0]);
  auto second = connect(people[1]);
  auto third = connect(people[2]);
  ASSERT_EQ(client.send("DELETE", "/api/tokens/" + tokens[0]["id"].text(), {}, people[0].access_token).status, 200);
  const auto moved = [&](std::size_t i, int number) {
    const auto token = token_json(tokens[i], number, "WAITING", "", "", "");
    return frame("queue:your_token_updated",
                 token.substr(0, token.size() - 1) + R"(,"patient":{"id":")" + people[i].id + R"("}})");
  };
  EXPECT_EQ(second.next(), moved(1, 1));
  EXPECT_EQ(third.next(), moved(2, 2));
  EXPECT_EQ(first.rest(), silence);
  EXPECT_EQ(second.rest(), silence);
}

TEST_F(Updates, TellTheRoomWhenAQueueIsSwitched) {
  auto watcher = connect(cast().patient);
  watcher.join(queue);
  const auto set_active = [&](const char* active) {
    return client
        .send("PATCH", "/api/queues/" + queue + "/status", R"({"isActive":)" + std::string(active) + "}",
              cast().admin.access_token)
        .status;
  };
  ASSERT_EQ(set_active("false"), 200);
  const auto off = watcher.next();
  EXPECT_EQ(off, update());
  EXPECT_TRUE(Json::parse(off)["data"]["isActive"].exists());
  EXPECT_FALSE(Json::parse(off)["data"]["isActive"].boolean());
  ASSERT_EQ(set_active("false"), 200);
  EXPECT_EQ(watcher.rest(), silence) << "repeating it tells nobody";
  auto staff = connect(cast().admin);
  staff.send("queue:call_next", json_text(queue));
  EXPECT_EQ(staff.next(), error_frame("queue:call_next_error", "Queue not found")) << "not active";
  ASSERT_EQ(set_active("true"), 200);
  const auto on = watcher.next();
  EXPECT_TRUE(Json::parse(on)["data"]["isActive"].boolean()) << on;
}

TEST_F(Updates, ShowTheFinalStateLastWhenManyTakeAtOnce) {
  const auto people = patients(deployment, 12);
  auto watcher = connect(cast().patient);
  watcher.join(queue);
  std::vector<std::thread> threads;
  for (const auto& person : people) {
    threads.emplace_back([&, person] {
      ClinicClient one(deployment);
      one.post("/api/tokens", take_body(queue), person.access_token);
    });
  }
  for (auto& thread : threads) thread.join();
  const auto updates = watcher.rest();
  ASSERT_FALSE(updates.empty());
  EXPECT_LE(updates.size(), people.size());
  std::int64_t before = 0;
  for (const auto& text : updates) {
    const auto waiting = Json::parse(text)["data"]["waitingCount"].number();
    EXPECT_GT(waiting, before) << "in the order of the changes";
    before = waiting;
  }
  EXPECT_EQ(before, 12);
}

TEST_F(Updates, ShowNothingThatAReadDoesNot) {
  auto watcher = connect(cast().patient);
  watcher.join(queue);
  const auto people = patients(deployment, 5);
  for (const auto& person : people) {
    take(person, queue);
    expect_update(watcher);
  }
}

}  // namespace
}  // namespace frontdesk::contract
