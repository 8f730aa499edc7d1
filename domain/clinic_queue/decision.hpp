#pragma once
#include "domain/clinic_queue/state.hpp"
#include "domain/decision.hpp"

namespace frontdesk::clinic_queue {

// Pure. The codes of each command are in the order of checking. `at` is its time; it never precedes the unit's last
// event. Ids are lower-case and fresh where a command creates.
using Decision = domain::Decision<events::Event>;

}  // namespace frontdesk::clinic_queue
