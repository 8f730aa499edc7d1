#pragma once
#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "platform/http/server.hpp"

namespace frontdesk::http {

// What all connections of a server share.
struct Site {
  ServerOptions options;
  std::function<void(std::shared_ptr<Request>, Respond)> handler;
  std::atomic<bool> draining{false};
  std::atomic<std::size_t> in_flight{0};
  std::atomic<std::size_t> lingering{0};
  std::atomic<std::size_t> connections{0};

  Response refusal(int status, const Refused& refused) const;
  void report(std::string_view what) const;
};

}  // namespace frontdesk::http
