#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "platform/redis/positioned_cache.hpp"
#include "platform/redis/redis.hpp"
#include "projectors/projection.hpp"

namespace frontdesk::projectors {

using UnitOffsets = std::map<event_log::UnitId, std::int64_t>;

// The Redis side: cache entries as of a position, then "projected up to". Every member may throw redis::Unavailable;
// then some entries may have been written, which does no harm. Used by one thread.
class Caches {
 public:
  // `prefix` goes before keys and channel, so that tests can share a Redis; empty in production.
  Caches(const std::string& redis_url, std::string prefix);

  // Entries as of these positions. Those of units that `positions` does not name are left out. An entry is never
  // replaced by an older one.
  void store_rows(const std::vector<CacheEntry>& entries, const UnitOffsets& positions);
  // The same, and then vouches for the positions to who missed the announcement (projected::position_key).
  void store(const std::vector<CacheEntry>& entries, const UnitOffsets& positions);
  // After store(): says that rows and caches show everything before these offsets.
  void announce(const UnitOffsets& positions);

 private:
  std::vector<redis::PositionedEntry> positioned(const std::vector<CacheEntry>& entries,
                                                 const UnitOffsets& positions) const;

  redis::Connection redis_;
  std::string prefix_;
};

}  // namespace frontdesk::projectors
