// How a session speaks over HTTP: polls, posts, and the way from there to a WebSocket.
#include <utility>

#include "realtime-gateway/engineio/errors.hpp"
#include "realtime-gateway/engineio/payload.hpp"
#include "realtime-gateway/engineio/session.hpp"
#include "realtime-gateway/engineio/site.hpp"

namespace frontdesk::engineio {
namespace {

constexpr const char* plain_text = "text/plain; charset=UTF-8";

}  // namespace

void Session::answer(web::Exchange& exchange, web::Answer answer) const {
  answer.headers.emplace_back("Cache-Control", "no-store");
  if (site_->options.add_headers) site_->options.add_headers(exchange.request(), answer.headers);
  exchange.answer(std::move(answer));
}

void Session::answer_poll(std::string body) {
  answer(*std::exchange(poll_, nullptr), {.content_type = plain_text, .body = std::move(body)});
}

void Session::answer_poll(PacketType packet) {
  PayloadWriter body(handshake_.revision);
  body.add_text(std::string(1, static_cast<char>(packet)));
  answer_poll(body.take());
}

void Session::poll(std::shared_ptr<web::Exchange> exchange) {
  if (poll_) {
    answer(*exchange, error_answer(Error::bad_request));
    return end("overlapping polls");
  }
  poll_ = std::move(exchange);
  poll_->on_gone([session = weak_from_this(), gone = poll_.get()] {
    const auto self = session.lock();
    if (!self || self->poll_.get() != gone) return;
    self->poll_.reset();
    self->end("transport close");
  });
  if (!queue_.empty() || state_ == State::closing) return flush_poll();
  // Nothing would come this way any more.
  if (probed_) answer_poll(PacketType::noop);
}

void Session::flush_poll() {
  if (!poll_ || (queue_.empty() && state_ != State::closing)) return;
  answer_poll(next_body());
  if (state_ == State::closing && queue_.empty() && last_told_) end("closed");
}

std::string Session::next_body() {
  const std::size_t packets_max = site_->options.packets_per_body_max;
  PayloadWriter body(handshake_.revision);
  std::size_t sent = 0;
  while (sent < queue_.size() && body.packets() < packets_max) {
    // A message and its attachments stay together, unless they are too many for any body.
    const std::size_t together = 1U + queue_[sent].followers;
    if (body.packets() > 0 && body.packets() + together > packets_max) break;
    for (std::size_t i = 0; i < together && sent < queue_.size() && body.packets() < packets_max; ++i, ++sent) {
      const Frame& frame = queue_[sent];
      queued_bytes_ -= frame.payload().size();
      frame.is_binary() ? body.add_binary(frame.payload()) : body.add_text(frame.payload());
    }
  }
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(sent));
  if (queue_.empty()) queue_.shrink_to_fit();
  last_told_ = state_ == State::closing && queue_.empty() && body.packets() < packets_max;
  if (last_told_) body.add_text(std::string(1, static_cast<char>(PacketType::close)));
  return body.take();
}

void Session::post(std::shared_ptr<web::Exchange> exchange) {
  const bool binary = web::header(exchange->request().headers, "Content-Type") == "application/octet-stream";
  const bool old = handshake_.revision == Revision::v3;
  if (posting_ || (binary && !old)) {
    answer(*exchange, error_answer(Error::bad_request));
    return end(posting_ ? "overlapping posts" : "parse error");
  }
  const auto form = !old ? PayloadForm::separated : binary ? PayloadForm::counted_bytes : PayloadForm::counted;
  posting_ = true;
  const auto self = shared_from_this();
  // It goes with its callback, in the same call.
  auto* const reading = exchange.get();
  reading->read_body(
      site_->options.message_bytes_max, [self](std::size_t bytes) { return self->may_hold(bytes); },
      [self, exchange = std::move(exchange), form](const web::Body& body) { self->take_body(exchange, body, form); });
}

void Session::take_body(std::shared_ptr<web::Exchange> exchange, const web::Body& body, PayloadForm form) {
  posting_ = false;
  switch (body.state) {
    case web::Body::State::lost:
      return end("transport close");
    case web::Body::State::too_large:
      answer(*exchange, error_answer(413, Error::bad_request));
      return end("message too large");
    case web::Body::State::refused:
      answer(*exchange, error_answer(503, Error::bad_request));
      return end("too much sent at once");
    case web::Body::State::whole:
      break;
  }
  if (state_ == State::closed) return answer(*exchange, error_answer(Error::session_id_unknown));
  if (!take_packets({body.bytes, form})) {
    answer(*exchange, error_answer(Error::bad_request));
    return end("parse error");
  }
  held_post_ = std::move(exchange);
  posting_ = true;
  // The client sends its next packets when it has this answer.
  if (!held_ || state_ != State::open) hold_reading(false);
}

bool Session::take_packets(PayloadReader packets) {
  while (state_ == State::open) {
    const auto packet = packets.next();
    if (!packet) return !packets.broken();
    take(*packet);
  }
  return true;
}

void Session::probe(std::shared_ptr<web::WebSocket> socket) {
  probe_ = std::move(socket);
  if (state_ == State::open) patience_.set_in(site_->options.upgrade_timeout);
  hear(*probe_);
}

void Session::probe_received(std::string_view message) {
  const auto packet = text_packet(message);
  if (packet && packet->type == PacketType::upgrade) return upgrade();
  if (!packet || packet->type != PacketType::ping || packet->data != "probe") return drop_probe();
  probed_ = true;
  probe_->send(Frame::text(PacketType::pong, "probe").websocket());
  if (!poll_) return;
  queue_.empty() ? answer_poll(PacketType::noop) : flush_poll();
}

void Session::upgrade() {
  patience_.clear();
  probed_ = false;
  socket_ = std::move(probe_);
  if (poll_) answer_poll(PacketType::noop);
  for (const Frame& frame : std::exchange(queue_, {})) write(frame);
  queued_bytes_ = 0;
  // A ping that has waited until now gets its time.
  if (awaiting_pong_) heartbeat_.set_in(site_->options.ping_timeout);
  if (held_) socket_->hold_reading(true);
  if (state_ == State::closing) socket_->close(goodbye_->code, goodbye_->words);
}

void Session::drop_probe() {
  if (state_ == State::open) patience_.clear();
  probed_ = false;
  if (const auto socket = std::exchange(probe_, nullptr)) socket->close(protocol_error, "No upgrade");
}

}  // namespace frontdesk::engineio
