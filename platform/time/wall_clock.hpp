#pragma once
#include <chrono>

#include "platform/time/instant.hpp"

namespace frontdesk {

// The one wall clock: the machine's, moved by the shift. For business time and what is logged; it may jump. Timeouts
// use the monotonic clock, which nothing moves. Any thread.
Instant wall_clock_now();

// For rehearsals: from now on the wall clock is this much ahead of the machine's. Once, before other threads start; all
// programs of an instance alike, or one takes for expired what another has just issued.
void shift_wall_clock(std::chrono::seconds shift);

}  // namespace frontdesk
