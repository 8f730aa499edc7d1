#include "realtime-gateway/gateway.hpp"

#include <stdexcept>
#include <utility>

#include "platform/logging/log.hpp"
#include "platform/metrics/metrics.hpp"
#include "realtime-gateway/facades/identity/session_endings.hpp"
#include "schemas/api/pet_care/messages.hpp"
#include "schemas/api/pet_care/words.hpp"
#include "schemas/api/words.hpp"
#include "schemas/event_types.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::realtime_gateway {
namespace {

// As long as command-api lets a caller of its REST routes wait.
constexpr std::chrono::milliseconds projection_patience{2000};

std::string as_json(const Resumption& resumption) {
  wire::ObjectWriter json;
  json.boolean("recovered", resumption.recovered);
  if (!resumption.reason.empty()) json.text("reason", resumption.reason);
  if (!resumption.token.empty()) json.text("pid", resumption.token);
  std::string lost;
  for (const auto& room : resumption.lost) lost.append(lost.empty() ? "" : ",").append(wire::quoted(room));
  if (!lost.empty()) json.raw("lost", '[' + lost + ']');
  return json.take();
}

}  // namespace

Gateway::Gateway(GatewayParts parts)
    : parts_(std::move(parts)),
      rooms_(parts_.rooms_per_connection_max),
      sockets_(rooms_, parts_.loop),
      authentication_(sockets_, parts_.loop,
                      [this](const std::string& token, auto done) { admit(token, std::move(done)); }),
      tellings_({rooms_, parts_.loop,
                 [this](const std::string& room) { return recoveries_ && recoveries_->awaits(room); },
                 [this](const event_log::UnitId& unit, std::int64_t offset, int pushes) {
                   if (recoveries_) recoveries_->telling(unit, offset, pushes);
                 },
                 [this](const event_log::UnitId& unit) { told_up_to(unit, told_before(unit)); }}),
      feeds_(parts_.families, rooms_, parts_.sources, parts_.loop, parts_.topics,
             [this](const event_log::UnitId& unit) { return told_before(unit); }),
      commands_(parts_.commands, rooms_, feeds_, parts_.loop,
                [this](const auto& from, auto then) { when_readable(from, std::move(then)); }),
      pushes_(parts_.families, parts_.sources, rooms_, feeds_,
              [this](std::string_view correlation_id) { return commands_.caller_of(correlation_id); }),
      facades_(make_facades({rooms_, feeds_, parts_.sources, parts_.sessions, parts_.loop})),
      care_rooms_(facade_of(api::pet_care::room_kind)) {
  for (const auto* family : parts_.families) commands_.add_to(client_events_, *family);
  for (const auto& facade : facades_) facade->add_to(client_events_);
  authentication_.add_to(client_events_);
}

void Gateway::recover_from(event_log::EventLog& log, const std::map<event_log::UnitId, units::Position>& start,
                           std::string_view secret, const Recoveries::Limits& limits) {
  std::map<std::string_view, Facade*> by_kind;
  std::vector<std::string_view> kinds;
  for (const auto& facade : facades_) {
    for (const auto kind : facade->room_kinds()) {
      by_kind.emplace(kind, facade.get());
      kinds.push_back(kind);
    }
  }
  recoveries_ = std::make_unique<Recoveries>(
      Recoveries::Parts{
          log, parts_.loop, parts_.topics,
          [this](std::string_view type, int schema_version, std::string_view payload) {
            return pushes_.pushes_of(type, schema_version, payload);
          },
          [by_kind](const api::Room& room, const Identity& caller, std::function<void(Facade::Entry)> done) {
            by_kind.at(room.kind)->may_join(room, caller, std::move(done));
          },
          std::move(kinds)},
      start, secret, limits);
  rooms_.tell_sets_by([this](std::vector<std::string> names) { return recoveries_->set_of(std::move(names)); });
}

Facade& Gateway::facade_of(std::string_view room_kind) const {
  for (const auto& facade : facades_) {
    for (const auto kind : facade->room_kinds()) {
      if (kind == room_kind) return *facade;
    }
  }
  throw std::logic_error("no facade has rooms of the kind " + std::string(room_kind));
}

void Gateway::sweep() {
  sockets_.close_expired();
  if (stream_ != nullptr) stream_->sweep();
  tellings_.sweep();
  feeds_.sweep();
  commands_.sweep();
  if (recoveries_) recoveries_->sweep();
  static metrics::Gauge& open = metrics::gauge("gateway_connections", "open connections");
  open.set(static_cast<double>(sockets_.count()));
}

void Gateway::drain(std::chrono::milliseconds spread) {
  draining_ = true;
  sockets_.drain(spread);
}

bool Gateway::ready() const {
  return !draining_ && stream_ != nullptr && stream_->whole() && (!recoveries_ || recoveries_->settled());
}

// Before the log is followed nothing would be announced, so nobody may believe to be listening.
void Gateway::admit(std::string token, std::function<void(Admission)> done) {
  if (!ready()) return parts_.loop.post([done = std::move(done)] { done({}); });
  const auto asked_at = parts_.loop.monotonic();
  parts_.admit(token, [done = std::move(done), asked_at](Admission admission) {
    admission.identity.asked_at = asked_at;
    done(std::move(admission));
  });
}

std::int64_t Gateway::told_before(const event_log::UnitId& unit) const {
  return stream_ == nullptr ? 0 : tellings_.told_before(unit, stream_->heard_before(unit));
}

void Gateway::when_readable(const projected::Announcement& from, std::function<void()> then) {
  // Whoever has a connection came after follow().
  positions_->when(from.unit, from.next_offset, projection_patience,
                   [then = std::move(then)](bool /*projected*/) { then(); });
}

void Gateway::opened(const std::shared_ptr<Socket>& socket) {
  sockets_.opened(socket);
  welcome_back(socket);
  if (draining_) socket->close(CloseReason::shutting_down);
}

void Gateway::received(std::shared_ptr<Socket> socket, ClientEvent event, Answered answered) {
  client_events_(std::move(socket), std::move(event), std::move(answered));
}

void Gateway::may_begin_in(std::string room_id, const Identity& caller,
                           std::function<void(std::optional<RoomRefusal>)> done) {
  using Verdict = Facade::Entry::Verdict;
  care_rooms_.may_join(
      {api::pet_care::room_kind, std::move(room_id)}, caller, [done = std::move(done)](const Facade::Entry& entry) {
        if (entry.verdict == Verdict::allowed) return done(std::nullopt);
        if (entry.verdict == Verdict::unavailable) return done(RoomRefusal{503, api::words::unavailable});
        done(RoomRefusal{entry.words == api::pet_care::words::room_not_found ? 404 : 403, entry.words});
      });
}

std::optional<std::string> Gateway::offer_recovery(const Identity& identity, const std::string& sid,
                                                   const std::optional<std::string>& held) {
  return recoveries_ ? recoveries_->offer(identity, sid, held) : std::nullopt;
}

void Gateway::recover(Comeback comeback, const Identity& identity,
                      std::function<void(std::unique_ptr<Resumption>)> done) {
  if (!recoveries_) return SocketHandler::recover(std::move(comeback), identity, std::move(done));
  recoveries_->recover(comeback, identity, std::move(done));
}

// In this order: what it missed, that it is back, and from then on everything live.
void Gateway::welcome_back(const std::shared_ptr<Socket>& socket) {
  const auto resumption = socket->take_resumption();
  if (!resumption || !socket->open()) return;
  if (resumption->recovered) recoveries_->catch_up(*resumption, socket->identity());
  for (const auto& push : resumption->missed) {
    const auto position = recoveries_->position_text(push.at, resumption->rooms);
    socket->send(socket->framing().frame(push.event, push.content->json, position));
  }
  // As many as it was in before.
  for (const auto& room : resumption->rooms) static_cast<void>(rooms_.enter(room, *socket));
  Announcement result("recovery", as_json(*resumption));
  socket->emit(result);
  for (const auto& room : resumption->rooms) show_again(room, socket);
}

// Asked again now that it is in the room: who was put out between the first answer and the entry was not in it yet, and
// must not be shown the state either.
void Gateway::show_again(const api::Room& room, const std::shared_ptr<Socket>& socket) {
  recoveries_->may_join(room, socket->identity(), [this, room, socket](const Facade::Entry& entry) {
    if (!socket->open()) return;
    if (entry.verdict == Facade::Entry::Verdict::allowed) return feeds_.tell(room, socket);
    rooms_.leave(room, *socket);
    Resumption without;
    without.recovered = true;
    without.lost.push_back(room.name());
    Announcement put_out("recovery", as_json(without));
    socket->emit(put_out);
  });
}

void Gateway::closed(Socket& socket) { sockets_.closed(socket); }

// What ends a session ends its sockets at once, however far behind the projection is; and again when it is projected,
// because until then the stores let in whoever asks.
void Gateway::arrived(const HeardEvent& event) {
  if (event.unit.topic != event_log::identity_topic || !event.is_told) return;
  try {
    end_sessions(event, sockets_);
  } catch (const events::Malformed& malformed) {
    logging::debug("ends no session", {{"type", event.type}, {"error", malformed.what()}});
  }
}

void Gateway::heard(const HeardEvent& event) {
  try {
    tell(event);
  } catch (const events::Malformed& malformed) {
    // Projectors keep it as a dead letter; here it holds up nobody.
    static metrics::Counter& poison = metrics::counter("gateway_malformed_events_total", "events that were not told");
    poison.add();
    logging::error("event not told", {{"type", event.type},
                                      {"unit", event_log::to_string(event.unit)},
                                      {"offset", std::to_string(event.next_offset - 1)},
                                      {"error", malformed.what()}});
  }
}

void Gateway::tell(const HeardEvent& event) {
  const auto pushes = pushes_.pushes_of(event.type, event.schema_version, event.payload);
  if (recoveries_) recoveries_->keep(event, pushes);
  if (!event.is_told) return;
  int index = 0;
  for (const auto& push : pushes) tellings_.tell(event, index++, push);
  logging::debug("heard", {{"event", event.type}, {"correlation_id", event.correlation_id}});
  pushes_.changed(event);
  end_sessions(event, sockets_);
  for (const auto& facade : facades_) facade->heard(event);
}

void Gateway::told_up_to(const event_log::UnitId& unit, std::int64_t offset) {
  if (recoveries_) recoveries_->told_up_to(unit, offset);
  feeds_.told_up_to(unit, offset);
}

void Gateway::heard_up_to(const event_log::UnitId& unit, std::int64_t next_offset) {
  told_up_to(unit, tellings_.told_before(unit, next_offset));
}

void Gateway::projected_up_to(const event_log::UnitId& unit, std::int64_t next_offset) {
  tellings_.projected_up_to(unit, next_offset);
  feeds_.projected_up_to(unit, next_offset);
}

}  // namespace frontdesk::realtime_gateway
