#pragma once
#include <memory>
#include <string>
#include <vector>

#include "platform/event_log/topics.hpp"
#include "projectors/caches.hpp"
#include "projectors/read_model.hpp"
#include "projectors/units_read.hpp"

namespace frontdesk::projectors {

// Keeps the caches as new as the rows, and has their readers bypass them while it cannot (projected::CacheGate looks at
// the rows' `cache_ok`). Members throw what ReadModel's throw, and nothing of Redis. Used by one thread.
class CacheUpkeep {
 public:
  // All must outlive it.
  CacheUpkeep(Caches& caches, ReadModel& rows, const Projections& projections, const event_log::Topics& topics,
              UnitsRead& units);

  enum class Outcome {
    good,            // the caches show what the rows show, and it has been announced
    away,            // Redis cannot be written: refresh() again later
    taken_by_other,  // a row has moved on: another projector has the unit
  };
  // Makes Redis as new as the rows, if it can be reached; else has its readers bypass it.
  Outcome refresh();
  // After a batch: replaces what it touched and announces the positions. While Redis is away it does nothing.
  Outcome tell(const std::vector<CacheEntry>& entries, const UnitOffsets& positions);
  bool away() const { return state_ == State::away; }
  // What the rows say is not known any more: refresh() before the next tell().
  void forget() { state_ = State::unknown; }

 private:
  enum class State { unknown, good, away };

  void store_touched(const UnitOffsets& positions);
  void store_everything(const UnitOffsets& positions);
  Outcome leave(const std::string& why);
  bool store_state(bool cache_ok);

  Caches& caches_;
  ReadModel& rows_;
  const Projections& projections_;
  const event_log::Topics& topics_;
  UnitsRead& units_;
  State state_ = State::unknown;
};

}  // namespace frontdesk::projectors
