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

Gateway::Gateway(Executor& loop, event_log::Topics topics, Admit admit, SessionCheck& sessions,
                 QueueStatusSource& queues, SocketCommands& commands)
    : loop_(loop),
      admit_(std::move(admit)),
      connections_(rooms_, loop),
      feeds_(rooms_, queues, loop, topics,
             [this](const event_log::UnitId& unit) { return stream_ == nullptr ? 0 : stream_->heard_before(unit); }),
      queue_sockets_(rooms_, feeds_, queues, commands, sessions, loop,
                     [this](const auto& from, auto then) { when_readable(from, std::move(then)); }),
      queue_events_(rooms_, feeds_, queue_sockets_) {
  queue_sockets_.add_to(client_events_);
}

void Gateway::sweep() {
  connections_.close_expired();
  if (stream_ != nullptr) stream_->sweep();
  feeds_.sweep();
  queue_sockets_.sweep();
  static metrics::Gauge& open = metrics::gauge("gateway_connections", "open connections");
  open.set(static_cast<double>(connections_.count()));
}

void Gateway::drain(std::chrono::milliseconds spread) {
  draining_ = true;
  connections_.drain(spread);
}

// Before the log is followed nothing would be announced, so nobody may believe to be listening.
void Gateway::admit(std::string token, std::function<void(Admission)> done) {
  if (!ready()) return loop_.post([done = std::move(done)] { done({}); });
  const auto asked_at = loop_.monotonic();
  admit_(token, [done = std::move(done), asked_at](Admission admission) {
    admission.identity.asked_at = asked_at;
    done(std::move(admission));
  });
}

void Gateway::when_readable(const projected::Announcement& from, std::function<void()> then) {
  // Whoever has a connection came after follow().
  positions_->when(from.unit, from.next_offset, projection_patience,
                   [then = std::move(then)](bool /*projected*/) { then(); });
}

void Gateway::opened(const std::shared_ptr<Session>& session) {
  connections_.opened(session);
  if (draining_) session->close(CloseReason::shutting_down);
}

void Gateway::received(std::shared_ptr<Session> session, ClientEvent event, Answered answered) {
  client_events_(std::move(session), std::move(event), std::move(answered));
}

void Gateway::closed(Session& session) { connections_.closed(session); }

void Gateway::heard(const HeardEvent& event) {
  try {
    if (queue_events_.heard(event) || end_sessions(event, connections_)) return;
    logging::warn("an event of no known type", {{"type", event.type}, {"unit", event_log::to_string(event.unit)}});
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
