#include "realtime-gateway/facades/clinics/queue_rooms.hpp"

#include <optional>
#include <utility>

#include "realtime-gateway/sockets/refused.hpp"
#include "schemas/api/clinics/manners.hpp"
#include "schemas/api/clinics/queues.hpp"
#include "schemas/api/clinics/rooms.hpp"
#include "schemas/api/clinics/words.hpp"
#include "schemas/api/words.hpp"
#include "schemas/wire/uuid.hpp"

namespace frontdesk::realtime_gateway::clinics {
namespace {

using api::clinics::join_queue;
using api::clinics::leave_queue;

// Never looked up, never converted: only a string that is a UUID is an id.
std::optional<std::string> queue_id_of(const ClientEvent& event) {
  if (event.arguments.empty() || event.arguments.front().kind != Argument::Kind::string) return std::nullopt;
  return wire::parse_uuid(event.arguments.front().text);
}

api::Room room_of(std::string queue_id) { return {api::clinics::queue_room, std::move(queue_id)}; }

void answer(const ClientRequest& request, std::string_view event) {
  Announcement done(std::string(event), "null");
  request.socket->emit(done);
}

}  // namespace

QueueRooms::QueueRooms(const FacadeParts& parts)
    : parts_(parts), queues_(source_of(parts.sources, "queue")), status_(parts.feeds.of(api::clinics::status_update)) {}

void QueueRooms::add_to(ClientEvents& events) {
  const auto on = [&](const auto& route, auto member) {
    const auto error = api::clinics::manners.error_event(route.socket.event);
    events.on(std::string(route.socket.event),
              [this, error, member](auto socket, const ClientEvent& event, Answered answered) {
                (this->*member)({std::move(socket), error, std::move(answered)}, event);
              });
  };
  on(join_queue, &QueueRooms::join);
  on(leave_queue, &QueueRooms::leave);
}

std::vector<std::string_view> QueueRooms::room_kinds() const { return {api::clinics::queue_room}; }

void QueueRooms::may_join(const api::Room& room, const Identity& /*caller*/, std::function<void(Entry)> done) {
  queues_.read({room.id}, [this, done = std::move(done)](const std::vector<RowReading>& readings) {
    using Outcome = RowReading::Outcome;
    const auto& reading = readings.front();
    if (reading.outcome == Outcome::unavailable) return done({});
    const bool there = reading.outcome == Outcome::found &&
                       api::clinics::is_today(std::any_cast<const rows::Queue&>(reading.row), parts_.loop.now());
    done(there ? Entry{Entry::Verdict::allowed} : Entry{Entry::Verdict::refused, api::clinics::words::queue_not_found});
  });
}

void QueueRooms::join(ClientRequest request, const ClientEvent& event) {
  const auto queue_id = queue_id_of(event);
  if (!queue_id) return refuse(request, join_queue.socket.arguments.front().fault);
  const auto enter_if_alive = [this, room = room_of(*queue_id)](const ClientRequest& living) { enter(living, room); };
  with_living_session(parts_.sessions, parts_.loop, std::move(request), enter_if_alive);
}

void QueueRooms::enter(const ClientRequest& request, const api::Room& room) {
  may_join(room, request.socket->identity(), [this, request, room](const Entry& entry) {
    if (!request.socket->open()) return request.answered(std::nullopt);
    if (entry.verdict == Entry::Verdict::refused) return refuse(request, entry.words);
    if (entry.verdict == Entry::Verdict::unavailable) return refuse(request, api::words::unexpected);
    if (!parts_.rooms.enter(room, *request.socket)) {
      count_refusal("rooms_per_connection");
      return refuse(request, api::words::too_many_rooms);
    }
    answer(request, join_queue.socket.event);
    // Read again now that it is in the room: a change between that reading and the entry would reach it in neither way.
    status_.tell(room.id, request.socket);
    request.answered(ack_success());
  });
}

void QueueRooms::leave(ClientRequest request, const ClientEvent& event) {
  const auto queue_id = queue_id_of(event);
  if (!queue_id) return refuse(request, leave_queue.socket.arguments.front().fault);
  const auto leave_if_alive = [this, room = room_of(*queue_id)](const ClientRequest& living) {
    parts_.rooms.leave(room, *living.socket);
    answer(living, leave_queue.socket.event);
    living.answered(ack_success());
  };
  with_living_session(parts_.sessions, parts_.loop, std::move(request), leave_if_alive);
}

}  // namespace frontdesk::realtime_gateway::clinics
