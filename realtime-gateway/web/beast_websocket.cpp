#include "realtime-gateway/web/beast_websocket.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <optional>
#include <string>
#include <utility>

#include "realtime-gateway/websocket/lingering_close.hpp"
#include "realtime-gateway/websocket/outbox.hpp"

namespace frontdesk::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using realtime_gateway::Outbox;
using realtime_gateway::QueuedSocket;
using realtime_gateway::TcpSocket;

constexpr std::size_t read_at_once = 16 * 1024;
// Of a message's beginning: room for it is held by each connection that waits for one.
constexpr std::size_t read_first = 256;
constexpr std::size_t reason_bytes_max = 123;  // of a close frame
constexpr std::uint16_t policy_violation = 1008;
constexpr std::uint16_t try_again_later = 1013;

class BeastWebSocket final : public WebSocket,
                             public realtime_gateway::ByteSink,
                             public Round::Task,
                             public std::enable_shared_from_this<BeastWebSocket> {
 public:
  BeastWebSocket(std::shared_ptr<Site> site, TcpSocket socket, const WebSocketOptions& options)
      : site_(std::move(site)),
        stream_(QueuedSocket(std::move(socket), *this)),
        options_(options),
        stalls_(site_->deadlines, [this] { close(policy_violation, "Message took too long"); }) {
    ++site_->connections;
  }
  ~BeastWebSocket() override { --site_->connections; }

  void accept(const HttpRequest& request, Headers headers, std::function<void(std::shared_ptr<WebSocket>)> opened) {
    stream_.read_message_max(options_.message_bytes_max);
    const bool pings = options_.idle_timeout.count() > 0;
    const auto idle = pings ? options_.idle_timeout : websocket::stream_base::none();
    stream_.set_option(websocket::stream_base::timeout{options_.close_timeout, idle, pings});
    stream_.set_option(websocket::stream_base::decorator([headers = std::move(headers)](auto& response) {
      for (const auto& [name, value] : headers) response.set(name, value);
    }));
    stream_.control_callback([this](websocket::frame_type kind, beast::string_view) {
      if (kind == websocket::frame_type::close) client_closed_ = true;
    });
    stream_.async_accept(request, [self = self(), opened = std::move(opened)](error_code error) {
      if (!error) opened(self);
    });
  }

  void listen(std::shared_ptr<Listener> listener) override {
    listener_ = std::move(listener);
    go_on();
  }

  void send(SharedBytes message) override {
    // After a close frame, also one of Beast's own (an answer to the client's, a broken frame), nothing may follow.
    if (!closing_ && stream_.is_open()) enqueue(std::move(message));
  }

  void close(std::uint16_t code, std::string_view reason) override {
    if (closing_) return;
    closing_ = true;
    reason_ = reason.substr(0, reason_bytes_max);
    stalls_.clear();
    // Posted, because this may be called while Beast is in the middle of a write of its own.
    asio::post(site_->io, [self = self(), code] {
      const websocket::close_reason words(static_cast<websocket::close_code>(code), self->reason_.c_str());
      self->stream_.async_close(words, [self](error_code) { self->finish("closed by the server"); });
      // The client may take its time to answer, and it is over all the same.
      self->tell_ended(self->reason_);
    });
  }

  void hold_reading(bool held) override {
    if (std::exchange(held_, held) && !held) {
      asio::post(site_->io, [self = self()] { self->go_on(); });
    }
  }

  std::size_t queued_bytes() const override { return outbox_.bytes(); }

  void enqueue(SharedBytes bytes) override {
    outbox_.push(std::move(bytes));
    if (!closing_ &&
        (outbox_.bytes() > options_.outbound_bytes_max || outbox_.messages() > options_.outbound_messages_max)) {
      outbox_.drop_unbegun();
      close(slow_consumer_code, slow_consumer_words);
    }
    if (flush_due_ || awaiting_writable_) return;
    flush_due_ = true;
    site_->round->add(self());
  }

  void at_round_end() override {
    flush_due_ = false;
    write_now();
  }

  void hang_up(realtime_gateway::HungUp done) override {
    write_now();
    realtime_gateway::close_lingering(stream_.next_layer().socket(), options_.linger,
                                      {.written = [this] { return outbox_.empty(); }, .client_is_done = client_closed_},
                                      [self = self(), done = std::move(done)](error_code error) { done(error); });
  }

 private:
  std::shared_ptr<BeastWebSocket> self() { return shared_from_this(); }

  void write_now() {
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

  void await_writable() {
    if (awaiting_writable_) return;
    awaiting_writable_ = true;
    stream_.next_layer().socket().async_wait(TcpSocket::wait_write, [self = self()](error_code error) {
      self->awaiting_writable_ = false;
      if (!error) self->write_now();
    });
  }

  void go_on() {
    if (reading_ || held_ || closing_ || ended_ || !listener_) return;
    reading_ = true;
    stream_.async_read_some(buffer_, buffer_.size() == 0 ? read_first : read_at_once,
                            [self = self()](error_code error, std::size_t) { self->has_read(error); });
  }

  void has_read(error_code error) {
    reading_ = false;
    if (error) return finish(error == websocket::error::closed ? "closed by the client" : error.message());
    if (closing_) return drop_read_bytes();
    if (!stream_.is_message_done()) {
      note_large_message();
      return go_on();
    }
    const auto data = buffer_.cdata();
    const std::string_view message(static_cast<const char*>(data.data()), data.size());
    // Kept: it may go while it hears.
    const auto listener = listener_;
    if (listener) listener->received(stream_.got_text() ? FrameKind::text : FrameKind::binary, message);
    drop_read_bytes();
    go_on();
  }

  void note_large_message() {
    if (buffer_.size() <= options_.large_bytes) return;
    if (!stalls_.is_set()) stalls_.set_in(options_.message_timeout);
    counted_ = true;
    if (!listener_->may_hold(buffer_.capacity())) close(try_again_later, "Try again later");
  }

  void drop_read_bytes() {
    stalls_.clear();
    buffer_.consume(buffer_.size());
    if (buffer_.capacity() > read_first) buffer_.shrink_to_fit();
    if (listener_ && std::exchange(counted_, false)) listener_->may_hold(0);
  }

  void finish(std::string_view reason) {
    if (std::exchange(ended_, true)) return;
    closing_ = true;
    if (!reading_) drop_read_bytes();  // else Beast may be writing there
    stalls_.clear();
    tell_ended(reason_.empty() ? reason : reason_);
  }

  void tell_ended(std::string_view reason) {
    const auto listener = std::exchange(listener_, nullptr);
    if (!listener) return;
    if (std::exchange(counted_, false)) listener->may_hold(0);
    listener->ended(reason);
  }

  std::shared_ptr<Site> site_;
  websocket::stream<QueuedSocket, false> stream_;  // without permessage-deflate: 13 KiB a connection otherwise
  beast::flat_buffer buffer_;
  Outbox outbox_;
  const WebSocketOptions options_;
  std::shared_ptr<Listener> listener_;
  std::string reason_;
  Deadline stalls_;
  bool counted_ = false;
  bool held_ = false;
  bool reading_ = false;
  bool closing_ = false;
  bool ended_ = false;
  bool client_closed_ = false;
  bool awaiting_writable_ = false;
  bool flush_due_ = false;
};

}  // namespace

void accept_websocket(std::shared_ptr<Site> site, TcpSocket socket, const HttpRequest& request, Upgraded upgraded) {
  auto opened = std::make_shared<BeastWebSocket>(std::move(site), std::move(socket), upgraded.options);
  opened->accept(request, std::move(upgraded.headers), std::move(upgraded.opened));
}

}  // namespace frontdesk::web
