#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/web/endpoint.hpp"

namespace boost::asio {
class io_context;
}

namespace frontdesk::web {

class Deadlines;
class Round;

struct ListenerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: the kernel chooses, see Listener::port
  std::size_t connections_max = 17'000;
  std::size_t head_bytes_max = 16 * 1024;
  std::chrono::milliseconds head_timeout{10'000};   // for a whole head once it has begun, and for a first one
  std::chrono::milliseconds idle_timeout{75'000};   // between two requests
  std::chrono::milliseconds body_timeout{60'000};   // for a whole body
  std::chrono::milliseconds write_timeout{30'000};  // for an answer to be taken
  realtime_gateway::LingerLimits linger;
  // The answer to what is no readable request (400, 408, 426, 431) and to a path that nobody serves (404). `unread`:
  // what came of a head, behind what is known of it; nullopt: all of it is known.
  std::function<Answer(int status, const Request& what_is_known, std::optional<std::string_view> unread)> refusal;
  // Connections that cannot be accepted, and the like.
  std::function<void(std::string_view what)> complain;
};

// A port with HTTP and WebSocket behind it. The first endpoint that serves a path gets it. Lives on the loop; the
// endpoints outlive it.
class Listener {
 public:
  Listener(boost::asio::io_context& loop, std::shared_ptr<Round> round, Deadlines& deadlines, ListenerOptions options,
           std::vector<Endpoint*> endpoints);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  void start();  // throws std::runtime_error naming the port when it is taken
  std::uint16_t port() const;
  void stop_accepting();
  std::size_t connections() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace frontdesk::web
