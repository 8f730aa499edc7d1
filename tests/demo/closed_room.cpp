#include "tests/demo/closed_room.hpp"

#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>

#include "tests/days/rehearsal.hpp"
#include "tests/support/clinic_client.hpp"
#include "tests/support/websocket_client.hpp"

namespace frontdesk::demo {
namespace {

using namespace test_support;
using days::operator+;

void say(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

class TwoDays {
 public:
  TwoDays() : client_(rehearsal_.deployment()) {}

  void play() {
    rehearsal_.start_at(days::at("2030-01-05T09:00:00Z"));
    const auto booked = ask("/appointments/book", R"({"hospitalId":"hospital456","time":"2030-01-05T09:30:00Z"})",
                            token_of("petOwner123"));
    room_ = booked["chatRoomId"].text();
    const auto done =
        ask("/appointments/complete", R"({"appointmentId":")" + booked["appointment"]["_id"].text() + "\"}",
            token_of("hospital456"));
    const auto completed_at = days::at(done["appointment"]["completedAt"].text());
    say("  " + to_iso8601(rehearsal_.now()) + "  the visit is over; the owner is let into the room: " + entry());
    rehearsal_.start_at(completed_at + std::chrono::hours(48));
    const auto closed = eventually([&] { return !is_active(); });
    if (!closed) throw std::runtime_error("the chat room is not closed");
    say("  " + to_iso8601(rehearsal_.now()) + "  the room has left the hospital's list; the owner hears: " + entry());
  }

 private:
  Json ask(const std::string& path, const std::string& body, const std::string& token) {
    const auto answered = client_.post(path, body, token);
    if (answered.status >= 300) throw std::runtime_error(path + ": " + answered.body);
    return answered.json();
  }
  // They last for an hour.
  std::string token_of(const std::string& user) {
    return ask("/get-token", R"({"userId":")" + user + "\"}", {})["token"].text();
  }
  bool is_active() {
    return ask("/admin/active-chats", "{}", token_of("hospital456")).dump().find(room_) != std::string::npos;
  }
  std::string entry() {
    try {
      const WebSocketClient socket(
          rehearsal_.deployment().websocket_url("/?token=" + token_of("petOwner123") + "&roomId=" + room_));
      return "welcome";
    } catch (const WebSocketClient::Refused& refused) {
      return Json::parse(refused.body)["message"].text();
    }
  }

  days::Rehearsal rehearsal_;
  ClinicClient client_;
  std::string room_;
};

}  // namespace

void play_closed_room() {
  say("The same two days later, in an instance of its own whose clock is moved (half a minute):");
  TwoDays().play();
}

}  // namespace frontdesk::demo
