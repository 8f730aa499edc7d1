#pragma once
#include <optional>

#include "domain/booking/decision.hpp"

// What can be asked of a care room, and what time does to it (contract 000, sections 3 and 5).
namespace frontdesk::booking {

// chat_room_not_found, unauthorized, user_is_not_staff, chat_room_closed; no change when it is that person already
struct AssignStaff {
  CareRoomId room_id;
  PersonId staff_id;
  ParticipantId participant_id;  // of that person in this room, always the same
  bool is_staff = true;          // as far as anybody knows
  Actor by;
  Instant at;
};
Decision decide(const State& state, const AssignStaff& command);

// appointment_not_found, participants_do_not_match, unauthorized; else no change, as the room is there
struct AskForRoom {
  AppointmentId appointment_id;
  PersonId pet_owner_id;
  PersonId hospital_id;
  Actor by;
  Instant at;
};
Decision decide(const State& state, const AskForRoom& command);

// The next event that time itself brings about by `now`. Ask again after applying it, until there is none.
std::optional<events::Event> due(const State& state, Instant now);

}  // namespace frontdesk::booking
