#pragma once
#include <string>
#include <vector>

#include "domain/booking/decision.hpp"

// What is written and read in a care room, by either API (contracts 000 and 001).
namespace frontdesk::booking {

// What somebody writes, and as whom the session that writes it knows him.
struct Writing {
  events::CareMessageKind kind = events::CareMessageKind::text;
  std::string content;
  std::vector<events::CareAttachment> attachments = {};
  std::optional<std::string> sender_name = std::nullopt;
  std::optional<std::string> sender_image = std::nullopt;
};

// In its room (contract 000): room_not_found, room_is_not_active, not_in_room
struct SendInRoom {
  CareRoomId room_id;
  Actor by;
  Writing writing;
  Instant at;
};
Decision decide(const State& state, const SendInRoom& command);

// In the appointment's chat (contract 001): appointment_not_found, unauthorized (assessment and prescription are the
// clinician's), chat_is_closed
struct SendInChat {
  AppointmentId appointment_id;
  Actor by;
  Writing writing;
  Instant at;
};
Decision decide(const State& state, const SendInChat& command);

// One side has read what the other had written: appointment_not_found, unauthorized; no change without a message of the
// other side that it had not read. Closed rooms, too.
struct MarkMessagesRead {
  AppointmentId appointment_id;
  Actor by;
  Instant at;
};
Decision decide(const State& state, const MarkMessagesRead& command);

}  // namespace frontdesk::booking
