#pragma once
#include "platform/config/config.hpp"
#include "tests/bench/processor_time.hpp"

namespace frontdesk::bench {

// What a delivery, an idle connection and the way from the log to a socket cost: `./frontdesk bench realtime`.
void measure_realtime(const InstanceProcesses& instance, config::Environment& environment, bool quick);

}  // namespace frontdesk::bench
