#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "realtime-gateway/transports/listener.hpp"
#include "tests/http/raw_client.hpp"
#include "tests/support/websocket_client.hpp"

// A listener on a port of its own, and what a client says to it.
namespace frontdesk::realtime_gateway {

using namespace std::chrono_literals;
using http::tests::body_of;
using http::tests::RawClient;
using test_support::WebSocketClient;

// Lets in every token that starts with "good" and echoes events; `slow` events are answered by the test.
class Echo final : public SocketHandler {
 public:
  explicit Echo(EventLoop& loop) : loop_(loop) {}

  void admit(std::string token, std::function<void(Admission)> done) override {
    Admission admission;
    if (token.starts_with("good")) {
      admission = {Admission::Verdict::admitted, Identity{"user", "socket", token, 1, {}}};
    } else if (token == "bad") {
      admission.verdict = Admission::Verdict::refused;
    }
    loop_.post([admission, done] { done(admission); });
  }
  void may_begin_in(std::string room_id, const Identity&,
                    std::function<void(std::optional<RoomRefusal>)> done) override {
    loop_.post([room_id, done] { done(room_id == "good" ? std::nullopt : std::optional(RoomRefusal{404, "no"})); });
  }
  void opened(const std::shared_ptr<Socket>& socket) override {
    sockets.push_back(socket);
    ++opened_count;
  }
  void received(std::shared_ptr<Socket> socket, ClientEvent event, Answered answered) override {
    if (event.name == "unknown") return answered(std::nullopt);
    if (event.name == "slow") {
      loop_.after(50ms, [socket, answered] {
        Announcement slow("slow", "1");
        socket->emit(slow);
        answered(ack_success());
      });
      return;
    }
    Announcement echo(event.name, event.arguments.empty() ? "null" : '"' + event.arguments[0].text + '"');
    socket->emit(echo);
    answered(ack_success());
  }
  void closed(Socket& socket) override {
    std::erase_if(sockets, [&socket](const auto& held) { return held.lock().get() == &socket; });
    ++closed_count;
  }
  bool ready() const override { return is_ready; }

  std::atomic<bool> is_ready = true;
  std::vector<std::weak_ptr<Socket>> sockets;  // loop only
  std::atomic<int> opened_count = 0;
  std::atomic<int> closed_count = 0;

 private:
  EventLoop& loop_;
};

struct WebSocket : testing::Test {
  ListenerOptions options;
  std::unique_ptr<EventLoop> loop = std::make_unique<EventLoop>();
  std::unique_ptr<Echo> echo = std::make_unique<Echo>(*loop);
  std::unique_ptr<Listener> listener;
  std::thread thread;

  void listen() {
    listener = std::make_unique<Listener>(*loop, options, *echo);
    listener->start();
    thread = std::thread([this] { loop->run(); });
  }
  void TearDown() override {
    loop->stop();
    if (thread.joinable()) thread.join();
    listener.reset();
    loop.reset();
  }
  std::string url(const std::string& target) const {
    return "ws://127.0.0.1:" + std::to_string(listener->port()) + target;
  }
  template <class Work>
  auto on_loop(Work work) {
    std::packaged_task<decltype(work())()> task(work);
    auto result = task.get_future();
    loop->post([&task] { task(); });
    return result.get();
  }
  void wait_until_closed(int count) {
    for (int i = 0; i < 500 && echo->closed_count < count; ++i) std::this_thread::sleep_for(10ms);
    ASSERT_EQ(echo->closed_count, count);
  }
  int status_of(const std::string& target) {
    try {
      WebSocketClient client(url(target));
    } catch (const WebSocketClient::Refused& refused) {
      body = refused.body;
      return refused.status;
    }
    return 101;
  }
  std::string body;
};

inline std::string handshake(const std::string& more) {
  return "GET /?token=good HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + more + "\r\n";
}
inline const std::string host = "Host: a\r\n";
inline const std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
inline const std::string version = "Sec-WebSocket-Version: 13\r\n";

}  // namespace frontdesk::realtime_gateway
