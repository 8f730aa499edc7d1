#include "domain/booking/messages.hpp"

#include "domain/booking/folds.hpp"
#include "domain/booking/ids.hpp"
#include "domain/find.hpp"

namespace frontdesk::booking {

using domain::find;
using domain::NoChange;
using domain::Rejection;
using domain::require;
using events::CareMessageKind;

namespace {
std::optional<events::Sealed> sealed(const std::optional<std::string>& text) {
  return text ? std::optional(events::Sealed(*text)) : std::nullopt;
}

events::CareMessageSent sent(const AppointmentId& id, const Appointment& appointment, CareSide side, const Actor& by,
                             const Writing& writing, Instant at) {
  events::CareMessageSent message;
  message.appointment_id = id;
  message.room_id = room_of(id);
  message.number = appointment.last_number() + 1;
  message.message_id = message_id_of(id, message.number);
  message.sender_id = by.id;
  if (!by.profile_id.value.empty() && by.profile_id.value != by.id.value) message.sender_profile_id = by.profile_id;
  message.side = side;
  message.kind = writing.kind;
  message.content = events::Sealed(writing.content);
  message.sender_name = sealed(writing.sender_name);
  message.sender_image = sealed(writing.sender_image);
  message.attachments = writing.attachments;
  message.sent_at = at;
  return message;
}

bool is_the_clinicians(CareMessageKind kind) {
  return kind == CareMessageKind::assessment || kind == CareMessageKind::prescription;
}
}  // namespace

Decision decide(const State& state, const SendInRoom& command) {
  const auto id = appointment_of(command.room_id);
  const Appointment* appointment = id ? find(state.appointments, *id) : nullptr;
  if (appointment == nullptr) return Rejection{"room_not_found"};
  if (!appointment->is_open(command.at)) return Rejection{"room_is_not_active"};
  const auto side = side_in_room(*appointment, command.by.id);
  if (!side) return Rejection{"not_in_room"};
  return sent(*id, *appointment, *side, command.by, command.writing, command.at);
}

Decision decide(const State& state, const SendInChat& command) {
  const Appointment* appointment = find(state.appointments, command.appointment_id);
  if (appointment == nullptr) return Rejection{"appointment_not_found"};
  const auto side = side_in_chat(*appointment, command.by);
  if (!side) return Rejection{"unauthorized"};
  if (is_the_clinicians(command.writing.kind) && *side != CareSide::care) return Rejection{"unauthorized"};
  if (!appointment->is_open(command.at)) return Rejection{"chat_is_closed"};
  return sent(command.appointment_id, *appointment, *side, command.by, command.writing, command.at);
}

Decision decide(const State& state, const MarkMessagesRead& command) {
  const Appointment* appointment = find(state.appointments, command.appointment_id);
  if (appointment == nullptr) return Rejection{"appointment_not_found"};
  const auto side = side_in_chat(*appointment, command.by);
  if (!side) return Rejection{"unauthorized"};
  const Written& others = appointment->written_by(other(*side));
  if (others.read == others.last) return NoChange{};
  return events::CareMessagesRead{
      command.appointment_id, room_of(command.appointment_id), *side, command.by.id, others.last, command.at};
}

void apply(State& state, const events::CareMessageSent& event) {
  Appointment& appointment = appointment_in(state, event.appointment_id);
  require(event.number == appointment.last_number() + 1, "the number is not the next");
  appointment.written_by(event.side).last = event.number;
}

void apply(State& state, const events::CareMessagesRead& event) {
  Written& read = appointment_in(state, event.appointment_id).written_by(other(event.side));
  require(read.read < event.up_to && event.up_to <= read.last, "nothing was read that had been written");
  read.read = event.up_to;
}

}  // namespace frontdesk::booking
