#include "schemas/api/pet_care/family.hpp"

#include "schemas/api/pet_care/appointments.hpp"
#include "schemas/api/pet_care/care_rooms.hpp"
#include "schemas/api/pet_care/manners.hpp"
#include "schemas/api/pet_care/messages.hpp"

namespace frontdesk::api::pet_care {

namespace {
std::vector<RouteDescription> routes() {
  std::vector<RouteDescription> all;
  for (auto&& some : {appointment_routes(), care_room_routes(), message_routes()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}
}  // namespace

const Family& family() {
  static const Family whole{manners, "Pet appointments",
                            "Appointments and their chat rooms. Every route answers under /api, too, alike. Errors "
                            "have one member, the message.",
                            routes()};
  return whole;
}

}  // namespace frontdesk::api::pet_care
