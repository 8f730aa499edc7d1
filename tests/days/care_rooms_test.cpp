// Contract 000, section 5: a chat room closes 48 hours after its appointment was completed, to the millisecond and
// once, also when nothing ran at that moment. The running system lives through these days by a clock that is moved.
#include <gtest/gtest.h>

#include <chrono>

#include "schemas/wire/json.hpp"
#include "tests/days/rehearsal.hpp"
#include "tests/support/clinic_client.hpp"
#include "tests/support/log_reader.hpp"
#include "tests/support/websocket_client.hpp"

namespace frontdesk::days {
namespace {

using namespace std::chrono_literals;
using namespace test_support;

constexpr auto open = 48h;

std::string object(const std::vector<std::pair<std::string, std::string>>& members) {
  wire::ObjectWriter out;
  for (const auto& [name, value] : members) out.text(name, value);
  return out.take();
}
std::string said(const Answered& answered) { return std::to_string(answered.status) + " " + answered.body; }

struct CareRoomDays : testing::Test {
  struct Booked {
    std::string id, room;
    Instant completed_at;
  };

  // They last for an hour.
  std::string token_of(const std::string& user) {
    return client.post("/get-token", object({{"userId", user}})).json()["token"].text();
  }
  Booked book() {
    const auto answered = client.post(
        "/appointments/book", object({{"hospitalId", "hospital456"}, {"time", "2027-04-01T12:00:00Z"}}), owner());
    const Booked booked{answered.json()["appointment"]["_id"].text(), answered.json()["chatRoomId"].text(), {}};
    const auto assigned = client.post("/admin/assign", object({{"staffId", "staff789"}, {"chatRoomId", booked.room}}),
                                      token_of("hospital456"));
    EXPECT_EQ(assigned.status, 200) << assigned.body;
    return booked;
  }
  void complete(Booked& booked) {
    const auto answered =
        client.post("/appointments/complete", object({{"appointmentId", booked.id}}), token_of("hospital456"));
    ASSERT_EQ(answered.status, 201) << answered.body;
    booked.completed_at = at(answered.json()["appointment"]["completedAt"].text());
  }
  std::string owner() { return token_of("petOwner123"); }
  bool is_listed(const Booked& booked) {
    return client.get("/admin/active-chats", token_of("hospital456")).body.find(booked.room) != std::string::npos;
  }
  WebSocketClient in_room(const Booked& booked) {
    return WebSocketClient(rehearsal.deployment().websocket_url("/?token=" + owner() + "&roomId=" + booked.room));
  }
  static std::string say(WebSocketClient& socket, const Booked& booked, const std::string& content) {
    socket.send_event("message", object({{"roomId", booked.room}, {"content", content}}), "1");
    for (;;) {
      const auto received = socket.receive(10s);
      if (!received) return "no acknowledgement";
      const auto json = Json::parse(*received);
      if (!json["id"].exists()) continue;
      return json["data"]["success"].boolean() ? "said" : json["data"]["error"].text();
    }
  }
  std::string upgrade(const Booked& booked) {
    try {
      in_room(booked);
      return "let in";
    } catch (const WebSocketClient::Refused& refused) {
      return std::to_string(refused.status) + " " + refused.body;
    }
  }
  static int closings_of(const Booked& booked) {
    int count = 0;
    for (const auto& record : read_accepted("frontdesk.events", 8)) {
      if (record.header("ce_type") == "CareRoomClosed" && record.key == booked.id) ++count;
    }
    return count;
  }
  void expect_closed(const Booked& booked) {
    EXPECT_FALSE(is_listed(booked));
    EXPECT_EQ(upgrade(booked), R"(403 {"message":"room is not active"})");
    EXPECT_EQ(said(client.post("/admin/assign", object({{"staffId", "staff1"}, {"chatRoomId", booked.room}}),
                               token_of("hospital456"))),
              R"(409 {"message":"Chat room is closed"})");
    EXPECT_EQ(client.post("/chat/history", object({{"roomId", booked.room}}), owner()).status, 200)
        << "history stays readable";
    EXPECT_EQ(closings_of(booked), 1);
    expect_chat_read_only(booked);
  }
  // Contract 001, section 6, about the same room.
  void expect_chat_read_only(const Booked& booked) {
    const std::string path = "/api/appointment-chat/";
    const std::string closed = R"(403 {"error":"Chat is closed"})";
    EXPECT_EQ(said(client.post(path + "messages", object({{"appointmentId", booked.id}, {"content", "x"}}), owner())),
              closed);
    EXPECT_EQ(said(client.post(path + "typing",
                               object({{"appointmentId", booked.id}, {"userId", "x"}, {"action", "start"}}), owner())),
              closed);
    EXPECT_EQ(client.get(path + "messages?appointmentId=" + booked.id, owner()).status, 200);
  }

  Rehearsal rehearsal;
  ClinicClient client{rehearsal.deployment()};
};

TEST_F(CareRoomDays, CloseToTheMillisecondAndOnceWhetherAnythingRunsOrNot) {
  rehearsal.start_at(at("2027-04-01T10:00:00Z"));
  auto live = book();
  const auto never_completed = book();
  complete(live);
  {
    auto socket = in_room(live);
    EXPECT_EQ(say(socket, live, "see you"), "said") << "usable after completion";
  }

  const auto closing = live.completed_at + open;
  rehearsal.start_before(closing);
  auto socket = in_room(live);
  EXPECT_EQ(say(socket, live, "last words"), "said");
  EXPECT_LT(rehearsal.now(), closing) << "too late to see anything";
  rehearsal.await(closing + 1ms);
  EXPECT_EQ(say(socket, live, "too late"), "room is not active") << "also before anything has told of the end";
  EXPECT_TRUE(eventually([&] { return !is_listed(live); }, 5s));
  EXPECT_LT(rehearsal.now(), closing + 6s);
  expect_closed(live);
  const auto history = client.post("/chat/history", object({{"roomId", live.room}}), owner()).json();
  EXPECT_EQ(history.size(), 2U);
  EXPECT_EQ(history[1]["content"].text(), "last words");

  auto missed = book();
  complete(missed);
  rehearsal.start_at(missed.completed_at + open + 5h);
  EXPECT_TRUE(eventually([&] { return !is_listed(missed); }, 10s)) << "nothing ran when it was due";
  expect_closed(missed);
  expect_closed(live);
  EXPECT_TRUE(is_listed(never_completed));
  auto still_open = in_room(never_completed);
  EXPECT_EQ(say(still_open, never_completed, "hello"), "said");
}

}  // namespace
}  // namespace frontdesk::days
