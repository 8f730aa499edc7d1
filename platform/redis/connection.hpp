#pragma once
#include <atomic>
#include <memory>
#include <optional>

#include "platform/redis/wire.hpp"

namespace frontdesk::redis {

// What the connections of one pool know of each other: whether Redis failed a moment ago.
class Outage {
 public:
  // Throws Unavailable while it is too early to try again, or another thread is trying.
  void admit(std::chrono::milliseconds timeout);
  void failed();
  void succeeded() { retry_at_ms_.store(0, std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> retry_at_ms_ = 0;  // monotonic; 0: no outage
};

class Connection::Impl {
 public:
  Impl(const std::string& url, std::chrono::milliseconds timeout) : address_(parse_url(url)), timeout_(timeout) {}

  // With `only_on`, a connection of another generation is Unavailable.
  std::vector<Reply> exchange(const std::string& wire, std::size_t replies,
                              std::optional<std::uint64_t> only_on = std::nullopt);
  std::uint64_t generation = 0;
  std::shared_ptr<Outage> outage;  // null: not of a pool

 private:
  void ensure_connected(std::optional<std::uint64_t> only_on);
  bool closed_by_peer() const;

  Address address_;
  std::chrono::milliseconds timeout_;
  Context context_;
};

}  // namespace frontdesk::redis
