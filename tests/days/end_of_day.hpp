#pragma once
#include <string>

#include "tests/contract/clinics/contract.hpp"
#include "tests/days/rehearsal.hpp"

namespace frontdesk::days {

using namespace test_support;
using contract::failure;
using contract::said;
using contract::success;
using contract::take_body;

// Watches, from just before it, the midnight at which a clinic's queue ends, as a patient with a board does: nothing
// until then, the end in time, and no way back to it; expects the queue of the new day, and returns it.
Json expect_end_of_day(const Rehearsal& rehearsal, const std::string& clinic_id, Instant midnight);

}  // namespace frontdesk::days
