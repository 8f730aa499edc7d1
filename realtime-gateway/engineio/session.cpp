#include "realtime-gateway/engineio/session.hpp"

#include <utility>

#include "realtime-gateway/engineio/errors.hpp"
#include "realtime-gateway/engineio/site.hpp"

namespace frontdesk::engineio {
namespace {


std::string opening(const Site& site, const std::string& id, bool polling) {
  const auto& options = site.options;
  return R"({"sid":")" + id + R"(","upgrades":[)" + (polling ? R"("websocket")" : "") + R"(],"pingInterval":)" +
         std::to_string(options.ping_interval.count()) + R"(,"pingTimeout":)" +
         std::to_string(options.ping_timeout.count()) + R"(,"maxPayload":)" +
         std::to_string(options.message_bytes_max) + '}';
}

}  // namespace

// Tells the session which of its sockets speaks.
class Session::Link final : public web::WebSocket::Listener {
 public:
  Link(std::weak_ptr<Session> session, web::WebSocket& socket) : session_(std::move(session)), socket_(socket) {}

  void received(web::FrameKind kind, std::string_view message) override {
    if (const auto session = session_.lock()) session->received(socket_, kind, message);
  }
  bool may_hold(std::size_t bytes) override {
    const auto session = session_.lock();
    return session && session->may_hold(bytes);
  }
  void ended(std::string_view reason) override {
    if (const auto session = session_.lock()) session->ended(socket_, reason);
  }

 private:
  const std::weak_ptr<Session> session_;
  web::WebSocket& socket_;  // it owns the link
};

Session::Session(std::shared_ptr<Site> site, std::string id, Handshake handshake, std::shared_ptr<void> place)
    : site_(std::move(site)),
      id_(std::move(id)),
      handshake_(std::move(handshake)),
      place_(std::move(place)),
      heartbeat_(site_->deadlines, [this] { heartbeat(); }),
      patience_(site_->deadlines, [this] { patience_ends(); }) {}

void Session::begin(std::shared_ptr<web::WebSocket> socket) {
  socket_ = std::move(socket);
  await_heartbeat();
  if (!socket_) return;
  write(Frame::text(PacketType::open, opening(*site_, id_, false)));
  hear(*socket_);
}

void Session::hear(web::WebSocket& socket) { socket.listen(std::make_shared<Link>(weak_from_this(), socket)); }

std::string Session::opening_body() const {
  PayloadWriter body(handshake_.revision);
  body.add_text(static_cast<char>(PacketType::open) + opening(*site_, id_, true));
  return body.take();
}

void Session::await_heartbeat() {
  const auto& options = site_->options;
  awaiting_pong_ = false;
  heartbeat_.set_in(handshake_.revision == Revision::v4 ? options.ping_interval
                                                        : options.ping_interval + options.ping_timeout);
}

void Session::heartbeat() {
  const auto self = shared_from_this();
  if (awaiting_pong_ || handshake_.revision == Revision::v3) return end("ping timeout");
  static const Frame ping = Frame::text(PacketType::ping);
  awaiting_pong_ = true;
  heartbeat_.set_in(site_->options.ping_timeout);
  write(ping);
}

void Session::patience_ends() {
  const auto self = shared_from_this();
  if (state_ == State::closing) return end("close timeout");
  drop_probe();
}

void Session::send(const Frame& frame) {
  if (state_ == State::open) write(frame);
}

void Session::send(const Message& message) {
  for (const Frame& frame : message) send(frame);
}

void Session::write(const Frame& frame) {
  if (!socket_) {
    queued_bytes_ += frame.payload().size();
    queue_.push_back(frame);
    const auto& options = site_->options;
    const bool full = queued_bytes_ > options.outbound_bytes_max || queue_.size() > options.outbound_messages_max;
    return full ? overflow() : flush_later();
  }
  if (frame.is_binary() && handshake_.revision == Revision::v3) {
    // There the type goes before the bytes.
    return socket_->send(web::framed(web::FrameKind::binary, '\4' + std::string(frame.payload())));
  }
  socket_->send(frame.websocket());
}

void Session::overflow() {
  queue_.clear();
  queued_bytes_ = 0;
  close({web::slow_consumer_code, std::string(web::slow_consumer_words)});
}

void Session::flush_later() {
  if (!poll_ || std::exchange(flush_due_, true)) return;
  site_->round->add(shared_from_this());
}

void Session::at_round_end() {
  flush_due_ = false;
  flush_poll();
}

void Session::close(Goodbye goodbye) {
  if (state_ != State::open) return;
  state_ = State::closing;
  end_reason_ = goodbye.words;
  heartbeat_.clear();
  site_->round->post([self = shared_from_this()] { self->tell_closed(); });
  goodbye_ = std::move(goodbye);
  if (socket_) return socket_->close(goodbye_->code, goodbye_->words);
  patience_.set_in(site_->options.close_timeout);
  flush_later();
}

void Session::hold_reading(bool held) {
  held_ = held;
  if (socket_) socket_->hold_reading(held);
  if (held || !held_post_) return;
  posting_ = false;
  answer(*std::exchange(held_post_, nullptr), {.content_type = "text/plain; charset=UTF-8", .body = "ok"});
}

bool Session::may_hold(std::size_t bytes) const { return !listener_ || listener_->may_hold(bytes); }

void Session::received(web::WebSocket& socket, web::FrameKind kind, std::string_view message) {
  const bool binary = kind == web::FrameKind::binary;
  if (&socket == probe_.get()) return probe_received(binary ? std::string_view() : message);
  if (&socket != socket_.get() || state_ != State::open) return;
  const bool marked = handshake_.revision == Revision::v3;
  if (binary && (!marked || message.starts_with('\4'))) {
    return take({PacketType::message, true, message.substr(marked ? 1 : 0)});
  }
  const auto packet = binary ? std::nullopt : text_packet(message);
  if (packet) return take(*packet);
  socket_->close(protocol_error, "Parse error");
  end("parse error");
}

void Session::take(const Packet& packet) {
  const bool clients_ping = handshake_.revision == Revision::v3;
  switch (packet.type) {
    case PacketType::message:
      return listener_->received(packet.binary, packet.data);
    case PacketType::ping:
      if (!clients_ping) return end("parse error");
      write(Frame::text(PacketType::pong, packet.data));
      return await_heartbeat();
    case PacketType::pong:
      if (clients_ping) return end("parse error");
      return await_heartbeat();
    case PacketType::close:
      return end("transport close", PacketType::noop);
    case PacketType::open:
    case PacketType::upgrade:
    case PacketType::noop:
      return;
  }
}

void Session::ended(web::WebSocket& socket, std::string_view reason) {
  if (&socket == probe_.get()) return drop_probe();
  if (&socket != socket_.get()) return;
  if (end_reason_.empty()) end_reason_ = reason == web::slow_consumer_words ? reason : "transport close";
  end(reason);
}

void Session::end(std::string_view reason, PacketType last) {
  if (state_ == State::closed) return;
  const auto self = shared_from_this();
  state_ = State::closed;
  if (end_reason_.empty()) end_reason_ = reason;
  heartbeat_.clear();
  if (poll_) answer_poll(last);
  hold_reading(false);
  if (socket_) socket_->close(1000, end_reason_);
  drop_probe();
  patience_.clear();
  place_.reset();
  queue_.clear();
  queue_.shrink_to_fit();
  site_->sessions.erase(id_);
  site_->round->post([self] { self->tell_closed(); });
}

void Session::tell_closed() {
  const auto listener = std::exchange(listener_, nullptr);
  if (listener) listener->closed(end_reason_);
}

}  // namespace frontdesk::engineio
