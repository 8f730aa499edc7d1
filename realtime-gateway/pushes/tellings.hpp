#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "platform/executor/executor.hpp"
#include "realtime-gateway/pushes/row_source.hpp"
#include "realtime-gateway/rooms/rooms.hpp"
#include "realtime-gateway/stream/log_stream.hpp"
#include "schemas/api/push.hpp"

namespace frontdesk::realtime_gateway {

// What is told of single events, unit by unit in the order of the log. Where that shows a row, the row is read first,
// together with all others that the same round of the loop wants; what comes later in the unit waits meanwhile. Rooms
// in which nobody is cost nothing. Loop thread only.
class Tellings {
 public:
  // `told_up_to`: of this unit more has been told (told_before).
  Tellings(Rooms& rooms, Executor& loop, std::function<void(const event_log::UnitId& unit)> told_up_to);

  // `event` outlives this; `rows`: where the row is read, if one is shown.
  void tell(const HeardEvent& heard, std::string_view event, api::Told told, RowSource* rows);
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
    std::string_view event;
    api::Told told;
    RowSource* rows;
    enum class State { reading, unread, ready, pointless } state = State::reading;
  };
  using InOrder = std::deque<std::shared_ptr<Telling>>;

  void read_soon(const std::shared_ptr<Telling>& telling);
  void start_reads();
  void finished(const std::shared_ptr<Telling>& telling, const RowReading& reading);
  void tell_what_is_ready(const event_log::UnitId& unit);
  void announce(const Telling& telling);

  Rooms& rooms_;
  Executor& loop_;
  std::function<void(const event_log::UnitId&)> told_up_to_;
  std::map<event_log::UnitId, InOrder> waiting_;      // in the order of the log
  std::map<event_log::UnitId, InOrder> unprojected_;  // whose row is not there yet
  std::vector<std::shared_ptr<Telling>> to_read_;
};

}  // namespace frontdesk::realtime_gateway
