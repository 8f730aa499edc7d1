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
#include "realtime-gateway/pushes/row_feeds.hpp"
#include "realtime-gateway/sockets/client_event.hpp"
#include "realtime-gateway/sockets/client_request.hpp"
#include "schemas/api/family.hpp"
#include "schemas/api/route.hpp"

namespace frontdesk::realtime_gateway {

// Clients' events that are commands: second doors of the families' routes. An event's arguments go to the route, the
// route's answer comes back to the caller alone. Loop thread only.
class CommandEvents {
 public:
  // Calls `then` once, as soon as the unit is projected up to there or nobody need wait any longer.
  using WhenReadable = std::function<void(const projected::Announcement& from, std::function<void()> then)>;

  CommandEvents(SocketCommands& commands, const Rooms& rooms, RowFeeds& feeds, Executor& loop,
                WhenReadable when_readable);
  void add_to(ClientEvents& events, const api::Family& family);

  // Whose command made this event? The caller is due its push even outside the room. Null: none of ours.
  std::shared_ptr<Socket> caller_of(std::string_view correlation_id);
  // A few times a second: a success whose event did not come shows the caller the present state instead.
  void sweep();

 private:
  struct Sent {
    std::weak_ptr<Socket> caller;
    std::string_view shown_by;
    std::string row_id;
    std::optional<std::chrono::milliseconds> answered_at;  // a success is known
    std::chrono::milliseconds forget_at;
  };

  void command(ClientRequest request, const api::RouteDescription& route, ClientEvent event);
  void commanded(const ClientRequest& request, const std::string& correlation_id, const SocketCommandAnswer& answer);
  void acknowledge(const ClientRequest& request, const std::string& correlation_id, const SocketCommandAnswer& answer);

  SocketCommands& commands_;
  const Rooms& rooms_;
  RowFeeds& feeds_;
  Executor& loop_;
  WhenReadable when_readable_;
  std::unordered_map<std::string, Sent> sent_;  // by correlation id
};

}  // namespace frontdesk::realtime_gateway
