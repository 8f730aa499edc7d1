#pragma once
#include <memory>
#include <optional>

#include "platform/outage/outage.hpp"
#include "platform/redis/wire.hpp"

namespace frontdesk::redis {

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
