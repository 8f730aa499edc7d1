#pragma once
#include <memory>

#include "platform/units/acceptance_rule.hpp"
#include "platform/units/owner.hpp"

namespace frontdesk::units {

// Safeguards of an owner, switched off one at a time by tests/simulation to prove that the simulation would notice.
// Programs have no way to it: they construct Owner, which has all of them.
struct Sabotage {
  AcceptanceRule acceptance{};
  bool answers_at_delivery = false;   // a success is released when the broker acknowledges it, not when it is read back
  bool refuses_out_of_order = false;  // a refusal does not wait for what was decided before it
  bool refuses_without_end_offset = false;  // a refusal does not wait until the log was read to its end
  bool forgets_keys = false;                // repetitions are decided again
  bool writes_on_after_unknown = false;     // an append of unknown fate changes nothing
  bool ignores_higher_terms = false;        // goes on although another owner has started
  bool forgets_term_when_dropped = false;   // the position it resumes from is an offset without a term
  bool serves_before_replay = false;        // decides before its TermStarted came back
  bool retakes_unasked = false;             // does not ask whether the unit is still assigned to it

  static std::unique_ptr<Owner> owner(event_log::UnitId unit, event_log::EventLog& log, Executor& executor,
                                      Assignment& assignment, const Owner::MakeFold& make_fold, OwnerOptions options,
                                      OwnerObserver& observer, const Sabotage& sabotage);
};

}  // namespace frontdesk::units
