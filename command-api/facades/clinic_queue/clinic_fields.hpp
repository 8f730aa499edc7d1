#pragma once
#include "events/clinic_queue.hpp"
#include "schemas/wire/fields.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

// The fields of a clinic as a client gave them, in the order of contract 004; absent ones are nullopt. `creation`
// demands name and place; a change (contracts' README, section 9) demands nothing and knows `isActive`, too.
enum class ClinicFields { creation, change };
clinic_queue::events::ClinicChanged read_clinic_fields(wire::Fields& fields, ClinicFields which);

}  // namespace frontdesk::command_api::clinic_queue_facade
