#pragma once
#include "platform/config/config.hpp"
#include "tests/bench/processor_time.hpp"

namespace frontdesk::bench {

// What a delivery, an idle connection and the way from the log to a socket cost: `./frontdesk bench realtime`.
enum class RealtimeExtent {
  whole,
  quick,            // too short to quote
  running_gateway,  // without the comparison with other servers
};
void measure_realtime(const InstanceProcesses& instance, config::Environment& environment, RealtimeExtent extent);

}  // namespace frontdesk::bench
