#pragma once
#include <string>

#include "domain/booking/ids.hpp"
#include "platform/event_log/topics.hpp"
#include "platform/http/message.hpp"

namespace frontdesk::command_api {

// Where an appointment is booked that has no id yet: anywhere, but under an Idempotency-Key always in the same unit, as
// only that one knows the key again.
event_log::UnitId unit_for_new_appointment(const event_log::Topics& topics, const std::string& user_id,
                                           const http::Request& request);

// Lands in `unit`, and so does its room's: either id alone routes a command.
booking::AppointmentId mint_appointment_id(const event_log::UnitId& unit, const event_log::Topics& topics);

// 24 random hex digits.
std::string mint_object_id();

// Of somebody in a room: the same whenever it is asked.
booking::ParticipantId participant_of(const booking::CareRoomId& room, const booking::PersonId& person);

}  // namespace frontdesk::command_api
