#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/engineio/frame.hpp"
#include "realtime-gateway/engineio/handshake.hpp"
#include "realtime-gateway/engineio/payload.hpp"
#include "realtime-gateway/web/deadlines.hpp"
#include "realtime-gateway/web/endpoint.hpp"
#include "realtime-gateway/web/round.hpp"

namespace frontdesk::engineio {

class Site;

// Why a server ends a session; a WebSocket's close frame says it.
struct Goodbye {
  std::uint16_t code = 1000;
  std::string words;
};

// One client, on whatever transport it is. Loop thread only.
class Session final : public web::Round::Task, public std::enable_shared_from_this<Session> {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    // A message: text, or bytes. It lives as long as the call.
    virtual void received(bool binary, std::string_view message) = 0;
    // The session is about to hold so many bytes of a message under way; 0: none any longer. False ends it.
    virtual bool may_hold(std::size_t bytes) = 0;
    // Once, never from within send() or close(), and nothing after it.
    virtual void closed(std::string_view reason) = 0;
  };

  // `place` is held until the end; may be null.
  Session(std::shared_ptr<Site> site, std::string id, Handshake handshake, std::shared_ptr<void> place);

  const std::string& id() const { return id_; }  // a secret between the client and us
  const Handshake& handshake() const { return handshake_; }
  bool open() const { return state_ == State::open; }
  bool upgraded() const { return socket_ != nullptr; }

  // Queued, and on its way at the end of the loop's round. A session that is not open takes nothing.
  void send(const Frame& frame);
  void send(const Message& message);
  // Whatever is queued goes first, also in the midst of an upgrade.
  void close(Goodbye goodbye);
  // Nothing more is taken from the client until it is released.
  void hold_reading(bool held);
  std::size_t queued_bytes() const { return socket_ ? socket_->queued_bytes() : queued_bytes_; }

  // What the server's endpoint says.
  void listen(std::shared_ptr<Listener> listener) { listener_ = std::move(listener); }
  void begin(std::shared_ptr<web::WebSocket> socket);  // null: polling, and opening_body() goes to the client
  std::string opening_body() const;
  bool may_upgrade() const { return !socket_ && !probe_ && state_ != State::closed; }
  void probe(std::shared_ptr<web::WebSocket> socket);
  void poll(std::shared_ptr<web::Exchange> exchange);
  void post(std::shared_ptr<web::Exchange> exchange);
  bool outlived() const { return heartbeat_.has_passed() && (awaiting_pong_ || handshake_.revision == Revision::v3); }
  // At once, without what is queued; a parked poll gets a last packet of that type.
  void end(std::string_view reason, PacketType last = PacketType::close);

  void at_round_end() override;

 private:
  enum class State : char { open, closing, closed };
  class Link;

  void hear(web::WebSocket& socket);
  void received(web::WebSocket& socket, web::FrameKind kind, std::string_view message);
  void ended(web::WebSocket& socket, std::string_view reason);
  void probe_received(std::string_view message);
  void upgrade();
  void drop_probe();
  void take(const Packet& packet);
  void take_body(std::shared_ptr<web::Exchange> exchange, const web::Body& body, PayloadForm form);
  bool take_packets(PayloadReader packets);
  bool may_hold(std::size_t bytes) const;
  void heartbeat();
  void patience_ends();
  void await_heartbeat();
  void write(const Frame& frame);
  void flush_later();
  void flush_poll();
  std::string next_body();
  void overflow();
  void answer(web::Exchange& exchange, web::Answer answer) const;
  void answer_poll(std::string body);
  void answer_poll(PacketType packet);
  void tell_closed();

  const std::shared_ptr<Site> site_;
  const std::string id_;
  const Handshake handshake_;
  std::shared_ptr<void> place_;
  std::shared_ptr<Listener> listener_;
  std::shared_ptr<web::WebSocket> socket_;  // once that is the transport
  std::shared_ptr<web::WebSocket> probe_;   // while it may become that
  std::shared_ptr<web::Exchange> poll_;     // parked
  std::shared_ptr<web::Exchange> held_post_;
  std::vector<Frame> queue_;  // for the next poll, or the upgrade
  std::size_t queued_bytes_ = 0;
  web::Deadline heartbeat_;
  web::Deadline patience_;  // for an upgrade, or for a last poll
  std::optional<Goodbye> goodbye_;
  std::string end_reason_;
  State state_ = State::open;
  bool awaiting_pong_ = false;
  bool probed_ = false;
  bool last_told_ = false;  // a polling client has its close packet
  bool posting_ = false;
  bool held_ = false;
  bool flush_due_ = false;
};

}  // namespace frontdesk::engineio
