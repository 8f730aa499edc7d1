#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "platform/event_log/event_log.hpp"
#include "platform/executor/executor.hpp"

namespace frontdesk::projected {

// "Projected up to": for each unit the offset before which every record is in the read models and caches. Projectors announce it on the
// Redis channel below; while Redis is away, and once after each (re)subscription, the position rows in PostgreSQL are polled.
// Text of an announcement: "<topic> <partition> <next_offset>", several separated by '\n'.
inline constexpr const char* channel = "frontdesk:projected";

// Used by command-api (2xx means readable) and realtime-gateway (told means readable). Lives on one executor.
class Positions {
 public:
  virtual ~Positions() = default;
  virtual std::int64_t of(const event_log::UnitId& unit) const = 0;
  // Calls back on the executor: true as soon as of(unit) >= next_offset, false when `patience` has passed before.
  // May call back before returning.
  virtual void when(const event_log::UnitId& unit, std::int64_t next_offset, std::chrono::milliseconds patience,
                    std::function<void(bool projected)> done) = 0;
  // Called on every advance.
  virtual void on_advance(std::function<void(const event_log::UnitId&, std::int64_t next_offset)> listener) = 0;
};

// Follows Redis and PostgreSQL with a thread of its own; reconnects for ever.
std::unique_ptr<Positions> follow_positions(const std::string& redis_url, const std::string& database_url,
                                            Executor& executor);

}  // namespace frontdesk::projected
