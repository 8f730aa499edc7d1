#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "platform/executor/executor.hpp"
#include "platform/projected/projected.hpp"
#include "platform/units/acceptance.hpp"

namespace frontdesk::realtime_gateway {

// An accepted event whose turn has come. The views live during the call only.
struct HeardEvent {
  const event_log::UnitId& unit;
  std::int64_t next_offset = 0;  // a read model that has projected up to here shows the event
  std::string_view type;
  int schema_version = 1;
  std::string_view payload;
  std::string_view correlation_id;
  Instant time;
  bool projected = true;  // false: the projection lags and patience ended; read models do not show it yet
  bool is_told = true;    // false: from before this gateway's time; it only is remembered
};

class EventListener {
 public:
  virtual ~EventListener() = default;
  // It was read; its turn comes when it is projected.
  virtual void arrived(const HeardEvent& event) = 0;
  virtual void heard(const HeardEvent& event) = 0;
  // Every event of the unit before `next_offset` has been heard.
  virtual void heard_up_to(const event_log::UnitId& unit, std::int64_t next_offset) = 0;
  virtual void projected_up_to(const event_log::UnitId& unit, std::int64_t next_offset) = 0;
};

// Reads every unit of the log and lets each event be heard in the order of its unit once it is projected (told means
// readable), or after `patience`. Units do not wait for each other; one whose log is not the one we knew stops alone.
// It only moves forward: a projection that starts over announces nothing twice. Lives on the executor, with log and
// positions.
class LogStream {
 public:
  struct Options {
    std::chrono::milliseconds patience{2000};
    // Events from before are heard but not told: no connection of this gateway was there then.
    Instant not_before{0};
    // More records than this wait for no projection (a gateway that started far behind must not fill the memory).
    std::size_t waiting_max = 50'000;
  };
  LogStream(event_log::EventLog& log, projected::Positions& positions, Executor& executor, EventListener& listener,
            Options options);
  ~LogStream();
  LogStream(const LogStream&) = delete;
  LogStream& operator=(const LogStream&) = delete;

  void start(const std::map<event_log::UnitId, units::Position>& from);
  void sweep();        // a few times a second: ends the patience of what waits
  bool whole() const;  // started, and every unit is read
  std::int64_t heard_before(const event_log::UnitId& unit) const;

 private:
  struct Unit;
  void on_records(Unit& unit, std::vector<event_log::Record> records);
  void let_through(Unit& unit);
  HeardEvent event_of(const Unit& unit, const event_log::Record& record, bool projected) const;
  void stop(Unit& unit, const std::string& why);

  event_log::EventLog& log_;
  projected::Positions& positions_;
  Executor& executor_;
  EventListener& listener_;
  const Options options_;
  std::map<event_log::UnitId, std::unique_ptr<Unit>> units_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace frontdesk::realtime_gateway
