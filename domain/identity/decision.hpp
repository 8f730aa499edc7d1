#pragma once
#include "domain/decision.hpp"
#include "domain/identity/state.hpp"

namespace frontdesk::identity {

// Pure. The codes of each command are in the order of checking. `at` is its time; it never precedes the unit's last
// event. Passwords and refresh tokens come as hashes only.
using Decision = domain::Decision<events::Event>;

}  // namespace frontdesk::identity
