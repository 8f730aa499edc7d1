#pragma once
#include <optional>

#include "events/booking.hpp"

// An appointment has one care room and one stream of messages, by construction: their ids follow from the
// appointment's.
namespace frontdesk::booking {

// 24 lowercase hex digits; the last one of an appointment's id is even, of a care room's odd.
bool is_appointment_id(std::string_view text);

// Of a well-formed appointment's id.
CareRoomId room_of(const AppointmentId& id);
// nullopt: no room can have this id.
std::optional<AppointmentId> appointment_of(const CareRoomId& id);

// Read as numbers, those of an appointment's messages follow its own and its room's, in the order of their numbers,
// which are positive. (Random ids of 96 bits are too far apart for two appointments to meet.)
CareMessageId message_id_of(const AppointmentId& id, int number);

}  // namespace frontdesk::booking
