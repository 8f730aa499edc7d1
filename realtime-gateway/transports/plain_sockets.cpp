#include "realtime-gateway/transports/plain_sockets.hpp"

#include <optional>
#include <unordered_set>
#include <utility>

#include "realtime-gateway/sockets/refused.hpp"
#include "realtime-gateway/transports/handshake_fields.hpp"
#include "realtime-gateway/transports/plain_frames.hpp"
#include "realtime-gateway/web/query.hpp"
#include "schemas/api/words.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::realtime_gateway {

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

  // `first`: what it does before anything that its client says.
  void opened(std::shared_ptr<web::WebSocket> websocket, std::optional<ClientEvent> first) {
    websocket_ = std::move(websocket);
    all_->sockets.insert(plain_self());
    begin();
    if (first) take(*std::move(first), 0, [](const std::optional<std::string>&) {});
    websocket_->listen(plain_self());
  }
  bool in_one_room() const override { return true; }
  void let_go() { websocket_.reset(); }

  void send(SharedFrame frame) override {
    if (open()) websocket_->send(std::move(frame));
  }
  const Framing& framing() const override { return plain_framing(); }

  void received(web::FrameKind kind, std::string_view message) override {
    auto frame = kind == web::FrameKind::text ? parse_plain_frame(message) : std::nullopt;
    if (!frame) return send(plain_framing().frame("error", R"({"message":"Invalid message"})", {}));
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

namespace {
// As if the client said so, since rights may end between the upgrade and its answer.
ClientEvent join_of(const std::string& room_id) {
  return {"joinRoom", {{Argument::Kind::object, R"({"roomId":)" + wire::quoted(room_id) + "}", std::nullopt}}};
}
}  // namespace

void PlainSockets::come_back(PlainSocket& socket, std::unique_ptr<Resumption> resumption,
                             const std::optional<std::string>& held) {
  if (!resumption->recovered) {
    const auto token = reception_->handler.offer_recovery(socket.identity(), {}, held);
    resumption->token = token.value_or("");
    if (!token) resumption->reason = not_recovered::not_offered;
  }
  if (!resumption->token.empty()) socket.tell_positions();
  socket.resume(std::move(resumption));
}

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

namespace {

// `recover=1` asks for a token; `recover=<token>&position=<position>` brings one.
std::optional<Comeback> comeback_of(const web::Request& request) {
  const auto token = web::query_parameter(request.query, "recover");
  if (!token || token->empty() || *token == "0") return std::nullopt;
  return Comeback{*token, web::query_parameter(request.query, "position")};
}

std::unique_ptr<Resumption> fresh(std::string_view reason) {
  auto resumption = std::make_unique<Resumption>();
  resumption->reason = reason;
  return resumption;
}

}  // namespace

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
      nullptr, std::nullopt};
  asked.place = reception_->addresses.take(asked.address);
  if (!asked.place) {
    count_refusal("connections_per_address");
    return done(refusals_.of(429, api::words::too_many_connections, request));
  }
  reception_->handler.admit(std::move(*token),
                            [this, asked = std::move(asked), done = std::move(done)](Admission admission) {
                              begin_in_room(asked, std::move(admission), done);
                            });
}

// `&roomId=` (contract 000, section 4): a room that may not be joined fails the upgrade.
void PlainSockets::begin_in_room(Asked asked, Admission admission, const Done& done) {
  auto room_id = web::query_parameter(asked.request.query, "roomId");
  if (admission.verdict != Admission::Verdict::admitted || !room_id || room_id->empty()) {
    return admitted(asked, std::move(admission), done);
  }
  const Identity caller = admission.identity;
  asked.first = join_of(*room_id);
  reception_->handler.may_begin_in(*room_id, caller,
                                   [this, asked = std::move(asked), admission = std::move(admission),
                                    done](const std::optional<SocketHandler::RoomRefusal>& refused) {
                                     if (refused) {
                                       return done(refusals_.of(refused->status, refused->words, asked.request));
                                     }
                                     admitted(asked, admission, done);
                                   });
}

void PlainSockets::admitted(const Asked& asked, Admission admission, const Done& done) {
  const web::Request& request = asked.request;
  switch (admission.verdict) {
    case Admission::Verdict::refused:
      return done(refusals_.of(401, "Unauthorized - Invalid token", request));
    case Admission::Verdict::unavailable:
      return done(refusals_.of(503, api::words::unavailable, request));
    case Admission::Verdict::admitted:
      break;
  }
  auto comeback = comeback_of(request);
  if (!comeback) return done(upgraded(asked, std::move(admission.identity), nullptr));
  if (comeback->token == "1") {
    return done(upgraded(asked, std::move(admission.identity), fresh(not_recovered::is_new)));
  }
  const Identity identity = admission.identity;
  reception_->handler.recover(std::move(*comeback), identity,
                              [this, asked, identity, done](std::unique_ptr<Resumption> resumption) {
                                done(upgraded(asked, identity, std::move(resumption)));
                              });
}

web::Upgrade PlainSockets::upgraded(const Asked& asked, Identity identity, std::unique_ptr<Resumption> resumption) {
  auto place = reception_->users.take(identity.user_id);
  if (!place) {
    count_refusal("connections_per_user");
    return refusals_.of(429, api::words::too_many_connections, asked.request);
  }
  web::Upgraded upgraded;
  upgraded.options = options_.websocket;
  add_security_headers(upgraded.headers);
  if (!asked.subprotocol.empty()) upgraded.headers.emplace_back("Sec-WebSocket-Protocol", asked.subprotocol);
  const auto socket = std::make_shared<PlainSocket>(open_, reception_, std::move(identity), asked.address,
                                                    PlainSocket::Held{std::move(place), asked.place});
  if (resumption) come_back(*socket, std::move(resumption), web::query_parameter(asked.request.query, "position"));
  upgraded.opened = [socket, first = asked.first](std::shared_ptr<web::WebSocket> websocket) {
    socket->opened(std::move(websocket), first);
  };
  return upgraded;
}

}  // namespace frontdesk::realtime_gateway
