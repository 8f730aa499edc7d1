#pragma once
#include "domain/booking/state.hpp"
#include "domain/decision.hpp"

namespace frontdesk::booking {

// Pure. The codes of each command are in the order of checking. `at` is its time; it never precedes the unit's last
// event.
using Decision = domain::Decision<events::Event>;

}  // namespace frontdesk::booking
