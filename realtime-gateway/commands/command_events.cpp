#include "realtime-gateway/commands/command_events.hpp"

#include <algorithm>
#include <utility>

#include "platform/event_log/partitioning.hpp"
#include "schemas/api/words.hpp"
#include "schemas/wire/input.hpp"
#include "schemas/wire/json.hpp"
#include "schemas/wire/uuid.hpp"

namespace frontdesk::realtime_gateway {
namespace {

// The event normally comes before the answer; this long after a success nobody waits for it any more.
constexpr std::chrono::milliseconds event_patience{2500};
constexpr std::chrono::seconds sent_kept{30};

// Each argument under its name; one that is null or not there is left out.
std::string arguments_json(const api::SocketDoor& door, const ClientEvent& event) {
  if (door.in_object) {
    const bool is_object = !event.arguments.empty() && event.arguments.front().kind == Argument::Kind::object;
    return is_object ? event.arguments.front().text : "{}";
  }
  wire::ObjectWriter out;
  for (std::size_t i = 0; i < door.arguments.size() && i < event.arguments.size(); ++i) {
    const Argument& argument = event.arguments[i];
    if (argument.kind == Argument::Kind::null) continue;
    const bool is_text = argument.kind == Argument::Kind::string;
    out.raw(door.arguments[i].field, is_text ? wire::quoted(argument.text) : argument.text);
  }
  return out.take();
}

// The last argument may bring an Idempotency-Key as a member (contracts' README, section 9); one that brings nothing
// else is no argument of the event. `key` is empty when there is none; false: there is one, but it cannot be.
bool take_idempotency_key(ClientEvent& event, std::string& key) {
  constexpr std::string_view name = "idempotencyKey";
  constexpr std::size_t length_max = 128;
  if (event.arguments.empty() || event.arguments.back().kind != Argument::Kind::object) return true;
  const auto last = wire::Input::from_json(event.arguments.back().text);
  if (!last || last->member(name).type() == wire::Input::Type::undefined) return true;
  key = last->member(name).string().value_or("");
  if (last->member_names().size() == 1) event.arguments.pop_back();
  return !key.empty() && key.size() <= length_max &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

// UUIDs in the form that they are stored in.
std::string id_in(const Argument& argument) { return wire::parse_uuid(argument.text).value_or(argument.text); }

}  // namespace

CommandEvents::CommandEvents(SocketCommands& commands, const Rooms& rooms, RowFeeds& feeds, Executor& loop,
                             WhenReadable when_readable)
    : commands_(commands), rooms_(rooms), feeds_(feeds), loop_(loop), when_readable_(std::move(when_readable)) {}

void CommandEvents::add_to(ClientEvents& events, const api::Family& family) {
  for (const auto& route : family.routes) {
    if (route.socket.event.empty() || route.socket.of_gateway) continue;
    const auto error = family.manners.error_event(route.socket.event);
    events.on(std::string(route.socket.event),
              [this, &route, &manners = family.manners, error](auto socket, ClientEvent event, Answered answered) {
                command({std::move(socket), error, std::move(answered), manners.event_of_words, route.unexpected},
                        route, std::move(event));
              });
  }
}

void CommandEvents::command(ClientRequest request, const api::RouteDescription& route, ClientEvent event) {
  SocketCommand sending;
  if (!take_idempotency_key(event, sending.idempotency_key)) return refuse(request, api::words::key_malformed);
  sending.event = route.socket.event;
  sending.arguments_json = arguments_json(route.socket, event);
  const auto arguments = wire::Input::from_json(sending.arguments_json);
  const auto fault = route.fault_of_arguments(arguments.value_or(wire::Input::none()));
  if (!fault.empty()) return refuse(request, fault);
  const auto& door = route.socket;
  if (!door.in_room.empty()) {
    const auto id = arguments->member(door.arguments.front().field).string();
    sending.in_room = rooms_.contains({door.in_room, std::string(id.value_or(""))}, *request.socket);
  }
  sending.bearer = request.socket->identity().token;
  sending.correlation_id = event_log::uuid_from(loop_.random(), loop_.random());
  const std::string correlation_id = sending.correlation_id;
  const std::string row_id = event.arguments.empty() ? "" : id_in(event.arguments.front());
  sent_.emplace(correlation_id,
                Sent{request.socket, route.socket.shown_by, row_id, std::nullopt, loop_.monotonic() + sent_kept});
  commands_.send(std::move(sending),
                 [this, request = std::move(request), correlation_id](const SocketCommandAnswer& answer) {
                   commanded(request, correlation_id, answer);
                 });
}

// Told means readable, of answers too.
void CommandEvents::commanded(const ClientRequest& request, const std::string& correlation_id,
                              const SocketCommandAnswer& answer) {
  if (!answer.readable_from) return acknowledge(request, correlation_id, answer);
  when_readable_(*answer.readable_from,
                 [this, request, correlation_id, answer] { acknowledge(request, correlation_id, answer); });
}

void CommandEvents::acknowledge(const ClientRequest& request, const std::string& correlation_id,
                                const SocketCommandAnswer& answer) {
  using Outcome = SocketCommandAnswer::Outcome;
  const auto sent = sent_.find(correlation_id);
  switch (answer.outcome) {
    case Outcome::done:
      if (sent != sent_.end()) sent->second.answered_at = loop_.monotonic();
      return request.answered(answer.ack_json.empty() ? ack_success() : answer.ack_json);
    case Outcome::refused:
      sent_.erase(correlation_id);
      return refuse(request, answer.error);
    case Outcome::session_over:
      sent_.erase(correlation_id);
      return end(request, loop_.now());
    case Outcome::failed:
      // Its event may still come, and is then the caller's, too.
      return refuse(request, request.unexpected);
  }
}

std::shared_ptr<Socket> CommandEvents::caller_of(std::string_view correlation_id) {
  const auto sent = sent_.find(std::string(correlation_id));
  if (sent == sent_.end()) return nullptr;
  auto caller = sent->second.caller.lock();
  sent_.erase(sent);
  return caller && caller->open() ? caller : nullptr;
}

void CommandEvents::sweep() {
  const auto now = loop_.monotonic();
  for (auto sent = sent_.begin(); sent != sent_.end();) {
    const auto& [caller_held, shown_by, row_id, answered_at, forget_at] = sent->second;
    const bool overdue = answered_at && now - *answered_at > event_patience;
    const auto caller = overdue && !shown_by.empty() ? caller_held.lock() : nullptr;
    if (caller && caller->open()) feeds_.of(shown_by).tell(row_id, caller);
    sent = overdue || forget_at <= now ? sent_.erase(sent) : std::next(sent);
  }
}

}  // namespace frontdesk::realtime_gateway
