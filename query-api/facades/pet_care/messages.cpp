#include "schemas/api/pet_care/messages.hpp"

#include "query-api/facades/pet_care/routes.hpp"
#include "schemas/api/pet_care/who.hpp"

namespace frontdesk::query_api::pet_care {

namespace {
using api::pet_care::HistoryOfRoom;

bool may_read(const rows::CareRoom& room, const auth::Caller& caller) {
  return api::pet_care::is_admin(caller) || room.pet_owner_id == caller.user_id || room.assigned_id == caller.user_id;
}

http::Response history(const Asked<HistoryOfRoom>& asked, const CareQueries& queries) {
  const auto room = queries.room(asked.input.room_id);
  if (!room) return asked.refuse("chat_room_not_found");
  if (!may_read(*room, asked.caller)) return asked.refuse("unauthorized");
  return asked.succeed(api::pet_care::message.json_array(
      queries.messages(room->appointment_id, {.after = asked.input.skip, .limit = asked.input.limit})));
}
}  // namespace

void add_message_routes(Reads& reads, const Deployment& deployment) {
  reads.on<HistoryOfRoom>(api::pet_care::history_of_room,
                          [&deployment](const auto& asked) { return history(asked, deployment.care_queries); });
}

}  // namespace frontdesk::query_api::pet_care
