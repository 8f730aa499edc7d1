#pragma once
#include "platform/config/config.hpp"
#include "tests/bench/clinic_loads.hpp"
#include "tests/bench/processor_time.hpp"

namespace frontdesk::bench {

// Processor time of the running gateway and edge for each delivery, direct and through the edge: rooms of 50, one for
// each queue, told at an even rate what the log does not keep.
void print_edge_share(const ClinicDays& days, const InstanceProcesses& instance, config::Environment& environment,
                      double deliveries_per_s);

}  // namespace frontdesk::bench
