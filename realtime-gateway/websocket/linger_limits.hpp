#pragma once
#include <chrono>
#include <cstddef>

namespace frontdesk::realtime_gateway {

// How long a connection is kept after its last word, for a client that is still sending.
struct LingerLimits {
  std::chrono::milliseconds quiet{500};        // no byte for so long: the client has stopped
  std::chrono::milliseconds time_max{10'000};  // all in all
  std::size_t bytes_max = 64 * 1024 * 1024;    // thrown away
};

}  // namespace frontdesk::realtime_gateway
