#pragma once
#include "platform/config/config.hpp"
#include "tests/bench/clinic_loads.hpp"

namespace frontdesk::bench {

// How long an event takes from the moment it can be read from the log until a client has it, and how much of that is
// the wait for its projection.
void print_log_to_socket(const ClinicDays& days, config::Environment& environment);

}  // namespace frontdesk::bench
