#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "platform/event_log/topics.hpp"
#include "realtime-gateway/facades/clinic_queue/queue_events.hpp"
#include "realtime-gateway/facades/clinic_queue/queue_feeds.hpp"
#include "realtime-gateway/facades/clinic_queue/queue_sockets.hpp"
#include "realtime-gateway/rooms/rooms.hpp"
#include "realtime-gateway/session/connections.hpp"
#include "realtime-gateway/session/standing.hpp"
#include "realtime-gateway/stream/log_stream.hpp"
#include "realtime-gateway/websocket/listener.hpp"

namespace frontdesk::realtime_gateway {

// The parts in their places: sockets on one side, the log on the other, rooms between them. Loop thread only.
class Gateway final : public SocketHandler, public EventListener {
 public:
  using Admit = std::function<void(const std::string& token, std::function<void(Admission)> done)>;

  Gateway(Executor& loop, event_log::Topics topics, Admit admit, SessionCheck& sessions, QueueStatusSource& queues,
          SocketCommands& commands);

  // From now on events are heard and answers wait for their projection. Both outlive this.
  void follow(LogStream& stream, projected::Positions& positions) {
    stream_ = &stream;
    positions_ = &positions;
  }
  void ephemeral(std::string_view message) { queue_events_.ephemeral(message); }
  void sweep();  // a few times a second
  void drain(std::chrono::milliseconds spread);

  void admit(std::string token, std::function<void(Admission)> done) override;
  void opened(const std::shared_ptr<Session>& session) override;
  void received(std::shared_ptr<Session> session, ClientEvent event, Answered answered) override;
  void closed(Session& session) override;
  bool ready() const override { return !draining_ && stream_ != nullptr && stream_->whole(); }

  void heard(const HeardEvent& event) override;
  void heard_up_to(const event_log::UnitId& unit, std::int64_t next_offset) override;
  void projected_up_to(const event_log::UnitId& unit, std::int64_t next_offset) override;

 private:
  void when_readable(const projected::Announcement& from, std::function<void()> then);

  Executor& loop_;
  Admit admit_;
  LogStream* stream_ = nullptr;
  projected::Positions* positions_ = nullptr;
  bool draining_ = false;
  Rooms rooms_;
  Connections connections_;
  QueueFeeds feeds_;
  QueueSockets queue_sockets_;
  QueueEvents queue_events_;
  ClientEvents client_events_;
};

}  // namespace frontdesk::realtime_gateway
