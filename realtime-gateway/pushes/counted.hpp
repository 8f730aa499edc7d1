#pragma once
#include <cstddef>

namespace frontdesk::realtime_gateway {

// gateway_pushes_total: messages handed to connections.
void count_pushes(std::size_t count);

}  // namespace frontdesk::realtime_gateway
