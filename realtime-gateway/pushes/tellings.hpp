#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "platform/executor/executor.hpp"
#include "realtime-gateway/pushes/told_push.hpp"
#include "realtime-gateway/rooms/rooms.hpp"
#include "realtime-gateway/stream/log_stream.hpp"

namespace frontdesk::realtime_gateway {

// What is told of single events, unit by unit in the order of the log. Where that shows a row, the row is read first,
// together with all others that the same round of the loop wants; what comes later in the unit waits meanwhile. Rooms
// in which nobody is cost no reading. Loop thread only.
class Tellings {
 public:
  struct Parts {
    Rooms& rooms;
    Executor& loop;
    // Somebody is about to enter the room, and counts on what is told of now on.
    std::function<bool(const std::string& room)> awaited;
    // So many pushes of the event at this offset are told with the next one.
    std::function<void(const event_log::UnitId& unit, std::int64_t offset, int pushes)> telling;
    // Of this unit more has been told (told_before).
    std::function<void(const event_log::UnitId& unit)> told_up_to;
  };
  explicit Tellings(Parts parts) : parts_(std::move(parts)) {}

  // `index`: of the push among those of its event.
  void tell(const HeardEvent& heard, int index, const ToldPush& push);
  // How far the events of a unit have been told that were heard up to an offset.
  std::int64_t told_before(const event_log::UnitId& unit, std::int64_t heard_before) const;

  void projected_up_to(const event_log::UnitId& unit, std::int64_t next_offset);
  void sweep();  // a few times a second: asks again where the stores did not answer

 private:
  struct Telling {
    event_log::UnitId unit;
    std::int64_t next_offset;
    bool projected;
    std::chrono::milliseconds until;  // later nobody wants to hear it
    int index;
    ToldPush push;
    enum class State { unwanted, reading, unread, ready, pointless } state = State::unwanted;
  };
  using InOrder = std::deque<std::shared_ptr<Telling>>;

  bool wanted(const std::string& room) const;
  void read_soon(const std::shared_ptr<Telling>& telling);
  void start_reads();
  void finished(const std::shared_ptr<Telling>& telling, const RowReading& reading);
  void tell_what_is_ready(const event_log::UnitId& unit);
  void announce(const Telling& telling);

  const Parts parts_;
  std::map<event_log::UnitId, InOrder> waiting_;      // in the order of the log
  std::map<event_log::UnitId, InOrder> unprojected_;  // whose row is not there yet
  std::vector<std::shared_ptr<Telling>> to_read_;
};

}  // namespace frontdesk::realtime_gateway
