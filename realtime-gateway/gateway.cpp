#include "realtime-gateway/gateway.hpp"

#include <utility>

#include "platform/logging/log.hpp"
#include "platform/metrics/metrics.hpp"
#include "realtime-gateway/facades/identity/session_endings.hpp"
#include "schemas/event_types.hpp"

namespace frontdesk::realtime_gateway {
namespace {

// As long as command-api lets a caller of its REST routes wait.
constexpr std::chrono::milliseconds projection_patience{2000};

}  // namespace

Gateway::Gateway(GatewayParts parts)
    : parts_(std::move(parts)),
      rooms_(parts_.rooms_per_connection_max),
      sockets_(rooms_, parts_.loop),
      feeds_(parts_.families, rooms_, parts_.sources, parts_.loop, parts_.topics,
             [this](const event_log::UnitId& unit) { return stream_ == nullptr ? 0 : stream_->heard_before(unit); }),
      commands_(parts_.commands, feeds_, parts_.loop,
                [this](const auto& from, auto then) { when_readable(from, std::move(then)); }),
      pushes_(parts_.families, rooms_, feeds_,
              [this](std::string_view correlation_id) { return commands_.caller_of(correlation_id); }),
      facades_(make_facades({rooms_, feeds_, parts_.sources, parts_.sessions, parts_.loop})) {
  for (const auto* family : parts_.families) commands_.add_to(client_events_, *family);
  for (const auto& facade : facades_) facade->add_to(client_events_);
}

void Gateway::sweep() {
  sockets_.close_expired();
  if (stream_ != nullptr) stream_->sweep();
  feeds_.sweep();
  commands_.sweep();
  static metrics::Gauge& open = metrics::gauge("gateway_connections", "open connections");
  open.set(static_cast<double>(sockets_.count()));
}

void Gateway::drain(std::chrono::milliseconds spread) {
  draining_ = true;
  sockets_.drain(spread);
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

void Gateway::when_readable(const projected::Announcement& from, std::function<void()> then) {
  // Whoever has a connection came after follow().
  positions_->when(from.unit, from.next_offset, projection_patience,
                   [then = std::move(then)](bool /*projected*/) { then(); });
}

void Gateway::opened(const std::shared_ptr<Socket>& socket) {
  sockets_.opened(socket);
  if (draining_) socket->close(CloseReason::shutting_down);
}

void Gateway::received(std::shared_ptr<Socket> socket, ClientEvent event, Answered answered) {
  client_events_(std::move(socket), std::move(event), std::move(answered));
}

void Gateway::closed(Socket& socket) { sockets_.closed(socket); }

void Gateway::heard(const HeardEvent& event) {
  try {
    pushes_.heard(event);
    end_sessions(event, sockets_);
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

void Gateway::heard_up_to(const event_log::UnitId& unit, std::int64_t next_offset) {
  feeds_.heard_up_to(unit, next_offset);
}

void Gateway::projected_up_to(const event_log::UnitId& unit, std::int64_t next_offset) {
  feeds_.projected_up_to(unit, next_offset);
}

}  // namespace frontdesk::realtime_gateway
