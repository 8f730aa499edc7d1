#include "realtime-gateway/facades/pet_care/care_rooms.hpp"

#include <any>
#include <utility>

#include "events/booking.hpp"
#include "schemas/api/pet_care/manners.hpp"
#include "schemas/api/pet_care/messages.hpp"
#include "schemas/api/pet_care/words.hpp"
#include "schemas/read_models/told_care_rows.hpp"
#include "schemas/wire/input.hpp"

namespace frontdesk::realtime_gateway::pet_care {
namespace {

using api::pet_care::join_room;
namespace words = api::pet_care::words;
namespace events = booking::events;

api::Room room_of(std::string room_id) { return {api::pet_care::room_kind, std::move(room_id)}; }

std::string room_id_in(const ClientEvent& event) {
  if (event.arguments.empty() || event.arguments.front().kind != Argument::Kind::object) return {};
  const auto payload = wire::Input::from_json(event.arguments.front().text);
  if (!payload) return {};
  return std::string(payload->member("roomId").string().value_or(""));
}

struct PutOut {
  Rooms& rooms;

  void operator()(const events::CareStaffAssigned& event) const {
    if (event.replaced_staff_id) rooms.evict(room_of(event.room_id.value), event.replaced_staff_id->value);
  }
  void operator()(const events::CareRoomClosed& event) const { rooms.empty_out(room_of(event.room_id.value)); }
};

}  // namespace

CareRooms::CareRooms(const FacadeParts& parts) : parts_(parts), care_rooms_(*parts.sources.find("care_room")->second) {}

void CareRooms::add_to(ClientEvents& events) {
  const auto& manners = api::pet_care::manners;
  events.on(std::string(join_room.socket.event), [this, &manners, error = manners.error_event(join_room.socket.event)](
                                                     auto socket, const ClientEvent& event, Answered answered) {
    join({std::move(socket), error, std::move(answered), manners.event_of_words, words::internal_error}, event);
  });
}

void CareRooms::heard(const HeardEvent& event) {
  events::hear(PutOut{parts_.rooms}, event.type, event.schema_version, event.payload);
}

std::vector<std::string_view> CareRooms::room_kinds() const { return {api::pet_care::room_kind}; }

// The order of contract 000, section 4.
void CareRooms::may_join(const api::Room& room, const Identity& caller, std::function<void(Entry)> done) {
  // PostgreSQL's texts hold none.
  if (room.id.find('\0') != std::string::npos) return done({Entry::Verdict::refused, words::room_not_found});
  care_rooms_.read({room.id}, [user_id = caller.user_id, done = std::move(done)](const auto& readings) {
    using Outcome = RowReading::Outcome;
    const auto refused = [&done](std::string_view why) { done({Entry::Verdict::refused, why}); };
    const RowReading& reading = readings.front();
    if (reading.outcome == Outcome::unavailable) return done({});
    if (reading.outcome == Outcome::unknown) return refused(words::room_not_found);
    const auto& row = std::any_cast<const rows::CareRoom&>(reading.row);
    if (row.status != rows::active) return refused(words::room_is_not_active);
    if (row.pet_owner_id != user_id && row.assigned_id != user_id) return refused(words::not_in_room);
    done({Entry::Verdict::allowed});
  });
}

void CareRooms::join(ClientRequest request, const ClientEvent& event) {
  auto room_id = room_id_in(event);
  if (room_id.empty()) return refuse(request, words::room_id_missing);
  const auto enter_if_alive = [this, room = room_of(std::move(room_id))](const ClientRequest& living) {
    enter(living, room);
  };
  with_living_session(parts_.sessions, parts_.loop, std::move(request), enter_if_alive);
}

void CareRooms::enter(const ClientRequest& request, const api::Room& room) {
  may_join(room, request.socket->identity(), [this, request, room](const Entry& entry) {
    if (!admitted(request, entry)) return;
    if (request.socket->in_one_room()) parts_.rooms.leave_others(room, *request.socket);
    if (!parts_.rooms.enter(room, *request.socket)) return refuse(request, request.unexpected);
    stay(request, room);
  });
}

// Asked again now that it is in the room: who was put out between the first answer and the entry was not in it yet.
void CareRooms::stay(const ClientRequest& request, const api::Room& room) {
  may_join(room, request.socket->identity(), [this, request, room](const Entry& entry) {
    if (entry.verdict != Entry::Verdict::allowed) parts_.rooms.leave(room, *request.socket);
    if (admitted(request, entry)) request.answered(ack_success());
  });
}

bool CareRooms::admitted(const ClientRequest& request, const Entry& entry) {
  if (!request.socket->open()) {
    request.answered(std::nullopt);
  } else if (entry.verdict == Entry::Verdict::refused) {
    refuse(request, entry.words);
  } else if (entry.verdict == Entry::Verdict::unavailable) {
    refuse(request, request.unexpected);
  } else {
    return true;
  }
  return false;
}

}  // namespace frontdesk::realtime_gateway::pet_care
