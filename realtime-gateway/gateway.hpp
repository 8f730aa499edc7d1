#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/event_log/topics.hpp"
#include "realtime-gateway/commands/command_events.hpp"
#include "realtime-gateway/facades/facade.hpp"
#include "realtime-gateway/pushes/log_pushes.hpp"
#include "realtime-gateway/pushes/row_feeds.hpp"
#include "realtime-gateway/pushes/tellings.hpp"
#include "realtime-gateway/recovery/recoveries.hpp"
#include "realtime-gateway/rooms/rooms.hpp"
#include "realtime-gateway/sockets/authentication.hpp"
#include "realtime-gateway/sockets/socket_handler.hpp"
#include "realtime-gateway/sockets/sockets.hpp"
#include "realtime-gateway/sockets/standing.hpp"
#include "realtime-gateway/stream/log_stream.hpp"
#include "schemas/api/family.hpp"

namespace frontdesk::realtime_gateway {

// What the gateway works with; all of it outlives it.
struct GatewayParts {
  using Admit = std::function<void(const std::string& token, std::function<void(Admission)> done)>;

  Executor& loop;
  event_log::Topics topics;
  std::vector<const api::Family*> families;
  Admit admit;
  SessionCheck& sessions;
  const RowSources& sources;
  SocketCommands& commands;
  std::size_t rooms_per_connection_max = 256;
};

// The parts in their places: sockets on one side, the log on the other, rooms between them. Loop thread only.
class Gateway final : public SocketHandler, public EventListener {
 public:
  explicit Gateway(GatewayParts parts);

  // From now on events are heard and answers wait for their projection. Both outlive this.
  void follow(LogStream& stream, projected::Positions& positions) {
    stream_ = &stream;
    positions_ = &positions;
  }
  // From now on connections that are lost can come back; before the stream that begins at `start` is heard. The log
  // outlives this.
  void recover_from(event_log::EventLog& log, const std::map<event_log::UnitId, units::Position>& start,
                    std::string_view secret, const Recoveries::Limits& limits = {});
  void ephemeral(std::string_view message) { pushes_.ephemeral(message); }
  void sweep();  // a few times a second
  void drain(std::chrono::milliseconds spread);

  void admit(std::string token, std::function<void(Admission)> done) override;
  void may_begin_in(std::string room_id, const Identity& caller,
                    std::function<void(std::optional<RoomRefusal>)> done) override;
  void opened(const std::shared_ptr<Socket>& socket) override;
  void received(std::shared_ptr<Socket> socket, ClientEvent event, Answered answered) override;
  void closed(Socket& socket) override;
  std::optional<std::string> offer_recovery(const Identity& identity, const std::string& sid,
                                            const std::optional<std::string>& held) override;
  void recover(Comeback comeback, const Identity& identity,
               std::function<void(std::unique_ptr<Resumption>)> done) override;
  bool ready() const override;

  void arrived(const HeardEvent& event) override;
  void heard(const HeardEvent& event) override;
  void heard_up_to(const event_log::UnitId& unit, std::int64_t next_offset) override;
  void projected_up_to(const event_log::UnitId& unit, std::int64_t next_offset) override;

 private:
  Facade& facade_of(std::string_view room_kind) const;
  void tell(const HeardEvent& event);
  void welcome_back(const std::shared_ptr<Socket>& socket);
  void show_again(const api::Room& room, const std::shared_ptr<Socket>& socket);
  void told_up_to(const event_log::UnitId& unit, std::int64_t offset);
  std::int64_t told_before(const event_log::UnitId& unit) const;
  void when_readable(const projected::Announcement& from, std::function<void()> then);

  const GatewayParts parts_;
  LogStream* stream_ = nullptr;
  projected::Positions* positions_ = nullptr;
  bool draining_ = false;
  Rooms rooms_;
  Sockets sockets_;
  Authentication authentication_;
  Tellings tellings_;
  RowFeeds feeds_;
  CommandEvents commands_;
  LogPushes pushes_;
  std::vector<std::unique_ptr<Facade>> facades_;
  Facade& care_rooms_;
  std::unique_ptr<Recoveries> recoveries_;  // null: none are offered
  ClientEvents client_events_;
};

}  // namespace frontdesk::realtime_gateway
