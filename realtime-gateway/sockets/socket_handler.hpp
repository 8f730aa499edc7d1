#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "realtime-gateway/sockets/client_event.hpp"
#include "realtime-gateway/sockets/socket.hpp"
#include "realtime-gateway/sockets/standing.hpp"

namespace frontdesk::realtime_gateway {

// What a transport asks of the gateway. All on the loop.
class SocketHandler {
 public:
  virtual ~SocketHandler() = default;
  // Is the bearer of this token let in? Answers later, on the loop.
  virtual void admit(std::string token, std::function<void(Admission)> done) = 0;
  // May a connection of this caller begin in this chat room (contract 000, transport B)? Answers later, on the loop.
  struct RoomRefusal {
    int status = 503;
    std::string_view words;
  };
  virtual void may_begin_in(std::string room_id, const Identity& caller,
                            std::function<void(std::optional<RoomRefusal>)> done) = 0;
  virtual void opened(const std::shared_ptr<Socket>& socket) = 0;
  virtual void received(std::shared_ptr<Socket> socket, ClientEvent event, Answered answered) = 0;
  virtual void closed(Socket& socket) = 0;
  // With what the client may come back. `held`: the position that it holds from a session that was lost. nullopt: it
  // cannot be promised.
  virtual std::optional<std::string> offer_recovery(const Identity& /*identity*/, const std::string& /*sid*/,
                                                    const std::optional<std::string>& /*held*/) {
    return std::nullopt;
  }
  // Somebody who was let in wants to go on where it was. Answers later, on the loop; what is told from then on reaches
  // it only if it is opened in the same call, or catches up when it is.
  virtual void recover(Comeback /*comeback*/, const Identity& /*identity*/,
                       std::function<void(std::unique_ptr<Resumption>)> done) {
    auto nothing = std::make_unique<Resumption>();
    nothing->reason = not_recovered::not_offered;
    done(std::move(nothing));
  }
  // May the gateway take connections? For /readyz.
  virtual bool ready() const = 0;
};

}  // namespace frontdesk::realtime_gateway
