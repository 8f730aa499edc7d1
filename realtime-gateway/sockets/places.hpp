#pragma once
#include <cstddef>
#include <map>
#include <memory>
#include <string>

namespace frontdesk::realtime_gateway {

// How many connections each of some keys (users, addresses) has, and no more than it may. Loop thread only.
class Places {
 public:
  explicit Places(std::size_t max_per_key) : max_per_key_(max_per_key) {}

  // One connection's; given back with its last copy, also after the Places themselves have gone.
  using Place = std::shared_ptr<void>;
  [[nodiscard]] Place take(const std::string& key);  // null: all of the key's are taken
  std::size_t taken(const std::string& key) const;

 private:
  using Counts = std::map<std::string, std::size_t>;  // of those who have any
  class Taken;

  const std::size_t max_per_key_;
  const std::shared_ptr<Counts> counts_ = std::make_shared<Counts>();
};

}  // namespace frontdesk::realtime_gateway
