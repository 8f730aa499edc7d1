#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "tests/bench/measured.hpp"

namespace frontdesk::bench {

// Clients that each send their next request as soon as the last is answered, on keep-alive connections, all from one
// thread, so that the load itself costs little.
struct HttpLoad {
  std::string name;
  std::string host;
  std::uint16_t port = 0;
  std::size_t clients = 64;
  std::chrono::milliseconds duration{5000};
  int expected_status = 200;
  bool may_be_sent_away = false;  // 503 is an answer, too: the client asks anew
  // The whole next request of a client; nothing when it has no more.
  std::function<std::optional<std::string>(std::size_t client)> next;
  std::function<void(std::size_t client, const std::string& answer)> answered;  // shown every answer; may be left out
};

// Ends when `duration` is over or no client has a further request; what is under way is awaited. Throws
// std::runtime_error at an answer of another status, a lost connection or 10 s without any answer. Server processor
// time is the caller's to measure.
Measured run(const HttpLoad& load);

// A GET, or a POST of JSON when there is a body.
std::string http_request(const std::string& target, const std::string& access_token = {}, const std::string& body = {});

}  // namespace frontdesk::bench
