#pragma once
#include "platform/config/config.hpp"
#include "tests/bench/processor_time.hpp"

namespace frontdesk::bench {

// What presence costs a gateway, in the bench's own process against the running Redis: users with contacts come, beats
// pass, they go.
void print_presence_cost(const InstanceProcesses& instance, config::Environment& environment, std::size_t users);

}  // namespace frontdesk::bench
