#include "realtime-gateway/websocket/plain_connection.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "platform/logging/log.hpp"
#include "realtime-gateway/websocket/security_headers.hpp"

namespace frontdesk::realtime_gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

constexpr std::size_t inbox_max = 16;
constexpr std::size_t read_buffer_kept = 4096;

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
    case CloseReason::shutting_down:
      return {1001, "Going away"};
  }
  return {1011, "Internal error"};
}

}  // namespace

void PlainConnection::upgrade(const HandshakeRequest& request) {
  const auto& options = site_->options;
  stream_.read_message_max(options.message_bytes_max);
  stream_.set_option(websocket::stream_base::timeout{options.handshake_timeout, options.idle_timeout, true});
  stream_.set_option(
      websocket::stream_base::decorator([](websocket::response_type& response) { add_security_headers(response); }));
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
  inbox_.clear();
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
    PlainFrame next = std::move(inbox_.front());
    inbox_.erase(inbox_.begin());
    busy_ = true;
    // The callback holds the connection: while nothing is read, nobody else does.
    site_->handler.received(
        self(), std::move(next.event),
        [connection = self(), id = std::move(next.id_json)](const auto& ack) { connection->answer(id, ack); });
  }
  if (reading_ || closing_ || inbox_.size() >= inbox_max) return;
  if (may_read()) {
    read();
  } else {
    site_->over_rate.push_back(self());
  }
}

void PlainConnection::answer(const std::optional<std::string>& id_json, const std::optional<std::string>& ack_json) {
  if (id_json && ack_json) send(plain_acknowledgement(*id_json, *ack_json));
  busy_ = false;
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
  stream_.async_read(buffer_, [connection = self()](error_code error, std::size_t) {
    connection->reading_ = false;
    if (error) return connection->finish(connection->reason_of(error));
    connection->take_message();
    connection->go_on();
  });
}

void PlainConnection::take_message() {
  events_left_ -= 1;
  const auto data = buffer_.cdata();
  const std::string_view text(static_cast<const char*>(data.data()), data.size());
  auto frame = stream_.got_text() ? parse_plain_frame(text) : std::nullopt;
  buffer_.consume(buffer_.size());
  if (buffer_.capacity() > read_buffer_kept) buffer_.shrink_to_fit();
  if (closing_) return;
  if (frame) {
    inbox_.push_back(std::move(*frame));
  } else {
    send(plain_framing().frame("error", R"({"message":"Invalid message"})"));
  }
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
  inbox_.clear();
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
