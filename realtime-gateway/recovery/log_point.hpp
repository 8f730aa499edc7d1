#pragma once
#include <algorithm>
#include <compare>
#include <cstdint>
#include <vector>

namespace frontdesk::realtime_gateway {

// How far somebody was told what the log says, in each partition of frontdesk.events: of every event before an offset,
// and of the one there the first few pushes.
struct LogPoint {
  struct Place {
    std::int64_t offset = 0;
    int told = 0;  // pushes of the event at this offset, to whomever they concern
    auto operator<=>(const Place&) const = default;
  };
  std::vector<Place> places;  // by partition

  bool operator==(const LogPoint&) const = default;

  // Never back: what is told late, after others of its partition, moves nothing.
  void advance(std::size_t partition, Place to) { places[partition] = std::max(places[partition], to); }
};

// Nothing that was told at `earlier` was not told at `later`. Both have as many partitions.
inline bool reaches(const LogPoint& later, const LogPoint& earlier) {
  return std::equal(later.places.begin(), later.places.end(), earlier.places.begin(), earlier.places.end(),
                    [](const auto& a, const auto& b) { return a >= b; });
}

}  // namespace frontdesk::realtime_gateway
