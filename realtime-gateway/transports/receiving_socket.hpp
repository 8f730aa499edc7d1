#pragma once
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "platform/metrics/metrics.hpp"
#include "realtime-gateway/sockets/event_allowance.hpp"
#include "realtime-gateway/sockets/places.hpp"
#include "realtime-gateway/sockets/socket_handler.hpp"
#include "realtime-gateway/web/deadlines.hpp"
#include "realtime-gateway/web/round.hpp"
#include "realtime-gateway/websocket/inbound_bytes.hpp"

namespace frontdesk::realtime_gateway {

// How much clients may send. What is more than that is read later, or ends the connection.
struct InboundLimits {
  double events_per_s = 100;  // of one connection; more is read later
  double events_burst = 200;
  double events_per_user_per_s = 500;  // of all connections of a user, likewise
  double events_per_user_burst = 1000;
  // Sent by clients and not dealt with yet, over all connections of a user, and of all; more closes with 1008, 1013.
  std::size_t bytes_per_user_max = 8'000'000;
  std::size_t bytes_max = 128'000'000;
};

// How many connections this gateway holds at once. The next one is refused in words.
struct ConnectionLimits {
  std::size_t all_max = 16'000;
  std::size_t per_user_max = 1000;
  std::size_t per_address_max = 12'000;
};

// What all connections share, whatever their transport; they keep it alive. Loop thread only.
struct Reception {
  Reception(SocketHandler& chosen_handler, web::Round& chosen_round, web::Deadlines& chosen_deadlines,
            const InboundLimits& chosen, const ConnectionLimits& connections)
      : handler(chosen_handler),
        round(chosen_round),
        deadlines(chosen_deadlines),
        limits(chosen),
        connections_max(connections.all_max),
        inbound(chosen.bytes_per_user_max, chosen.bytes_max),
        users(connections.per_user_max),
        addresses(connections.per_address_max) {}

  // The one that all connections of a user share; it goes with the last of them.
  std::shared_ptr<EventAllowance> events_of(const std::string& user_id);
  bool full() const { return open >= connections_max; }

  SocketHandler& handler;
  web::Round& round;
  web::Deadlines& deadlines;
  const InboundLimits limits;
  const std::size_t connections_max;
  InboundBytes inbound;
  Places users;
  Places addresses;
  std::size_t open = 0;  // connections

 private:
  std::unordered_map<std::string, std::weak_ptr<EventAllowance>> events_by_user_;
};

// A connection whose client sends events: they are dealt with one after the other, at no more than a rate, and what
// waits is bounded. Loop thread only.
class ReceivingSocket : public Socket {
 public:
  // `place`: what it holds among the connections of its user.
  ReceivingSocket(std::shared_ptr<Reception> reception, Identity identity, std::string address, Places::Place place);

  void close(CloseReason reason) final;
  bool open() const final { return open_; }

 protected:
  // The transport's part.
  virtual void hold_reading(bool held) = 0;
  virtual void hang_up(CloseReason reason) = 0;

  void begin();  // it is open
  // An event has come. `answered` passes the acknowledgement on.
  void take(ClientEvent event, std::size_t bytes, Answered answered);
  // So many bytes of a message under way are about to be held; 0: none any longer. False: it closes.
  bool may_hold(std::size_t bytes);
  void ended(std::string_view reason);
  std::shared_ptr<ReceivingSocket> self() { return std::static_pointer_cast<ReceivingSocket>(shared_from_this()); }

 private:
  using Clock = EventAllowance::Clock;
  struct Waiting {
    ClientEvent event;
    std::size_t bytes;
    Answered answered;
  };

  void deal_with_next();
  void dealt_with(std::size_t bytes);
  void look_whether_to_read();
  void drop_waiting();

  const std::shared_ptr<Reception> reception_;
  const std::string address_;
  Places::Place place_;
  const std::shared_ptr<EventAllowance> user_events_;
  EventAllowance events_;
  InboundBytes::Share inbound_;
  std::vector<Waiting> waiting_;
  std::size_t waiting_bytes_ = 0;  // of those and of the event that is being dealt with
  std::size_t reading_bytes_ = 0;
  const Clock::time_point opened_at_ = Clock::now();
  std::unique_ptr<web::Deadline> read_again_;
  std::string close_words_;
  bool open_ = false;
  bool begun_ = false;
  bool busy_ = false;
  bool held_ = false;
};

struct Goodbye {
  std::uint16_t code;  // of a WebSocket's close frame
  const char* words;
};
Goodbye goodbye(CloseReason reason);

}  // namespace frontdesk::realtime_gateway
