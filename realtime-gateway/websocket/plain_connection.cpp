#include "realtime-gateway/websocket/plain_connection.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "platform/logging/log.hpp"
#include "realtime-gateway/websocket/lingering_close.hpp"
#include "realtime-gateway/websocket/security_headers.hpp"

namespace frontdesk::realtime_gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

constexpr std::size_t inbox_max = 16;
constexpr std::size_t read_buffer_kept = 4096;
constexpr std::size_t read_at_once = 16 * 1024;
// With more than this to deal with, the next message is read later.
constexpr std::size_t waiting_bytes_max = 64 * 1024;

struct Goodbye {
  std::uint16_t code;
  const char* text;
};

Goodbye goodbye(CloseReason reason) {
  switch (reason) {
    case CloseReason::session_ended:
      return {4401, "Session ended"};
    case CloseReason::token_expired:
      return {4401, "Token expired"};
    case CloseReason::slow_consumer:
      return {3008, "Slow consumer"};
    case CloseReason::too_much_sent:
      return {1008, "Too much at once"};
    case CloseReason::overloaded:
      return {1013, "Try again later"};
    case CloseReason::message_stalls:
      return {1008, "Message took too long"};
    case CloseReason::shutting_down:
      return {1001, "Going away"};
  }
  return {1011, "Internal error"};
}

}  // namespace

void PlainConnection::upgrade(const HandshakeRequest& request, const std::string& subprotocol) {
  const auto& options = site_->options;
  stream_.read_message_max(options.message_bytes_max);
  stream_.set_option(websocket::stream_base::timeout{options.handshake_timeout, options.idle_timeout, true});
  stream_.set_option(websocket::stream_base::decorator([subprotocol](websocket::response_type& response) {
    add_security_headers(response);
    if (!subprotocol.empty()) response.set(beast::http::field::sec_websocket_protocol, subprotocol);
  }));
  stream_.control_callback([this](websocket::frame_type kind, beast::string_view) {
    if (kind == websocket::frame_type::close) client_closed_ = true;
  });
  stream_.async_accept(request, [connection = self()](error_code error) {
    if (!error) connection->opened();
  });
}

void PlainConnection::opened() {
  open_ = true;
  ++site_->websockets;
  logging::info("connection opened", {{"user", identity().user_id}, {"address", address_}});
  site_->handler.opened(self());
  go_on();
}

void PlainConnection::close(CloseReason reason) {
  if (closing_) return;
  closing_ = true;
  close_reason_ = reason;
  drop_inbox();
  // Posted, because this may be called while Beast is in the middle of a write of its own.
  asio::post(site_->io, [connection = self(), reason] {
    const Goodbye words = goodbye(reason);
    const websocket::close_reason reply(static_cast<websocket::close_code>(words.code), words.text);
    connection->stream_.async_close(reply, [connection](error_code) { connection->finish("closed by the server"); });
  });
}

void PlainConnection::enqueue(SharedFrame bytes) {
  outbox_.push(std::move(bytes));
  const auto& options = site_->options;
  if (!closing_ &&
      (outbox_.bytes() > options.outbound_bytes_max || outbox_.messages() > options.outbound_messages_max)) {
    site_->slow_consumers.add();
    outbox_.drop_unbegun();
    close(CloseReason::slow_consumer);
  }
  if (flush_due_ || awaiting_writable_) return;
  flush_due_ = true;
  site_->flush_later(self());
}

void PlainConnection::write_now() {
  flush_due_ = false;
  auto& socket = stream_.next_layer().socket();
  if (!socket.is_open()) return;
  switch (outbox_.write_to(socket.native_handle())) {
    case Outbox::Written::all:
      return;
    case Outbox::Written::blocked:
      return await_writable();
    case Outbox::Written::failed:
      // The read that is under way ends with it and tells everyone.
      return beast_close_socket(stream_.next_layer());
  }
}

void PlainConnection::hang_up(HungUp done) {
  write_now();
  close_lingering(stream_.next_layer().socket(), site_->options.linger,
                  {.written = [this] { return outbox_.empty(); }, .client_is_done = client_closed_},
                  [connection = self(), done = std::move(done)](error_code error) { done(error); });
}

void PlainConnection::await_writable() {
  if (awaiting_writable_) return;
  awaiting_writable_ = true;
  stream_.next_layer().socket().async_wait(TcpSocket::wait_write, [connection = self()](error_code error) {
    connection->awaiting_writable_ = false;
    if (!error) connection->write_now();
  });
}

// Hands over the next event when the one before has been dealt with, and reads on while there is room and rate.
void PlainConnection::go_on() {
  while (!busy_ && !closing_ && !inbox_.empty()) {
    const auto next = std::make_shared<PlainFrame>(std::move(inbox_.front()));
    inbox_.erase(inbox_.begin());
    busy_ = true;
    // The callback holds the connection: while nothing is read, nobody else does. It is copied, the frame is not.
    site_->handler.received(self(), std::move(next->event),
                            [connection = self(), next](const auto& ack) { connection->answer(*next, ack); });
  }
  if (reading_ || closing_ || inbox_.size() >= inbox_max || waiting_bytes_ > waiting_bytes_max) return;
  if (may_read()) {
    read();
  } else {
    site_->over_rate.push_back(self());
  }
}

void PlainConnection::answer(const PlainFrame& frame, const std::optional<std::string>& ack_json) {
  if (frame.id_json && ack_json) send(plain_acknowledgement(*frame.id_json, *ack_json));
  busy_ = false;
  waiting_bytes_ -= frame.bytes;
  inbound_.shrink_to(held_bytes());
  // Posted: an event that is answered at once must not call the next one from within itself.
  if (!inbox_.empty() || !reading_) {
    asio::post(site_->io, [connection = self()] { connection->go_on(); });
  }
}

bool PlainConnection::may_read() {
  const auto now = Clock::now();
  const double passed_s = std::chrono::duration<double>(now - counted_at_).count();
  const auto& options = site_->options;
  events_left_ = std::min(options.events_burst, events_left_ + passed_s * options.events_per_s);
  counted_at_ = now;
  return events_left_ >= 1;
}

void PlainConnection::read() {
  reading_ = true;
  stream_.async_read_some(buffer_, read_at_once,
                          [connection = self()](error_code error, std::size_t) { connection->has_read(error); });
}

void PlainConnection::has_read(error_code error) {
  reading_ = false;
  if (error) return finish(reason_of(error));
  if (closing_ || !may_hold_more()) return drop_read_bytes();
  if (stream_.is_message_done()) {
    take_message();
    go_on();
  } else {
    note_large_message();
    read();
  }
}

void PlainConnection::note_large_message() {
  if (large_since_ || buffer_.size() <= InboundBytes::uncounted_max) return;
  large_since_ = Clock::now();
  site_->reading_large.insert(this);
}

bool PlainConnection::stalls() const {
  return large_since_ && Clock::now() - *large_since_ > site_->options.message_timeout;
}

bool PlainConnection::may_hold_more() {
  const auto verdict = inbound_.grow_to(held_bytes());
  if (verdict == InboundBytes::Verdict::fits) return true;
  site_->inbound_refusals.add();
  close(verdict == InboundBytes::Verdict::too_much_in_sum ? CloseReason::overloaded : CloseReason::too_much_sent);
  return false;
}

void PlainConnection::take_message() {
  events_left_ -= 1;
  const auto data = buffer_.cdata();
  const std::string_view text(static_cast<const char*>(data.data()), data.size());
  auto frame = stream_.got_text() ? parse_plain_frame(text) : std::nullopt;
  if (frame) {
    waiting_bytes_ += frame->bytes;
    inbox_.push_back(std::move(*frame));
  } else {
    send(plain_framing().frame("error", R"({"message":"Invalid message"})"));
  }
  drop_read_bytes();
}

void PlainConnection::drop_inbox() {
  for (const PlainFrame& dropped : inbox_) waiting_bytes_ -= dropped.bytes;
  inbox_.clear();
}

void PlainConnection::drop_read_bytes() {
  buffer_.consume(buffer_.size());
  if (buffer_.capacity() > read_buffer_kept) buffer_.shrink_to_fit();
  inbound_.shrink_to(held_bytes());
  if (large_since_) site_->reading_large.erase(this);
  large_since_.reset();
}

std::string PlainConnection::reason_of(error_code error) const {
  if (close_reason_) return goodbye(*close_reason_).text;
  if (error == websocket::error::closed) return "closed by the client";
  if (error == beast::error::timeout) return "no answer to a ping";
  return error.message();
}

void PlainConnection::finish(std::string_view reason) {
  if (!open_) return;
  open_ = false;
  closing_ = true;
  drop_inbox();
  if (!reading_) drop_read_bytes();  // else Beast may be writing there
  --site_->websockets;
  site_->handler.closed(*this);
  const auto duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - opened_at_);
  logging::info("connection closed",
                {{"user", identity().user_id},
                 {"address", address_},
                 {"duration_ms", std::to_string(duration.count())},
                 {"reason", close_reason_ ? std::string_view(goodbye(*close_reason_).text) : reason}});
}

}  // namespace frontdesk::realtime_gateway
