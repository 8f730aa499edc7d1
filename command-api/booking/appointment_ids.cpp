#include "command-api/booking/appointment_ids.hpp"

#include "platform/auth/password.hpp"
#include "platform/event_log/partitioning.hpp"

namespace frontdesk::command_api {

namespace {
constexpr std::size_t digits = 24;

std::string even(std::string id) {
  constexpr std::string_view hex = "0123456789abcdef";
  id.back() = hex[hex.find(id.back()) & ~std::size_t{1}];
  return id;
}
}  // namespace

std::string mint_object_id() { return auth::random_hex(digits / 2); }

event_log::UnitId unit_for_new_appointment(const event_log::Topics& topics, const std::string& user_id,
                                           const http::Request& request) {
  if (!request.has_header("idempotency-key")) return topics.events_unit(mint_object_id());
  return topics.events_unit(user_id + '\0' + std::string(request.header("idempotency-key")));
}

booking::AppointmentId mint_appointment_id(const event_log::UnitId& unit, const event_log::Topics& topics) {
  for (;;) {
    booking::AppointmentId id{
        event_log::mint_id(unit.partition, topics.events_partitions, [] { return even(mint_object_id()); })};
    if (topics.events_unit(booking::room_of(id).value) == unit) return id;
  }
}

booking::ParticipantId participant_of(const booking::CareRoomId& room, const booking::PersonId& person) {
  return {auth::sha256_hex(room.value + '\0' + person.value).substr(0, digits)};
}

}  // namespace frontdesk::command_api
