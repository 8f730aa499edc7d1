#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "realtime-gateway/recovery/log_point.hpp"
#include "realtime-gateway/recovery/unit_history.hpp"

namespace frontdesk::realtime_gateway {

// A push that somebody missed, and where they are with it. Its content may be still to be read.
struct MissedPush {
  std::string_view event;
  std::shared_ptr<PushContent> content;
  LogPoint at;
};

struct ReplayLimits {
  std::size_t messages_max = 2000;
  std::size_t bytes_max = 256 * 1024;  // of data that was read; it waits in the client's queue as a whole
};

enum class NoReplay {
  too_much,  // more than the limits, or than the histories have
};

// What was told in the rooms between two points, each push once: in the order of the log within a partition; across
// partitions by time.
std::variant<std::vector<MissedPush>, NoReplay> replay(const std::vector<UnitHistory>& histories,
                                                       const std::vector<std::string>& rooms, const LogPoint& from,
                                                       const LogPoint& to, const ReplayLimits& limits);

}  // namespace frontdesk::realtime_gateway
