#pragma once
#include <cstdint>
#include <optional>
#include <vector>

namespace frontdesk::realtime_gateway {

// How far somebody was told what the log says: of each partition of frontdesk.events all before an offset, and of one
// event perhaps the first few of its pushes.
struct LogPoint {
  struct Begun {
    std::size_t partition = 0;  // the event is the one at this partition's offset
    int told = 0;               // pushes of it, told to whomever they concern
    bool operator==(const Begun&) const = default;
  };
  std::vector<std::int64_t> offsets;
  std::optional<Begun> begun;

  bool operator==(const LogPoint&) const = default;

  // How many pushes of the event at the partition's offset were told.
  int told_in(std::size_t partition) const { return begun && begun->partition == partition ? begun->told : 0; }
  // The event that was begun counts as told whole.
  void finish_begun();
  // So many pushes of this event are told now, and all before it.
  void advance(std::size_t partition, std::int64_t offset, int told);
};

// Nothing that was told at `earlier` was not told at `later`. Both have as many partitions.
bool reaches(const LogPoint& later, const LogPoint& earlier);

}  // namespace frontdesk::realtime_gateway
