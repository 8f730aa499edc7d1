#pragma once
#include <functional>
#include <memory>
#include <string>

#include "domain/clinic_queue/decider.hpp"
#include "domain/identity/decider.hpp"
#include "platform/event_log/topics.hpp"
#include "platform/units/fold.hpp"

namespace frontdesk::command_api {

// The folds of the units: which contexts live in which topic. A new context is one more member here.
// `calendar` outlives every fold.
std::function<std::unique_ptr<units::Fold>(const event_log::UnitId&)> make_folds(const clinic_queue::Calendar& calendar,
                                                                                 const event_log::Topics& topics);

// The state of a context inside a fold of its topic.
const clinic_queue::State& clinic_queue_state(const units::Fold& fold);
const identity::State& identity_state(const units::Fold& fold);

// What a decider decided, as the unit takes it.
units::Decided decided(const clinic_queue::Decision& decision);
units::Decided decided(const identity::Decision& decision);

// An id that routes to `unit`'s partition; a UUID.
std::string mint_uuid(const event_log::UnitId& unit, const event_log::Topics& topics);

}  // namespace frontdesk::command_api
