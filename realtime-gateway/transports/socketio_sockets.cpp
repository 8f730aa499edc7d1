#include "realtime-gateway/transports/socketio_sockets.hpp"

#include <optional>
#include <utility>

#include "realtime-gateway/engineio/errors.hpp"
#include "realtime-gateway/socketio/json.hpp"
#include "realtime-gateway/socketio/packet.hpp"
#include "realtime-gateway/sockets/refused.hpp"
#include "realtime-gateway/transports/handshake_fields.hpp"
#include "realtime-gateway/transports/plain_frames.hpp"
#include "schemas/api/words.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::realtime_gateway {
namespace {

// An event with its one argument, as it goes over a WebSocket; engineio::Frame makes a poll's packet of it. Clients
// take any text at the end of an event for their position, so whoever has a `pid` gets one with every event.
class SocketIoFraming final : public Framing {
 public:
  SharedFrame frame(std::string_view event, std::string_view data_json, std::string_view position) const override {
    const std::string arguments = '[' + std::string(data_json) + ']';
    return socketio::event_message({.arguments = arguments}, event, position).front().websocket();
  }
};
const Framing& socketio_framing() {
  static const SocketIoFraming framing;
  return framing;
}

enum class Where { auth, header, query, nowhere };
struct Presented {
  Where where = Where::nowhere;
  std::string token;
};

Presented token_of(const socketio::Arrival& arrival) {
  if (auto token = socketio::string_member(arrival.auth, "token"); token && !token->empty()) {
    return {Where::auth, std::move(*token)};
  }
  constexpr std::string_view scheme = "Bearer ";
  auto header = arrival.handshake.header("authorization");
  if (header.starts_with(scheme)) header.remove_prefix(scheme.size());
  if (!header.empty()) return {Where::header, std::string(header)};
  // A client of 000 says where its token would be, also when it has none.
  if (auto query = arrival.handshake.parameter("token")) return {Where::query, std::move(*query)};
  return {};
}

// The codes of 004, with the words of 002 and 003 beside them; who brings the token in the query hears 000's.
socketio::Refused refusal(Where where, std::string_view code, std::string_view words, std::string_view to_query) {
  return {std::string(where == Where::query ? to_query : code), wire::ObjectWriter().text("message", words).take()};
}

}  // namespace

class SocketIoSocket final : public ReceivingSocket {
 public:
  SocketIoSocket(std::shared_ptr<Reception> reception, Identity identity, std::string address, Places::Place place,
                 bool may_come_back)
      : ReceivingSocket(std::move(reception), std::move(identity), std::move(address), std::move(place)),
        may_come_back_(may_come_back) {}

  bool may_come_back() const { return may_come_back_; }
  // What its client holds of an earlier session.
  const std::optional<std::string>& held_position() const { return held_position_; }
  void hold_position(std::optional<std::string> position) { held_position_ = std::move(position); }

  void opened(const std::shared_ptr<socketio::Socket>& socket) {
    socket_ = socket;
    begin();
  }
  void received(socketio::Event event, const socketio::Ack& ack) {
    const std::size_t bytes = event.name.size() + event.arguments.size();
    take({std::move(event.name), parse_arguments(event.arguments)}, bytes,
         [ack](const std::optional<std::string>& ack_json) {
           if (ack.wanted() && ack_json) ack('[' + *ack_json + ']');
         });
  }
  bool hold(std::size_t bytes) { return may_hold(bytes); }
  void over(std::string_view reason) { ended(reason); }

  void send(SharedFrame frame) override {
    const auto socket = socket_.lock();
    if (open() && socket) socket->send(engineio::Frame::of(std::move(frame)));
  }
  const Framing& framing() const override { return socketio_framing(); }

 private:
  void hold_reading(bool held) override {
    if (const auto socket = socket_.lock()) socket->hold_reading(held);
  }
  // After the end of a session the client is told not to come back by itself; in all other cases it may, at once and
  // with a fresh token.
  void hang_up(CloseReason reason) override {
    const auto socket = socket_.lock();
    if (!socket) return;
    const auto [code, words] = goodbye(reason);
    if (reason == CloseReason::session_ended) {
      socket->disconnect_and_close({code, words});
    } else {
      socket->close({code, words});
    }
  }

  std::weak_ptr<socketio::Socket> socket_;
  std::optional<std::string> held_position_;
  const bool may_come_back_;
};

namespace {
std::shared_ptr<SocketIoSocket> ours(const std::shared_ptr<void>& data) {
  return std::static_pointer_cast<SocketIoSocket>(data);
}
std::shared_ptr<SocketIoSocket> ours(const socketio::Socket& socket) { return ours(socket.data()); }
}  // namespace

std::optional<std::string> SocketIoRecovery::offer(const std::string& sid, const std::shared_ptr<void>& data) {
  const auto socket = ours(data);
  if (!socket->may_come_back()) return std::nullopt;
  auto token = handler_.offer_recovery(socket->identity(), sid, socket->held_position());
  if (token) socket->tell_positions();
  if (auto* const resumption = socket->resumption()) {
    // It could have been recovered, but somebody else was quicker.
    if (resumption->recovered) *resumption = {.reason = not_recovered::superseded};
    resumption->token = token.value_or("");
  }
  return token;
}

std::string SocketIoRecovery::record(const socketio::Told&) { return {}; }
void SocketIoRecovery::joined(const std::string&, const std::string&) {}
void SocketIoRecovery::left(socketio::Left) {}

void SocketIoRecovery::restore(const std::string& pid, const std::optional<std::string>& offset,
                               const std::shared_ptr<void>& data, std::function<void(socketio::Restoration)> done) {
  const auto socket = ours(data);
  if (!socket->may_come_back()) return done(socketio::NotRestored(not_recovered::not_offered));
  socket->hold_position(offset);
  handler_.recover({pid, offset}, socket->identity(),
                   [socket, done = std::move(done)](std::unique_ptr<Resumption> resumption) {
                     socketio::Restoration restoration = socketio::NotRestored(resumption->reason);
                     if (resumption->recovered) {
                       socket->tell_positions();
                       restoration = socketio::Restored{.sid = resumption->sid, .rooms = {}, .data = {}, .missed = {}};
                     }
                     socket->resume(std::move(resumption));
                     done(std::move(restoration));
                   });
}

SocketIoSockets::SocketIoSockets(const Options& options, std::shared_ptr<Reception> reception, const Refusals& refusals,
                                 const std::shared_ptr<web::Round>& round)
    : reception_(std::move(reception)),
      trusted_proxies_(options.trusted_proxies),
      recovery_(reception_->handler),
      server_(server_options(options, refusals), round, reception_->deadlines) {
  server_.open("/", *this, &recovery_);
}

socketio::Options SocketIoSockets::server_options(const Options& options, const Refusals& refusals) {
  socketio::Options chosen;
  auto& transport = chosen.transport;
  transport.path = "/socket.io/";
  transport.id_prefix = options.session_id_prefix;
  transport.sessions_max = reception_->connections_max;
  transport.message_bytes_max = options.message_bytes_max;
  transport.outbound_bytes_max = options.outbound_bytes_max;
  transport.outbound_messages_max = options.outbound_messages_max;
  transport.admit = [this](const web::Request& request) { return enter(request); };
  transport.add_headers = [&refusals](const web::Request& request, web::Headers& headers) {
    http::Response decorated;
    refusals.cors().decorate(request.path, web::header(request.headers, "Origin"), decorated);
    for (const auto& [name, value] : decorated.headers) headers.emplace_back(name, value);
    add_correlation_id(request, headers);
    add_security_headers(headers);
  };
  chosen.may_hold = [this](socketio::Connection& connection, std::size_t bytes) { return may_hold(connection, bytes); };
  return chosen;
}

// 503 sends an edge to another gateway.
engineio::Entry SocketIoSockets::enter(const web::Request& request) {
  using engineio::Error;
  const bool full = reception_->full();
  if (full || !accepting_ || !reception_->handler.ready()) {
    if (full) count_refusal("connections");
    auto refusal = engineio::error_answer(503, Error::forbidden, api::words::unavailable);
    refusal.headers.emplace_back("Retry-After", "1");
    return refusal;
  }
  auto place = reception_->addresses.take(
      address_of(request.remote_address, web::header(request.headers, "X-Forwarded-For"), trusted_proxies_));
  if (place) return place;
  count_refusal("connections_per_address");
  return engineio::error_answer(429, Error::forbidden, api::words::too_many_connections);
}

// Before anybody has joined only the limit of one message holds.
bool SocketIoSockets::may_hold(socketio::Connection& connection, std::size_t bytes) {
  for (const auto& socket : connection.sockets()) {
    if (!ours(*socket)->hold(bytes)) return false;
  }
  return true;
}

void SocketIoSockets::connecting(const socketio::Arrival& arrival, std::function<void(socketio::Verdict)> done) {
  auto [where, token] = token_of(arrival);
  if (token.empty()) {
    return done(refusal(where, "UNAUTHORIZED", "Authentication token required", "Unauthorized - No token provided"));
  }
  const auto forwarded = arrival.handshake.header("x-forwarded-for");
  auto address = address_of(arrival.handshake.remote_address, forwarded, trusted_proxies_);
  // For clients that cannot bear one more argument.
  const bool may_come_back = arrival.handshake.parameter("recover") != "0";
  reception_->handler.admit(std::move(token), [this, where = where, address = std::move(address), may_come_back,
                                               done = std::move(done)](Admission admission) {
    switch (admission.verdict) {
      case Admission::Verdict::admitted:
        return done(admitted(std::move(admission.identity), address, may_come_back));
      case Admission::Verdict::refused:
        return done(refusal(where, "INVALID_TOKEN", words_of(admission.why), "Unauthorized - Invalid token"));
      case Admission::Verdict::unavailable:
        return done(refusal(where, api::words::unavailable, api::words::unavailable, api::words::unavailable));
    }
  });
}

socketio::Verdict SocketIoSockets::admitted(Identity identity, const std::string& address, bool may_come_back) {
  auto place = reception_->users.take(identity.user_id);
  if (place) {
    return socketio::Admitted{
        std::make_shared<SocketIoSocket>(reception_, std::move(identity), address, std::move(place), may_come_back)};
  }
  count_refusal("connections_per_user");
  const auto words = api::words::too_many_connections;
  return socketio::Refused{"TOO_MANY_CONNECTIONS", wire::ObjectWriter().text("message", words).take()};
}

void SocketIoSockets::connected(const std::shared_ptr<socketio::Socket>& socket) { ours(*socket)->opened(socket); }

void SocketIoSockets::received(const std::shared_ptr<socketio::Socket>& socket, socketio::Event event,
                               socketio::Ack ack) {
  ours(*socket)->received(std::move(event), ack);
}

void SocketIoSockets::disconnected(socketio::Socket& socket, std::string_view reason) { ours(socket)->over(reason); }

}  // namespace frontdesk::realtime_gateway
