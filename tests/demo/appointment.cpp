#include "tests/demo/appointment.hpp"

#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/clinic_client.hpp"
#include "tests/support/socketio_client.hpp"
#include "tests/support/websocket_client.hpp"

namespace frontdesk::demo {
namespace {

using namespace test_support;

void say(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

struct Somebody {
  std::string id;
  std::string token;
};

class Play {
 public:
  explicit Play(const Deployment& deployment) : deployment_(deployment), client_(deployment) {}

  // By the login without a password: the beginning of the id says the role.
  Somebody somebody(const std::string& role) {
    const auto id = unique_name(role);
    return {id, asked("/get-token", {{"userId", id}}, {})["token"].text()};
  }
  Json asked(const std::string& path, const std::vector<std::pair<std::string, std::string>>& members,
             const Somebody& by) {
    std::string body;
    for (const auto& [name, value] : members) body += (body.empty() ? "{\"" : ",\"") + name + "\":\"" + value + '"';
    const auto answered = client_.post(path, body + "}", by.token);
    if (answered.status >= 300) throw std::runtime_error(path + ": " + answered.body);
    return answered.json();
  }
  // What somebody hears next in the room, however it is heard.
  template <class Socket>
  static std::string heard_by(Socket& socket) {
    for (int i = 0; i < 50; ++i) {
      const auto frame = socket.receive(std::chrono::milliseconds(200));
      if (!frame) continue;
      const auto json = Json::parse(*frame);
      if (json["event"].text() == "message") return json["data"]["content"].text();
      if (json["event"].exists()) throw std::runtime_error("not a message: " + json.dump());
    }
    throw std::runtime_error("nothing was heard in the chat room");
  }
  template <class From, class To>
  void write(const char* who, From& from, const std::string& room, const std::string& content, To& to) {
    from.send_event("message", R"({"roomId":")" + room + R"(","content":")" + content + R"("})");
    if (heard_by(to) != content || heard_by(from) != content) throw std::runtime_error("another message was heard");
    say("  " + std::string(who) + ": " + content);
  }
  void appointment();

 private:
  const Deployment& deployment_;
  ClinicClient client_;
};

void Play::appointment() {
  const auto owner = somebody("petOwner");
  const auto hospital = somebody("hospital");
  const auto staff = somebody("staff");
  const auto booked = asked("/appointments/book",
                            {{"hospitalId", hospital.id}, {"time", "2030-01-05T09:30:00Z"}, {"petName", "Rex"}}, owner);
  const auto room = booked["chatRoomId"].text();
  say("A pet owner books an appointment for Rex; its chat room comes with it.\n  room   " + room);
  asked("/admin/assign", {{"staffId", staff.id}, {"chatRoomId", room}}, hospital);
  say("The hospital assigns a staff member. One is on a plain WebSocket, the other on Socket.IO:");
  WebSocketClient phone(deployment_.websocket_url("/?token=" + owner.token + "&roomId=" + room));
  SocketIoClient desk(deployment_.websocket_url(""), {.query = "&token=" + staff.token});
  desk.send_event("joinRoom", R"({"roomId":")" + room + R"("})", "1");
  if (!desk.receive(std::chrono::seconds(10))) throw std::runtime_error("the room was not joined");
  write("owner", phone, room, "Rex limps. Is 5 mg right?", desk);
  write("staff", desk, room, "Half of it, until we have seen him.", phone);

  const auto successor = somebody("staff");
  asked("/admin/assign", {{"staffId", successor.id}, {"chatRoomId", room}}, hospital);
  desk.send_event("message", R"({"roomId":")" + room + R"(","content":"still here?"})", "2");
  const auto refused = desk.receive(std::chrono::seconds(10));
  if (!refused) throw std::runtime_error("whoever was replaced was not answered");
  say("Another one is assigned; the first hears at once: " + Json::parse(*refused)["data"].text());
  const auto done = asked("/appointments/complete", {{"appointmentId", booked["appointment"]["_id"].text()}}, hospital);
  const auto history = asked("/chat/history", {{"roomId", room}}, owner);
  if (history.size() != 2) throw std::runtime_error("the history is not what was written");
  say("The visit is over (" + done["appointment"]["completedAt"].text() + "). The history has " +
      std::to_string(history.size()) + " messages, and the room closes by itself in 48 hours.");
}

}  // namespace

void play_appointment(const Deployment& deployment) { Play(deployment).appointment(); }

}  // namespace frontdesk::demo
