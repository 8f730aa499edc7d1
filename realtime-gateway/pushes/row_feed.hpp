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
#include "platform/executor/executor.hpp"
#include "realtime-gateway/pushes/row_source.hpp"
#include "realtime-gateway/rooms/rooms.hpp"
#include "schemas/api/push.hpp"

namespace frontdesk::realtime_gateway {

// One row push (schemas/api/push.hpp): the row of an id, read after its changes are projected and told to its room.
// Changes that come while a read is under way share the next one, or this one if it shows them already; one read an id
// at a time keeps pushes in order. Rows that nobody watches are not read. Loop thread only.
class RowFeed {
 public:
  // `told_before`: how far the events of a unit were told. `push` outlives this.
  RowFeed(const api::RowPush& push, Rooms& rooms, RowSource& source, Executor& loop, event_log::Topics topics,
          std::function<std::int64_t(const event_log::UnitId&)> told_before);

  std::string_view room_kind() const { return push_.room_kind; }

  struct Change {
    std::int64_t next_offset = 0;
    bool projected = true;                             // false: told as soon as it is
    const api::RowPrinter* shown_otherwise = nullptr;  // null: as usual
  };
  // The room is due a push; `besides` (may be null) gets it too, once, in the room or not.
  void changed(const std::string& id, const Change& change, const std::shared_ptr<Socket>& besides);
  // One connection is due the present state.
  void tell(const std::string& id, const std::shared_ptr<Socket>& socket);

  void told_up_to(const event_log::UnitId& unit, std::int64_t next_offset);
  void projected_up_to(const event_log::UnitId& unit, std::int64_t next_offset);
  void sweep();  // a few times a second: asks again where the stores did not answer

 private:
  struct Due {
    bool room = false;
    const api::RowPrinter* shown_otherwise = nullptr;
    std::int64_t shown_from = 0;  // a reading at this position or later shows all that is due
    std::vector<std::weak_ptr<Socket>> besides;
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
    std::string id;
    RowReading reading;
    std::chrono::milliseconds until;
  };
  struct Unprojected {
    std::int64_t next_offset;
    std::string id;
    Due due;
  };

  void add(const std::string& id, Due due);
  void read_soon(const std::string& id, Feed& feed);
  void start_reads();
  void finished(const std::string& id, RowReading reading);
  void deliver(const std::string& id, const RowReading& reading);
  void send(const std::string& id, const std::any& row, const Due& due);

  const api::RowPush& push_;
  Rooms& rooms_;
  RowSource& source_;
  Executor& loop_;
  const event_log::Topics topics_;
  std::function<std::int64_t(const event_log::UnitId&)> told_before_;
  std::unordered_map<std::string, Feed> feeds_;
  std::vector<std::string> to_read_;
  std::vector<std::string> unanswered_;
  std::map<event_log::UnitId, std::vector<Held>> held_;
  std::map<event_log::UnitId, std::vector<Unprojected>> unprojected_;
};

}  // namespace frontdesk::realtime_gateway
