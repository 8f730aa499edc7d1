#pragma once
#include <cstddef>

#include "tests/bench/clinic_loads.hpp"
#include "tests/bench/processor_time.hpp"

namespace frontdesk::bench {

// Memory of the running gateway and edge for each of so many idle Socket.IO connections through the edge.
void print_idle_connections(const ClinicDays& days, const InstanceProcesses& instance, std::size_t count);

}  // namespace frontdesk::bench
