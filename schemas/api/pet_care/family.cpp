#include "schemas/api/pet_care/family.hpp"

#include "schemas/api/pet_care/appointments.hpp"
#include "schemas/api/pet_care/care_rooms.hpp"
#include "schemas/api/pet_care/manners.hpp"
#include "schemas/api/pet_care/messages.hpp"
#include "schemas/api/pet_care/simulated_login.hpp"

namespace frontdesk::api::pet_care {

const Family& family() {
  static const Family whole = family_of(
      manners, "Pet appointments",
      "Appointments and their chat rooms. Every route answers under /api, too, alike. Errors have one member, "
      "the message.",
      {simulated_login_resource(), appointments_resource(), care_rooms_resource(), messages_resource()});
  return whole;
}

}  // namespace frontdesk::api::pet_care
