#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "platform/executor/executor.hpp"
#include "realtime-gateway/commands/socket_commands.hpp"
#include "realtime-gateway/facades/clinic_queue/queue_feeds.hpp"
#include "realtime-gateway/rooms/rooms.hpp"
#include "realtime-gateway/session/client_event.hpp"
#include "realtime-gateway/session/standing.hpp"
#include "schemas/api/route.hpp"

namespace frontdesk::realtime_gateway {

// What clients of the clinic queue send (contract 004, section 5): checks arguments, answers each event to its caller
// alone. Loop thread only.
class QueueSockets {
 public:
  // Calls `then` once, as soon as the unit is projected up to there or nobody need wait any longer.
  using WhenReadable = std::function<void(const projected::Announcement& from, std::function<void()> then)>;

  QueueSockets(Rooms& rooms, QueueFeeds& feeds, QueueStatusSource& source, SocketCommands& commands,
               SessionCheck& sessions, Executor& loop, WhenReadable when_readable);
  void add_to(ClientEvents& events);

  // Whose command made this event? The caller is due its update even outside the room. Null: none of ours.
  std::shared_ptr<Session> caller_of(std::string_view correlation_id);
  // A few times a second: a success whose event did not come shows the caller the present state instead.
  void sweep();

 private:
  struct Request {
    std::shared_ptr<Session> session;
    std::string error_event;
    Answered answered;
  };
  struct Sent {
    std::weak_ptr<Session> caller;
    std::string queue_id;
    std::optional<std::chrono::milliseconds> answered_at;  // a success is known
    std::chrono::milliseconds forget_at;
  };

  void join(Request request, const ClientEvent& event);
  void leave(Request request, const ClientEvent& event);
  void enter(const Request& request, const std::string& queue_id, const QueueReading& reading);
  void command(Request request, const api::RouteDescription& route, const ClientEvent& event);
  void commanded(const Request& request, const std::string& correlation_id, const SocketCommandAnswer& answer);
  void acknowledge(const Request& request, const std::string& correlation_id, const SocketCommandAnswer& answer);
  // Goes on with `then` if the caller's session lives; else answers for it.
  void with_living_session(Request request, std::function<void(const Request&)> then);
  void refuse(const Request& request, std::string_view text);
  void end(const Request& request);

  Rooms& rooms_;
  QueueFeeds& feeds_;
  QueueStatusSource& source_;
  SocketCommands& commands_;
  SessionCheck& sessions_;
  Executor& loop_;
  WhenReadable when_readable_;
  std::unordered_map<std::string, Sent> sent_;  // by correlation id
};

}  // namespace frontdesk::realtime_gateway
