#pragma once
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "realtime-gateway/websocket/outbox.hpp"
#include "realtime-gateway/websocket/plain_frames.hpp"
#include "realtime-gateway/websocket/queued_socket.hpp"
#include "realtime-gateway/websocket/site.hpp"

namespace frontdesk::realtime_gateway {

// One plain JSON WebSocket.
class PlainConnection final : public Socket, public ByteSink {
 public:
  using HandshakeRequest = boost::beast::http::request<boost::beast::http::empty_body>;

  PlainConnection(std::shared_ptr<Site> site, TcpSocket socket, Identity identity, std::string address)
      : Socket(std::move(identity)),
        site_(std::move(site)),
        stream_(QueuedSocket(std::move(socket), *this)),
        inbound_(site_->inbound, this->identity().user_id),
        address_(std::move(address)),
        events_left_(site_->options.events_burst) {
    ++site_->sockets;
  }
  ~PlainConnection() override {
    --site_->sockets;
    site_->reading_large.erase(this);
  }

  // `subprotocol`: what the answer names; empty: none.
  void upgrade(const HandshakeRequest& request, const std::string& subprotocol);

  void send(SharedFrame frame) override {
    // After a close frame, also one of Beast's own (an answer to the client's, a broken frame), nothing may follow.
    if (!closing_ && stream_.is_open()) enqueue(std::move(frame));
  }
  void close(CloseReason reason) override;
  const Framing& framing() const override { return plain_framing(); }
  bool open() const override { return open_ && !closing_; }

  void enqueue(SharedFrame bytes) override;
  void hang_up(HungUp done) override;
  void write_now();
  void go_on();
  bool stalls() const;
  std::shared_ptr<PlainConnection> self() { return std::static_pointer_cast<PlainConnection>(shared_from_this()); }

 private:
  using Clock = std::chrono::steady_clock;

  void opened();
  void read();
  void has_read(boost::system::error_code error);
  bool may_hold_more();
  void note_large_message();
  void take_message();
  void drop_inbox();
  void drop_read_bytes();
  std::size_t held_bytes() const { return waiting_bytes_ + buffer_.capacity(); }
  bool may_read();
  void answer(const PlainFrame& frame, const std::optional<std::string>& ack_json);
  void await_writable();
  void finish(std::string_view reason);
  std::string reason_of(boost::system::error_code error) const;

  std::shared_ptr<Site> site_;
  boost::beast::websocket::stream<QueuedSocket, false>
      stream_;  // without permessage-deflate: 13 KiB a connection otherwise
  boost::beast::flat_buffer buffer_;
  Outbox outbox_;
  std::vector<PlainFrame> inbox_;
  std::size_t waiting_bytes_ = 0;  // of the inbox and of the event that is being dealt with
  InboundBytes::Share inbound_;
  std::string address_;
  Clock::time_point opened_at_ = Clock::now();
  Clock::time_point counted_at_ = opened_at_;
  double events_left_;
  std::optional<Clock::time_point> large_since_;  // the message under way
  std::optional<CloseReason> close_reason_;
  bool open_ = false;
  bool reading_ = false;
  bool busy_ = false;
  bool closing_ = false;
  bool client_closed_ = false;
  bool awaiting_writable_ = false;
  bool flush_due_ = false;
};

}  // namespace frontdesk::realtime_gateway
