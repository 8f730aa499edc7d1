#include "tests/days/end_of_day.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "tests/support/queue_screen.hpp"

namespace frontdesk::days {
namespace {

using namespace std::chrono_literals;

struct Watch {
  explicit Watch(const Rehearsal& watched, std::string id)
      : rehearsal(watched), client(watched.deployment()), clinic_id(std::move(id)), person(patient(client)) {}

  Answered queue() { return client.get("/api/queues/" + clinic_id, person.access_token); }
  Answered status(const std::string& id) { return client.get("/api/queues/" + id + "/status", person.access_token); }
  Answered take(const std::string& id) { return client.post("/api/tokens", take_body(id), person.access_token); }

  const Rehearsal& rehearsal;
  ClinicClient client;
  std::string clinic_id;
  Person person;
};

void expect_end(Watch& watch, QueueScreen& board, const std::string& old, Instant midnight) {
  const auto open = board.settled();
  EXPECT_LT(watch.rehearsal.now(), midnight + -300ms) << "too late to see anything";
  watch.rehearsal.await(midnight + -200ms);
  EXPECT_EQ(board.settled(), open) << "the day has not ended yet";
  EXPECT_EQ(watch.status(old).status, 200);

  watch.rehearsal.await(midnight + 1ms);
  EXPECT_EQ(said(watch.status(old)), failure(400, "Queue not found")) << "also before anything has told of the end";
  EXPECT_EQ(said(watch.take(old)), failure(400, "Queue not found"));
  EXPECT_TRUE(eventually([&] { return board.watch(100ms) && board.shown() != open; }, 5s)) << "the board hears nothing";
  EXPECT_LT(watch.rehearsal.now(), midnight + 4s);
  const auto shown = Json::parse(board.shown());
  EXPECT_EQ(shown["queueId"].text(), old);
  EXPECT_TRUE(shown["isActive"].exists() && !shown["isActive"].boolean()) << board.shown();
}

void expect_no_entry(const Watch& watch, const std::string& old) {
  try {
    QueueScreen(watch.rehearsal.deployment(), watch.person, old);
    ADD_FAILURE() << "yesterday's room was entered";
  } catch (const QueueScreen::NotJoined& refused) {
    EXPECT_EQ(refused.why, "Queue not found");
  }
}

}  // namespace

Json expect_end_of_day(const Rehearsal& rehearsal, const std::string& clinic_id, Instant midnight) {
  Watch watch(rehearsal, clinic_id);
  const auto old = watch.queue().json()["data"]["id"].text();
  QueueScreen board(rehearsal.deployment(), watch.person, old);
  expect_end(watch, board, old, midnight);

  EXPECT_TRUE(eventually([&] { return watch.queue().status == 200; }, 5s)) << "no queue of the new day";
  EXPECT_LT(rehearsal.now(), midnight + 5s);
  const auto queue = watch.queue().json()["data"];
  EXPECT_NE(queue["id"].text(), old);
  EXPECT_EQ(queue["queueDate"].text(), to_iso8601(midnight));
  EXPECT_EQ(queue["maxQueueSize"].number(), 50);
  EXPECT_TRUE(queue["isActive"].boolean());
  EXPECT_EQ(queue["currentTokenNo"].number(), 0);
  expect_no_entry(watch, old);
  return queue;
}

}  // namespace frontdesk::days
