#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "platform/event_log/event_log.hpp"

namespace frontdesk::projected {

struct Announcement {
  event_log::UnitId unit;
  std::int64_t next_offset = 0;
};

// Lines "<topic> <partition> <next_offset>"; a line of another form is left out.
std::vector<Announcement> parse_announcements(std::string_view text);

// A row of projection_position, with what position_key() held when it was looked at after the row.
struct PositionRow {
  event_log::UnitId unit;
  std::int64_t next_offset = 0;
  bool cache_ok = true;
  std::optional<std::int64_t> confirmed;
};

// Decides from rows seen over time up to where the caches can be trusted too.
class Settling {
 public:
  using Time = std::chrono::milliseconds;  // monotonic

  // A cache reader that saw `cache_ok` older than this does not use the caches (CacheGate).
  static constexpr Time gates_closed_after{1000};
  // Nobody waits longer for a projection, so nobody was promised more.
  static constexpr Time settled_after{2000};

  std::int64_t trusted(const PositionRow& row, Time now);

 private:
  struct Seen {
    Time at;
    std::int64_t next_offset;
  };
  struct Unit {
    std::deque<Seen> seen;  // ascending in both
    Time looked_at{0};
    std::optional<Time> cache_off_since;
    std::int64_t trusted = 0;
  };
  std::map<event_log::UnitId, Unit> units_;
};

}  // namespace frontdesk::projected
