// 2xx means readable: whatever connection asks next sees what was answered. Told means readable: after a push, too.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <thread>

#include "tests/support/clinic.hpp"
#include "tests/support/crowd.hpp"
#include "tests/support/websocket_client.hpp"

namespace frontdesk {
namespace {

using namespace test_support;

std::size_t pairs_wanted() {
  const char* wanted = std::getenv("FRONTDESK_PAIRS");
  return wanted != nullptr ? std::stoul(wanted) : 2000;
}

// One worker: takes a token on one connection and reads on another, then gives it back and reads again. Two pairs a
// round.
struct Worker {
  Worker(const Deployment& deployment, const ClinicDay& clinic_day, const Person& who)
      : writes(deployment), reads(deployment), day(clinic_day), person(who) {}

  Json own_token() { return reads.get("/api/tokens/" + person.id, person.access_token).json()["data"]; }

  // Returns how many of two pairs were stale.
  int round() {
    int stale = 0;
    const auto taken = writes.post("/api/tokens", day.take_body(), person.access_token);
    if (taken.status != 201) throw std::runtime_error("take: " + taken.body);
    const auto id = taken.json()["data"]["id"].text();
    if (own_token()["id"].text() != id) ++stale;
    const auto deleted = writes.send("DELETE", "/api/tokens/" + id, "", person.access_token);
    if (deleted.status != 200) throw std::runtime_error("delete: " + deleted.body);
    if (!own_token().is_null()) ++stale;
    return stale;
  }

  ClinicClient writes;
  ClinicClient reads;
  const ClinicDay& day;
  const Person& person;
};

TEST(WriteThenRead, NoReadIsOlderThanAnAnsweredCommand) {
  constexpr std::size_t workers = 16;
  const auto deployment = deployment_from_environment();
  const auto rounds = pairs_wanted() / workers / 2 + 1;
  ClinicDay day(deployment, 1000);
  const auto people = patients(deployment, workers);
  std::atomic<int> stale{0};
  std::atomic<std::size_t> pairs{0};
  const auto failure = all_at_once(
      workers, [](std::size_t) {},
      [&](std::size_t i) {
        Worker worker(deployment, day, people[i]);
        for (std::size_t round = 0; round < rounds; ++round) {
          stale += worker.round();
          pairs += 2;
        }
      });
  EXPECT_EQ(failure, "");
  EXPECT_EQ(stale, 0) << "of " << pairs << " pairs";
  EXPECT_GE(pairs, pairs_wanted());
}

TEST(WriteThenRead, AnAccountIsThereAsSoonAsItsRegistrationIsAnswered) {
  const auto deployment = deployment_from_environment();
  ClinicClient writes(deployment);
  ClinicClient reads(deployment);
  for (int i = 0; i < 10; ++i) {
    const auto person = patient(writes);
    EXPECT_EQ(reads.get("/api/auth/me", person.access_token).json()["data"]["email"].text(), person.email);
  }
}

TEST(WriteThenRead, TheLastPushShowsTheFinalState) {
  const auto deployment = deployment_from_environment();
  ClinicDay day(deployment, 200);
  const auto people = patients(deployment, 4);
  WebSocketClient screen(deployment.websocket_url("/?token=" + day.admin.access_token));
  screen.send_event("join-queue", "\"" + day.queue_id + "\"");

  std::atomic<bool> failed{false};
  std::thread takers([&] {
    for (int round = 0; round < 40; ++round) {
      for (const auto& person : people) {
        ClinicClient client(deployment);
        const auto taken = client.post("/api/tokens", day.take_body(), person.access_token);
        if (taken.status != 201) failed = true;
        const auto id = taken.json()["data"]["id"].text();
        if (client.send("DELETE", "/api/tokens/" + id, "", person.access_token).status != 200) failed = true;
      }
    }
  });
  int pushes = 0;
  std::int64_t last_waiting = 0;
  for (auto frame = screen.receive(std::chrono::seconds(2)); frame; frame = screen.receive(std::chrono::seconds(2))) {
    const auto json = Json::parse(*frame);
    if (json["event"].text() != "queue:status_update") continue;
    ++pushes;
    last_waiting = json["data"]["waitingCount"].number();
  }
  takers.join();
  EXPECT_FALSE(failed);
  EXPECT_GT(pushes, 40);
  EXPECT_EQ(last_waiting, 0) << "the last update shows the final state";
}

TEST(WriteThenRead, ACalledNumberIsReadableWhenThePushArrives) {
  const auto deployment = deployment_from_environment();
  constexpr std::size_t count = 30;
  ClinicDay day(deployment, 100);
  for (const auto& person : patients(deployment, count)) {
    ASSERT_EQ(day.client.post("/api/tokens", day.take_body(), person.access_token).status, 201);
  }
  WebSocketClient desk(deployment.websocket_url("/?token=" + day.staff.access_token));
  WebSocketClient screen(deployment.websocket_url("/?token=" + day.admin.access_token));
  screen.send_event("join-queue", "\"" + day.queue_id + "\"");
  ClinicClient reads(deployment);
  for (std::size_t i = 0; i < count; ++i) desk.send_event("queue:call_next", "\"" + day.queue_id + "\"");
  std::int64_t shown = -1;
  while (shown < static_cast<std::int64_t>(count)) {
    const auto frame = screen.receive(std::chrono::seconds(10));
    ASSERT_TRUE(frame) << "the last push showed " << shown;
    const auto json = Json::parse(*frame);
    if (json["event"].text() != "queue:status_update") continue;
    const auto pushed = json["data"]["currentTokenNo"].number();
    EXPECT_GE(pushed, shown) << "updates come in order";
    shown = pushed;
    const auto read = reads.get("/api/queues/" + day.queue_id + "/status", day.admin.access_token);
    EXPECT_GE(read.json()["data"]["currentTokenNo"].number(), pushed) << "a read after the push is not older than it";
  }
}

}  // namespace
}  // namespace frontdesk
