#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "platform/event_log/event_log.hpp"
#include "platform/executor/executor.hpp"

namespace frontdesk::projected {

// "Projected up to": for each unit the offset before which every record is in the read models and caches. Projectors
// announce it on the Redis channel below, and may keep it under position_key() for those who missed the announcement.
// Text of an announcement: "<topic> <partition> <next_offset>", several separated by '\n'.
inline constexpr const char* channel = "frontdesk:projected";

// Redis key of the last announced position, written by set_if_newer after the unit's other entries (any value): it is
// what a reader that was not subscribed at the moment of the announcement can trust at once.
std::string position_key(const event_log::UnitId& unit);

// Used by command-api (2xx means readable) and realtime-gateway (told means readable). Lives on one executor: created,
// used and destroyed there. Positions only go forward. Destroying it drops those who still wait; it may happen inside a
// callback.
class Positions {
 public:
  virtual ~Positions() = default;
  virtual std::int64_t of(const event_log::UnitId& unit) const = 0;
  // Calls back on the executor: true as soon as of(unit) >= next_offset, false when `patience` has passed before.
  // May call back before returning. Those of one unit are called in the order of their offsets; a lapse of patience is
  // noticed up to 50 ms late.
  virtual void when(const event_log::UnitId& unit, std::int64_t next_offset, std::chrono::milliseconds patience,
                    std::function<void(bool projected)> done) = 0;
  // Called on every advance.
  virtual void on_advance(std::function<void(const event_log::UnitId&, std::int64_t next_offset)> listener) = 0;
};

// Follows Redis and PostgreSQL with threads of its own; reconnects for ever. The position rows
// (`read_v1.projection_position`) are read after each (re)subscription, every 500 ms, and every 25 ms while Redis is
// away and somebody waits or listens. A row alone runs ahead of the caches for a moment, so it counts when
// position_key() confirms it, or when it says `cache_ok = false` and every CacheGate must have closed (1 s), or when it
// is 2 s old: that is as long as anybody waits for a projection.
std::unique_ptr<Positions> follow_positions(const std::string& redis_url, const std::string& database_url,
                                            Executor& executor);

}  // namespace frontdesk::projected
