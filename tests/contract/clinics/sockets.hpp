#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "tests/contract/clinics/contract.hpp"
#include "tests/support/socketio_client.hpp"
#include "tests/support/websocket_client.hpp"

// What the socket tests share: contract 004, section 5, over the plain WebSocket of the contracts' README, section 9.
namespace frontdesk::contract {

inline WebSocketClient plain_client(const Deployment& deployment, const Person& person) {
  return WebSocketClient(deployment.websocket_url("/?token=" + person.access_token));
}
inline SocketIoClient socketio_client(const Deployment& deployment, const Person& person) {
  return SocketIoClient(deployment.websocket_url(""), {.auth_json = R"({"token":")" + person.access_token + "\"}"});
}

// One connection of a person: over the plain WebSocket, or in the program that says so over Socket.IO.
class Socket {
 public:
#ifdef FRONTDESK_OVER_SOCKETIO
  using Client = SocketIoClient;
  Socket(const Deployment& deployment, const Person& person) : client_(socketio_client(deployment, person)) {}
#else
  using Client = WebSocketClient;
  Socket(const Deployment& deployment, const Person& person) : client_(plain_client(deployment, person)) {}
  void send_raw(const std::string& text) { client_.send_text(text); }
  WebSocketClient& client() { return client_; }
#endif

  void send(const std::string& event, const std::string& data_json) { client_.send_event(event, data_json); }

  // The next message, `{"event":…,"data":…}`; "nothing" when none came.
  std::string next(std::chrono::milliseconds patience = std::chrono::seconds(5)) {
    return client_.receive(patience).value_or("nothing");
  }
  Json next_json() {
    const auto text = next();
    return Json::parse(text == "nothing" ? "null" : text);
  }

  // What the server answers to a frame with an id. Events before it are dropped.
  std::string acknowledgement(const std::string& event, const std::string& data_json) {
    client_.send_event(event, data_json, "7");
    for (;;) {
      const auto text = next();
      if (text == "nothing" || text.starts_with(R"({"id":7)")) return text;
    }
  }

  // Enters a queue's room; what comes with it is checked elsewhere.
  void join(const std::string& queue) {
    send("join-queue", json_text(queue));
    for (int i = 0; i < 2; ++i) next();
  }

  // Everything that comes while nothing more should.
  std::vector<std::string> rest() {
    std::vector<std::string> all;
    while (auto text = client_.receive(std::chrono::milliseconds(300))) all.push_back(*text);
    return all;
  }
  bool ended(std::chrono::milliseconds patience = std::chrono::seconds(5)) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!client_.ended() && std::chrono::steady_clock::now() < deadline)
      client_.receive(std::chrono::milliseconds(100));
    return client_.ended();
  }

 private:
  Client client_;
};

inline std::string frame(const std::string& event, const std::string& data_json) {
  return R"({"event":")" + event + R"(","data":)" + data_json + "}";
}
inline std::string error_frame(const std::string& event, const std::string& text) {
  return frame(event, json_text(text));
}

inline const std::vector<std::string> silence;

struct Sockets : Contract {
  std::string clinic = fresh_clinic();
  std::string queue = open_queue(client, cast().admin, clinic);

  Socket connect(const Person& person) { return Socket(deployment, person); }
  std::string status() {
    return client.get("/api/queues/" + queue + "/status", cast().patient.access_token).json()["data"].dump();
  }
  // What it is told is what a read made afterwards shows.
  void expect_update(Socket& socket) {
    const auto told = socket.next();
    EXPECT_EQ(told, update());
  }
  std::string update() { return frame("queue:status_update", status()); }
  std::string two(const std::string& first, const std::string& second) {
    return "[" + json_text(first) + "," + json_text(second) + "]";
  }
  static std::string token_json(const Json& token, int number, const std::string& status, const std::string& called_at,
                                const std::string& completed_at, const std::string& skipped_at) {
    const auto time = [](const std::string& text) { return text.empty() ? std::string("null") : json_text(text); };
    return R"({"id":")" + token["id"].text() + R"(","queueId":")" + token["queueId"].text() + R"(","patientId":")" +
           token["patientId"].text() + R"(","tokenNumber":)" + std::to_string(number) + R"(,"status":")" + status +
           R"(","createdAt":")" + token["createdAt"].text() + R"(","calledAt":)" + time(called_at) +
           R"(,"completedAt":)" + time(completed_at) + R"(,"skippedAt":)" + time(skipped_at) + "}";
  }
};

}  // namespace frontdesk::contract
