#pragma once
#include <functional>
#include <memory>
#include <string>

#include "command-api/folds/draft.hpp"
#include "domain/booking/context.hpp"
#include "domain/clinic_queue/context.hpp"
#include "domain/identity/context.hpp"
#include "platform/event_log/topics.hpp"
#include "platform/units/fold.hpp"

namespace frontdesk::command_api {

// The folds of the units: which contexts live in which topic. `calendar` outlives every fold.
std::function<std::unique_ptr<units::Fold>(const event_log::UnitId&)> make_folds(const clinic_queue::Calendar& calendar,
                                                                                 const event_log::Topics& topics);

// An id that routes to `unit`'s partition; a UUID.
std::string mint_uuid(const event_log::UnitId& unit, const event_log::Topics& topics);

}  // namespace frontdesk::command_api
