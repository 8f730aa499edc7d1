#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/http/message.hpp"

namespace frontdesk::http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: the kernel chooses, see Server::port
  int threads = 2;
  std::size_t head_bytes_max = 16 * 1024;
  std::size_t body_bytes_max = 1024 * 1024;
  std::chrono::seconds answer_deadline{25};
  std::vector<std::string> trusted_proxies = {"127.0.0.1", "::1"};
  // The body of answers that the server gives itself (400, 408, 413, 431, 503), in the shape of the path's contract.
  std::function<Response(int status, std::string_view path)> refusal;
};

// Pistache behind a guard of our own: strict framing before Pistache's parser sees anything, one request in flight a
// connection, answers never to another connection, slow readers closed, own drain. The reasons are in docs/decisions and
// the traps in tests/http. Handlers run on the server's threads and must not block for long; they may answer later from any thread.
class Server {
 public:
  Server(ServerOptions options, std::function<void(std::shared_ptr<Request>, Respond)> handler);
  ~Server();
  void start();  // listens; throws std::runtime_error naming the port when it is taken
  std::uint16_t port() const;
  // New requests get 503 and a closed connection; waits until none is in flight or `patience` has passed, then stops.
  void drain(std::chrono::milliseconds patience);
  std::size_t in_flight() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::http
