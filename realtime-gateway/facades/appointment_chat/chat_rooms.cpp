#include "realtime-gateway/facades/appointment_chat/chat_rooms.hpp"

#include <any>
#include <utility>

#include "events/booking.hpp"
#include "schemas/api/appointment_chat/manners.hpp"
#include "schemas/api/appointment_chat/messages.hpp"
#include "schemas/api/appointment_chat/parties.hpp"
#include "schemas/api/appointment_chat/words.hpp"
#include "schemas/read_models/told_care_rows.hpp"
#include "schemas/wire/input.hpp"

namespace frontdesk::realtime_gateway::appointment_chat {
namespace {

namespace chat = api::appointment_chat;
namespace events = booking::events;

api::Room room_of(std::string appointment_id) { return {chat::chat_room, std::move(appointment_id)}; }

std::optional<api::Room> room_in(const ClientEvent& event) {
  if (event.arguments.empty() || event.arguments.front().kind != Argument::Kind::object) return std::nullopt;
  const auto payload = wire::Input::from_json(event.arguments.front().text);
  if (!payload) return std::nullopt;
  auto id = chat::object_id_in(payload->member("appointmentId").string().value_or(""));
  return id ? std::optional(room_of(*std::move(id))) : std::nullopt;
}

bool is_party(const RowReading& reading, const Identity& caller) {
  const auto& row = std::any_cast<const rows::CareRoom&>(reading.row);
  return chat::side_of(row, {caller.user_id, caller.profile_id, caller.role}).has_value();
}

}  // namespace

ChatRooms::ChatRooms(const FacadeParts& parts) : parts_(parts), care_rooms_(*parts.sources.find("care_room")->second) {}

void ChatRooms::add_to(ClientEvents& events) {
  const auto on = [&](const auto& route, auto member) {
    const auto error = chat::manners.error_event(route.socket.event);
    events.on(std::string(route.socket.event),
              [this, error, member](auto socket, const ClientEvent& event, Answered answered) {
                ClientRequest request{std::move(socket), error, std::move(answered)};
                request.words_in_object = chat::manners.error_in_object;
                (this->*member)(request, event);
              });
  };
  on(chat::join_chat, &ChatRooms::join);
  on(chat::leave_chat, &ChatRooms::leave);
}

void ChatRooms::heard(const HeardEvent& event) {
  const auto assigned = [this](const events::CareStaffAssigned& happened) {
    if (happened.replaced_staff_id) {
      put_out(room_of(happened.appointment_id.value), happened.replaced_staff_id->value);
    }
  };
  events::hear(assigned, event.type, event.schema_version, event.payload);
}

std::vector<std::string_view> ChatRooms::room_kinds() const { return {chat::chat_room}; }

// By the role and the profile that the caller has at this moment.
void ChatRooms::may_join(const api::Room& room, const Identity& caller, std::function<void(Entry)> done) {
  parts_.sessions.identify(caller.token, [this, room, done = std::move(done)](const Admission& admission) {
    using Verdict = Admission::Verdict;
    if (admission.verdict == Verdict::unavailable) return done({});
    if (admission.verdict == Verdict::refused) return done({Entry::Verdict::refused, chat::words::access_denied});
    const auto decide = [done, caller = admission.identity](const std::vector<RowReading>& readings) {
      using Outcome = RowReading::Outcome;
      const auto& reading = readings.front();
      if (reading.outcome == Outcome::unavailable) return done({});
      const bool may = reading.outcome == Outcome::found && is_party(reading, caller);
      done(may ? Entry{Entry::Verdict::allowed} : Entry{Entry::Verdict::refused, chat::words::access_denied});
    };
    care_rooms_.read({rows::counterpart_of(room.id)}, decide);
  });
}

void ChatRooms::join(const ClientRequest& request, const ClientEvent& event) {
  const auto room = room_in(event);
  if (!room) return refuse(request, chat::words::access_denied);
  if_party(request, *room, [this, request, room = *room] {
    if (!parts_.rooms.enter(room, *request.socket)) return refuse(request, api::words::unexpected);
    // Asked again now that it is in the room: who was put out between the first answer and the entry was not in it yet.
    if_party(request, room, [request] { request.answered(ack_success()); });
  });
}

void ChatRooms::leave(const ClientRequest& request, const ClientEvent& event) {
  if (const auto room = room_in(event)) parts_.rooms.leave(*room, *request.socket);
  request.answered(ack_success());
}

void ChatRooms::if_party(const ClientRequest& request, const api::Room& room, std::function<void()> then) {
  may_join(room, request.socket->identity(), [this, request, room, then = std::move(then)](const Entry& entry) {
    if (!request.socket->open()) return request.answered(std::nullopt);
    if (entry.verdict == Entry::Verdict::allowed) return then();
    parts_.rooms.leave(room, *request.socket);
    refuse(request, entry.verdict == Entry::Verdict::refused ? entry.words : api::words::unexpected);
  });
}

// At once, so that nobody hears a word more; whoever is still a party, by the booking, comes back.
void ChatRooms::put_out(const api::Room& room, std::string_view user_id) {
  for (const auto& socket : parts_.rooms.evict(room, user_id)) {
    may_join(room, socket->identity(), [this, room, socket](const Entry& entry) {
      const bool stays = entry.verdict == Entry::Verdict::allowed && socket->open();
      if (stays) static_cast<void>(parts_.rooms.enter(room, *socket));  // it had a place a moment ago
    });
  }
}

}  // namespace frontdesk::realtime_gateway::appointment_chat
