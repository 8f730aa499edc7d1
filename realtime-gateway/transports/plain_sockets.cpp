#include "realtime-gateway/transports/plain_sockets.hpp"

#include <optional>
#include <unordered_set>
#include <utility>

#include "realtime-gateway/sockets/refused.hpp"
#include "realtime-gateway/transports/handshake_fields.hpp"
#include "realtime-gateway/transports/plain_frames.hpp"
#include "realtime-gateway/web/query.hpp"
#include "schemas/api/words.hpp"

namespace frontdesk::realtime_gateway {

class PlainSocket;

// They hold their WebSockets, which hold them: whoever ends the one lets go of the other.
struct PlainSockets::Open {
  std::unordered_set<std::shared_ptr<PlainSocket>> sockets;
};

class PlainSocket final : public ReceivingSocket, public web::WebSocket::Listener {
 public:
  struct Held {
    Places::Place of_user;
    Places::Place of_address;
  };
  PlainSocket(std::shared_ptr<PlainSockets::Open> all, std::shared_ptr<Reception> reception, Identity identity,
              std::string address, Held places)
      : ReceivingSocket(std::move(reception), std::move(identity), std::move(address), std::move(places.of_user)),
        all_(std::move(all)),
        of_address_(std::move(places.of_address)) {}

  void opened(std::shared_ptr<web::WebSocket> websocket) {
    websocket_ = std::move(websocket);
    all_->sockets.insert(plain_self());
    begin();
    websocket_->listen(plain_self());
  }
  void let_go() { websocket_.reset(); }

  void send(SharedFrame frame) override {
    if (open()) websocket_->send(std::move(frame));
  }
  const Framing& framing() const override { return plain_framing(); }

  void received(web::FrameKind kind, std::string_view message) override {
    auto frame = kind == web::FrameKind::text ? parse_plain_frame(message) : std::nullopt;
    if (!frame) return send(plain_framing().frame("error", R"({"message":"Invalid message"})"));
    take(std::move(frame->event), frame->bytes,
         [waiting = weak_from_this(), id = std::move(frame->id_json)](const std::optional<std::string>& ack_json) {
           const auto socket = waiting.lock();
           if (socket && id && ack_json) socket->send(plain_acknowledgement(*id, *ack_json));
         });
  }
  bool may_hold(std::size_t bytes) override { return ReceivingSocket::may_hold(bytes); }
  void ended(std::string_view reason) override {
    of_address_.reset();
    ReceivingSocket::ended(reason);
    all_->sockets.erase(plain_self());
  }

 private:
  std::shared_ptr<PlainSocket> plain_self() { return std::static_pointer_cast<PlainSocket>(shared_from_this()); }
  void hold_reading(bool held) override { websocket_->hold_reading(held); }
  void hang_up(CloseReason reason) override {
    const auto [code, words] = goodbye(reason);
    websocket_->close(code, words);
  }

  const std::shared_ptr<PlainSockets::Open> all_;
  Places::Place of_address_;
  std::shared_ptr<web::WebSocket> websocket_;
};

PlainSockets::PlainSockets(Options options, std::shared_ptr<Reception> reception, const Refusals& refusals)
    : options_(std::move(options)),
      reception_(std::move(reception)),
      refusals_(refusals),
      open_(std::make_shared<Open>()) {}

PlainSockets::~PlainSockets() {
  for (const auto& socket : std::exchange(open_->sockets, {})) socket->let_go();
}

void PlainSockets::requested(std::shared_ptr<web::Exchange> exchange) {
  exchange->answer(refusals_.of(404, api::words::endpoint_not_found, exchange->request()));
}

void PlainSockets::upgrade(const web::Request& request, std::function<void(web::Upgrade)> done) {
  const auto subprotocol = first_subprotocol(joined_fields(request.headers, "Sec-WebSocket-Protocol"));
  if (!subprotocol) return done(refusals_.of(400, "Bad request", request));
  auto token = web::query_parameter(request.query, "token");
  if (!token || token->empty()) return done(refusals_.of(401, "Unauthorized - No token provided", request));
  if (reception_->full()) {
    count_refusal("connections");
    return done(refusals_.of(503, api::words::unavailable, request));
  }
  Asked asked{
      request, *subprotocol,
      address_of(request.remote_address, web::header(request.headers, "X-Forwarded-For"), options_.trusted_proxies),
      nullptr};
  asked.place = reception_->addresses.take(asked.address);
  if (!asked.place) {
    count_refusal("connections_per_address");
    return done(refusals_.of(429, api::words::too_many_connections, request));
  }
  reception_->handler.admit(std::move(*token),
                            [this, asked = std::move(asked), done = std::move(done)](Admission admission) {
                              done(admitted(asked, std::move(admission)));
                            });
}

web::Upgrade PlainSockets::admitted(const Asked& asked, Admission admission) {
  const web::Request& request = asked.request;
  switch (admission.verdict) {
    case Admission::Verdict::refused:
      return refusals_.of(401, "Unauthorized - Invalid token", request);
    case Admission::Verdict::unavailable:
      return refusals_.of(503, api::words::unavailable, request);
    case Admission::Verdict::admitted:
      break;
  }
  auto place = reception_->users.take(admission.identity.user_id);
  if (!place) {
    count_refusal("connections_per_user");
    return refusals_.of(429, api::words::too_many_connections, request);
  }
  web::Upgraded upgraded;
  upgraded.options = options_.websocket;
  add_security_headers(upgraded.headers);
  if (!asked.subprotocol.empty()) upgraded.headers.emplace_back("Sec-WebSocket-Protocol", asked.subprotocol);
  const auto socket = std::make_shared<PlainSocket>(open_, reception_, std::move(admission.identity), asked.address,
                                                    PlainSocket::Held{std::move(place), asked.place});
  upgraded.opened = [socket](std::shared_ptr<web::WebSocket> websocket) { socket->opened(std::move(websocket)); };
  return upgraded;
}

}  // namespace frontdesk::realtime_gateway
