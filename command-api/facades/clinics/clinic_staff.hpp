#pragma once
#include "domain/clinic_queue/staff.hpp"
#include "schemas/read_models/callers.hpp"

namespace frontdesk::command_api::clinics {

// The caller as the deciders know who acts for a clinic.
inline clinic_queue::Staff staff_of(const auth::Caller& caller) {
  clinic_queue::Staff staff{.id = {caller.user_id}, .is_admin = caller.is_admin(), .clinic_id = std::nullopt};
  if (caller.is_staff() && !caller.clinic_id.empty()) staff.clinic_id = clinic_queue::ClinicId{caller.clinic_id};
  return staff;
}

}  // namespace frontdesk::command_api::clinics
