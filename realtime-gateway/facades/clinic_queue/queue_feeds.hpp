#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/event_log/topics.hpp"
#include "realtime-gateway/read_models/queue_status.hpp"
#include "realtime-gateway/rooms/rooms.hpp"

namespace frontdesk::realtime_gateway {

// queue:status_update (contract 004, section 5): the state of a queue, read after its changes are projected. Changes
// that come while a read is under way share the next one, or this one if it shows them already; one read a queue at a
// time keeps updates in order. Queues that nobody watches are not read. Loop thread only.
class QueueFeeds {
 public:
  // `heard_before`: how far the events of a unit were heard.
  QueueFeeds(Rooms& rooms, QueueStatusSource& source, Executor& loop, event_log::Topics topics,
             std::function<std::int64_t(const event_log::UnitId&)> heard_before);

  struct Change {
    std::int64_t next_offset = 0;
    bool projected = true;     // false: updated as soon as it is
    bool reactivated = false;  // the update says isActive:true
  };
  // The room is due an update; `besides` (may be null) gets it too, once, in the room or not.
  void changed(const std::string& queue_id, const Change& change, const std::shared_ptr<Session>& besides);
  // One connection is due the present state.
  void tell(const std::string& queue_id, const std::shared_ptr<Session>& session);

  void heard_up_to(const event_log::UnitId& unit, std::int64_t next_offset);
  void projected_up_to(const event_log::UnitId& unit, std::int64_t next_offset);
  void sweep();  // a few times a second: asks again where the stores did not answer

 private:
  struct Due {
    bool room = false;
    bool reactivated = false;
    std::int64_t shown_from = 0;  // a reading at this position or later shows all that is due
    std::vector<std::weak_ptr<Session>> besides;
    bool any() const { return room || !besides.empty(); }
    void add(Due&& other);
  };
  struct Feed {
    Due due;  // not yet being read
    Due being_read;
    bool reading = false;
    bool queued = false;  // stands in to_read_
  };
  struct Held {
    std::string queue_id;
    QueueReading reading;
    std::chrono::milliseconds until;
  };
  struct Unprojected {
    std::int64_t next_offset;
    std::string queue_id;
    Due due;
  };

  void add(const std::string& queue_id, Due due);
  void read_soon(const std::string& queue_id, Feed& feed);
  void start_reads();
  void finished(const std::string& queue_id, QueueReading reading);
  void deliver(const std::string& queue_id, const QueueReading& reading);
  void send(const std::string& queue_id, const rows::Queue& row, const Due& due);

  Rooms& rooms_;
  QueueStatusSource& source_;
  Executor& loop_;
  const event_log::Topics topics_;
  std::function<std::int64_t(const event_log::UnitId&)> heard_before_;
  std::unordered_map<std::string, Feed> feeds_;
  std::vector<std::string> to_read_;
  std::vector<std::string> unanswered_;
  std::map<event_log::UnitId, std::vector<Held>> held_;
  std::map<event_log::UnitId, std::vector<Unprojected>> unprojected_;
};

}  // namespace frontdesk::realtime_gateway
