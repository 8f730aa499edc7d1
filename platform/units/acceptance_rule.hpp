#pragma once
#include "platform/units/acceptance.hpp"

namespace frontdesk::units {

// The parts of the acceptance rule, so that tests/simulation can show that each of them is needed. accept() applies
// both.
struct AcceptanceRule {
  bool checks_term = true;
  bool checks_number = true;
};
Verdict accept(Position& position, const event_log::Record& record, const AcceptanceRule& rule);

}  // namespace frontdesk::units
