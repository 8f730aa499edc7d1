#include "realtime-gateway/facades/clinic_queue/queue_sockets.hpp"

#include <utility>
#include <vector>

#include "platform/event_log/partitioning.hpp"
#include "schemas/api/clinics/family.hpp"
#include "schemas/api/clinics/queues.hpp"
#include "schemas/wire/input.hpp"
#include "schemas/wire/json.hpp"
#include "schemas/wire/uuid.hpp"

namespace frontdesk::realtime_gateway {
namespace {

constexpr std::string_view invalid_queue = "Invalid queue id";
constexpr std::string_view queue_not_found = "Queue not found";
constexpr std::string_view something_wrong = "Something went wrong. Please try again later.";

// The event normally comes before the answer; this long after a success nobody waits for it any more.
constexpr std::chrono::milliseconds event_patience{2500};
constexpr std::chrono::seconds sent_kept{30};

// Never looked up, never converted: only a string that is a UUID is an id.
std::optional<std::string> id_at(const ClientEvent& event, std::size_t place) {
  if (place >= event.arguments.size() || event.arguments[place].kind != Argument::Kind::string) return std::nullopt;
  return wire::parse_uuid(event.arguments[place].text);
}

// Each argument under its name; one that is null or not there is left out.
std::string arguments_json(const api::SocketDoor& door, const ClientEvent& event) {
  wire::ObjectWriter out;
  for (std::size_t i = 0; i < door.arguments.size() && i < event.arguments.size(); ++i) {
    const Argument& argument = event.arguments[i];
    if (argument.kind == Argument::Kind::null) continue;
    const bool is_text = argument.kind == Argument::Kind::string;
    out.raw(door.arguments[i].field, is_text ? wire::quoted(argument.text) : argument.text);
  }
  return out.take();
}

}  // namespace

QueueSockets::QueueSockets(Rooms& rooms, QueueFeeds& feeds, QueueStatusSource& source, SocketCommands& commands,
                           SessionCheck& sessions, Executor& loop, WhenReadable when_readable)
    : rooms_(rooms),
      feeds_(feeds),
      source_(source),
      commands_(commands),
      sessions_(sessions),
      loop_(loop),
      when_readable_(std::move(when_readable)) {}

void QueueSockets::add_to(ClientEvents& events) {
  events.on("join-queue", [this](auto session, const ClientEvent& event, Answered answered) {
    join({std::move(session), "join-queue-error", std::move(answered)}, event);
  });
  events.on("leave-queue", [this](auto session, const ClientEvent& event, Answered answered) {
    leave({std::move(session), "leave-queue-error", std::move(answered)}, event);
  });
  const auto& family = api::clinics::family();
  for (const auto& route : family.routes) {
    if (route.socket.event.empty() || route.socket.of_gateway) continue;
    const auto error = family.manners.error_event(route.socket.event);
    events.on(std::string(route.socket.event),
              [this, &route, error](auto session, const ClientEvent& event, Answered answered) {
                command({std::move(session), error, std::move(answered)}, route, event);
              });
  }
}

void QueueSockets::join(Request request, const ClientEvent& event) {
  const auto queue_id = id_at(event, 0);
  if (!queue_id) return refuse(request, invalid_queue);
  with_living_session(std::move(request), [this, id = *queue_id](const Request& living) {
    source_.read(
        {id}, [this, id, living](const std::vector<QueueReading>& readings) { enter(living, id, readings.front()); });
  });
}

void QueueSockets::enter(const Request& request, const std::string& queue_id, const QueueReading& reading) {
  if (!request.session->open()) return request.answered(std::nullopt);
  if (reading.outcome == QueueReading::Outcome::unavailable) return refuse(request, something_wrong);
  if (reading.outcome == QueueReading::Outcome::unknown || !api::clinics::is_today(reading.row, loop_.now())) {
    return refuse(request, queue_not_found);
  }
  if (!rooms_.enter({RoomKind::queue, queue_id}, *request.session)) return refuse(request, something_wrong);
  Announcement joined("join-queue", "null");
  request.session->emit(joined);
  // Read again now that it is in the room: a change between that reading and the entry would reach it in neither way.
  feeds_.tell(queue_id, request.session);
  request.answered(ack_success());
}

void QueueSockets::leave(Request request, const ClientEvent& event) {
  const auto queue_id = id_at(event, 0);
  if (!queue_id) return refuse(request, invalid_queue);
  with_living_session(std::move(request), [this, id = *queue_id](const Request& living) {
    rooms_.leave({RoomKind::queue, id}, *living.session);
    Announcement left("leave-queue", "null");
    living.session->emit(left);
    living.answered(ack_success());
  });
}

void QueueSockets::with_living_session(Request request, std::function<void(const Request&)> then) {
  const std::string token = request.session->identity().token;
  sessions_.ask(token, [this, request = std::move(request), then = std::move(then)](Standing standing) {
    if (!request.session->open()) return request.answered(std::nullopt);
    switch (standing) {
      case Standing::lives:
        return then(request);
      case Standing::over:
        return end(request);
      case Standing::unavailable:
        return refuse(request, something_wrong);
    }
  });
}

void QueueSockets::command(Request request, const api::RouteDescription& route, const ClientEvent& event) {
  SocketCommand sending;
  sending.event = route.socket.event;
  sending.arguments_json = arguments_json(route.socket, event);
  const auto arguments = wire::Input::from_json(sending.arguments_json);
  const auto fault = route.fault_of_arguments(arguments.value_or(wire::Input::none()));
  if (!fault.empty()) return refuse(request, fault);
  sending.bearer = request.session->identity().token;
  sending.correlation_id = event_log::uuid_from(loop_.random(), loop_.random());
  const std::string correlation_id = sending.correlation_id;
  sent_.emplace(correlation_id,
                Sent{request.session, id_at(event, 0).value_or(""), std::nullopt, loop_.monotonic() + sent_kept});
  commands_.send(std::move(sending),
                 [this, request = std::move(request), correlation_id](const SocketCommandAnswer& answer) {
                   commanded(request, correlation_id, answer);
                 });
}

// Told means readable, of answers too.
void QueueSockets::commanded(const Request& request, const std::string& correlation_id,
                             const SocketCommandAnswer& answer) {
  if (!answer.readable_from) return acknowledge(request, correlation_id, answer);
  when_readable_(*answer.readable_from,
                 [this, request, correlation_id, answer] { acknowledge(request, correlation_id, answer); });
}

void QueueSockets::acknowledge(const Request& request, const std::string& correlation_id,
                               const SocketCommandAnswer& answer) {
  using Outcome = SocketCommandAnswer::Outcome;
  const auto sent = sent_.find(correlation_id);
  switch (answer.outcome) {
    case Outcome::done:
      if (sent != sent_.end()) sent->second.answered_at = loop_.monotonic();
      return request.answered(ack_success());
    case Outcome::refused:
      sent_.erase(correlation_id);
      return refuse(request, answer.error);
    case Outcome::session_over:
      sent_.erase(correlation_id);
      return end(request);
    case Outcome::failed:
      // Its event may still come, and is then the caller's, too.
      return refuse(request, something_wrong);
  }
}

std::shared_ptr<Session> QueueSockets::caller_of(std::string_view correlation_id) {
  const auto sent = sent_.find(std::string(correlation_id));
  if (sent == sent_.end()) return nullptr;
  auto caller = sent->second.caller.lock();
  sent_.erase(sent);
  return caller && caller->open() ? caller : nullptr;
}

void QueueSockets::sweep() {
  const auto now = loop_.monotonic();
  for (auto sent = sent_.begin(); sent != sent_.end();) {
    const bool overdue = sent->second.answered_at && now - *sent->second.answered_at > event_patience;
    const auto caller = overdue ? sent->second.caller.lock() : nullptr;
    if (caller && caller->open()) feeds_.tell(sent->second.queue_id, caller);
    sent = overdue || sent->second.forget_at <= now ? sent_.erase(sent) : std::next(sent);
  }
}

void QueueSockets::refuse(const Request& request, std::string_view text) {
  Announcement error(request.error_event, wire::quoted(text));
  request.session->emit(error);
  request.answered(ack_failure(text));
}

void QueueSockets::end(const Request& request) {
  const bool expired = request.session->identity().expires_at_s <= loop_.now().ms / 1000;
  request.session->close(expired ? CloseReason::token_expired : CloseReason::session_ended);
  request.answered(std::nullopt);
}

}  // namespace frontdesk::realtime_gateway
