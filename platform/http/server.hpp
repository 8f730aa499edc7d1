#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.hpp"

namespace frontdesk::http {

// What is known of a request that the server answers itself.
struct Refused {
  std::string path;         // undecoded, empty when there was none to be read
  std::string origin;       // the Origin header; empty when none was given, or none read
  bool head_unread = true;  // refused for its line or its head: there may be an Origin that was not read
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: the kernel chooses, see Server::port
  int threads = 2;
  std::size_t head_bytes_max = 16 * 1024;
  std::size_t body_bytes_max = 1024 * 1024;
  std::size_t connections_max = 16 * 1024;            // further ones are closed at once; also bounded by the file limit
  std::chrono::milliseconds answer_deadline{25'000};  // then 503 and the connection is closed
  std::chrono::milliseconds request_timeout{20'000};  // from a request's first byte to its last, then 408
  std::chrono::milliseconds idle_timeout{75'000};     // between requests; longer than the edge keeps a connection
  std::chrono::milliseconds stalled_reader_timeout{
      20'000};                              // a client that takes no byte of its answer for so long is cut off
  std::chrono::milliseconds linger{2'000};  // how long a closed client may go on sending, so that it reads our answer
  std::vector<std::string> trusted_proxies = {"127.0.0.1", "::1"};
  // Body and headers of answers that the server gives itself (400, 408, 411, 413, 417, 431, 500, 503, 505), in the
  // shape of the path's contract. Called on any thread; must not throw. Without it the body is {"message":"…"}.
  std::function<Response(int status, const Refused& refused)> refusal;
  // Told when a handler threw or dropped its Respond, which the client sees as a 500. Any thread. Without it: stderr.
  std::function<void(std::string_view what)> report;
};

// Pistache behind a guard of our own: strict framing before Pistache's parser sees anything, one request in flight a
// connection, answers never to another connection, slow readers closed, own drain. The reasons are in docs/decisions
// and the traps in tests/http. Handlers run on the server's threads and must not block for long; they may answer later
// from any thread.
class Server {
 public:
  Server(ServerOptions options, Entry handler);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  void start();  // listens; throws std::runtime_error naming the address and port when they are taken
  std::uint16_t port() const;
  // New requests get 503 and a closed connection; waits until none is in flight or `patience` has passed, then stops.
  // The destructor stops without waiting; answers given afterwards have no effect.
  void drain(std::chrono::milliseconds patience);
  std::size_t in_flight() const;    // requests whose answer is not yet wholly in the kernel's hands
  std::size_t connections() const;  // open ones

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::http
