#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/redis/redis.hpp"

namespace frontdesk::redis {

// A cache entry carries the position (next_offset of its unit's projection) it was rendered at: "<position> <json>".
// An entry is never replaced by an older one, so a paused projector or a slow reader cannot bring back the past.
struct PositionedEntry {
  std::string key;
  std::int64_t position = 0;
  std::string value;  // JSON; the text "null" says that the thing is known not to exist
};

// Sets each entry unless a newer one is there (server-side compare; one of the same position is replaced). Throws
// Unavailable.
void set_if_newer(Connection& connection, const std::vector<PositionedEntry>& entries);
// For readers that fill a gap they saw under `generation` (Connection::generation): nothing is set after a reconnect.
void set_if_newer_on(std::uint64_t generation, Connection& connection, const std::vector<PositionedEntry>& entries);

// Splits a stored text; nullopt when absent or not of our form.
struct CachedValue {
  std::int64_t position = 0;
  std::string_view value;
};
std::optional<CachedValue> parse_cached(const std::optional<std::string>& stored);

}  // namespace frontdesk::redis
