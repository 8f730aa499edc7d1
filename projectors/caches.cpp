#include "projectors/caches.hpp"

#include "platform/projected/projected.hpp"

namespace frontdesk::projectors {

Caches::Caches(const std::string& redis_url, std::string prefix) : redis_(redis_url), prefix_(std::move(prefix)) {}

void Caches::store_rows(const std::vector<CacheEntry>& entries, const UnitOffsets& positions) {
  redis::set_if_newer(redis_, positioned(entries, positions));
}

void Caches::store(const std::vector<CacheEntry>& entries, const UnitOffsets& positions) {
  auto all = positioned(entries, positions);
  // After the others, because it vouches for them.
  for (const auto& [unit, next_offset] : positions) {
    all.push_back({prefix_ + projected::position_key(unit), next_offset, "true"});
  }
  redis::set_if_newer(redis_, all);
}

std::vector<redis::PositionedEntry> Caches::positioned(const std::vector<CacheEntry>& entries,
                                                       const UnitOffsets& positions) const {
  std::vector<redis::PositionedEntry> found;
  found.reserve(entries.size() + positions.size());
  for (const CacheEntry& entry : entries) {
    const auto position = positions.find(entry.unit);
    if (position != positions.end()) found.push_back({prefix_ + entry.key, position->second, entry.json});
  }
  return found;
}

void Caches::announce(const UnitOffsets& positions) {
  std::string text;
  for (const auto& [unit, next_offset] : positions) {
    if (!text.empty()) text += '\n';
    text += unit.topic + ' ' + std::to_string(unit.partition) + ' ' + std::to_string(next_offset);
  }
  const redis::Reply reply = redis_.command({"PUBLISH", prefix_ + projected::channel, text});
  if (reply.type == redis::Reply::Type::error) throw redis::Unavailable("Redis: " + reply.text);
}

}  // namespace frontdesk::projectors
