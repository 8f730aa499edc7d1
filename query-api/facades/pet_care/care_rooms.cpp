#include "schemas/api/pet_care/care_rooms.hpp"

#include "query-api/facades/pet_care/routes.hpp"
#include "schemas/api/pet_care/who.hpp"

namespace frontdesk::query_api::pet_care {

namespace {
using api::pet_care::care_room;
using api::pet_care::is_admin;
using api::pet_care::is_hospital;
using api::pet_care::is_staff;
using api::pet_care::RoomsOfStaff;

http::Response active_chats(const Asked<api::pet_care::Nothing>& asked, const CareQueries& queries) {
  const auto& caller = asked.caller;
  return asked.succeed(care_room.json_array(is_admin(caller) ? queries.active_rooms()
                                                             : queries.active_rooms_of_hospital(caller.user_id)));
}

http::Response of_staff(const Asked<RoomsOfStaff>& asked, const CareQueries& queries) {
  const auto& caller = asked.caller;
  const auto& staff_id = asked.input.staff_id;
  if (is_staff(caller)) {
    const bool own = !staff_id || staff_id == caller.user_id || queries.is_participant(*staff_id, caller.user_id);
    if (!own) return asked.refuse("unauthorized");
    return asked.succeed(care_room.json_array(queries.active_rooms_of_staff(caller.user_id)));
  }
  if (!staff_id) return asked.refuse("staff_id_missing");
  auto rooms = queries.active_rooms_of_staff(*staff_id);
  if (is_hospital(caller)) {
    std::erase_if(rooms, [&caller](const rows::CareRoom& room) { return room.hospital_id != caller.user_id; });
  }
  return asked.succeed(care_room.json_array(rooms));
}
}  // namespace

void add_care_room_routes(Reads& reads, const Deployment& deployment) {
  reads.on<api::pet_care::Nothing>(api::pet_care::active_chats, [&deployment](const auto& asked) {
    return active_chats(asked, deployment.care_queries);
  });
  reads.on<RoomsOfStaff>(api::pet_care::rooms_of_staff,
                         [&deployment](const auto& asked) { return of_staff(asked, deployment.care_queries); });
}

}  // namespace frontdesk::query_api::pet_care
