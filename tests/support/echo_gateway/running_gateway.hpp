#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "tests/support/echo_gateway/echo_gateway.hpp"

namespace frontdesk::echo_gateway {

// For tests of other things than time, on machines that are busy.
inline Settings patient() {
  using std::chrono::seconds;
  return {.ping_interval = seconds(20), .ping_timeout = seconds(20), .connect_timeout = seconds(20)};
}

// An echo gateway on free ports, with a thread of its own.
class RunningGateway {
 public:
  explicit RunningGateway(const Settings& settings = {});
  ~RunningGateway();

  std::uint16_t port() const { return port_; }
  std::uint16_t plain_port() const { return plain_port_; }
  // Runs `what` on the loop and waits for its end.
  void on_loop(const std::function<void(EchoGateway&)>& what);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
  std::uint16_t port_ = 0;
  std::uint16_t plain_port_ = 0;
};

// One HTTP exchange on a connection of its own.
struct HttpAnswer {
  int status = 0;
  std::string head;
  std::string body;
};
std::string http_request(std::string_view method, std::string_view target, std::string_view body = {},
                         std::string_view headers = {});
HttpAnswer parse_answer(const std::string& answer);
HttpAnswer call(std::uint16_t port, std::string_view method, std::string_view target, std::string_view body = {},
                std::string_view headers = {});

// Opens a session by polling: its id.
std::string open_session(std::uint16_t port, std::string_view path = "/engine.io/");
// The same, joined to Socket.IO's main namespace, with its greeting taken.
std::string open_joined_session(std::uint16_t port, std::string_view path = "/socket.io/");
// `/engine.io/?EIO=4&transport=polling&sid=…`
std::string polling(std::string_view sid, std::string_view path = "/engine.io/");
std::string websocket(std::string_view path, std::string_view sid = {});

}  // namespace frontdesk::echo_gateway
