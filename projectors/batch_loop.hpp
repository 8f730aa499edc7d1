#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/executor/executor.hpp"
#include "projectors/batch_writer.hpp"
#include "projectors/cache_upkeep.hpp"
#include "projectors/projector.hpp"

namespace frontdesk::projectors {

// Records → rows → caches → announcement, batch by batch, between start() and stop(). On one executor; held by
// shared_ptr, because timers call back.
class BatchLoop : public std::enable_shared_from_this<BatchLoop> {
 public:
  // What the loop cannot settle by itself. Whoever is told of `failed` or `taken_by_other` stops it.
  struct Events {
    std::function<void(const std::string& why)> failed;  // PostgreSQL is away
    std::function<void()> taken_by_other;                // another projector has a unit
    std::function<void(UnitRead& unit, const std::string& why)> broken;
    std::function<void()> progressed;
  };
  // All must outlive it. `caches`: null when nobody reads the rows yet.
  BatchLoop(Executor& executor, const ProjectorOptions& options, ReadModel& rows, const Projections& projections,
            UnitsRead& units, CacheUpkeep* caches, Events events);

  // The units' positions have been read: makes the caches as new as the rows.
  void start();
  void stop();
  // While held, it writes nothing; what arrives waits.
  void hold(bool held);
  // A unit has something.
  void arrived();

 private:
  enum class Outcome { done, unprojectable, failed };

  void run();
  void project_what_arrived();
  void project_alone(UnitRead& unit, std::size_t records);
  Outcome write(std::span<const Cut> cuts, const std::optional<std::string>& dead_because = std::nullopt);
  void keep_caches(const std::function<CacheUpkeep::Outcome(CacheUpkeep&)>& work);
  void retry_redis();

  Executor& executor_;
  const ProjectorOptions& options_;
  UnitsRead& units_;
  CacheUpkeep* const caches_;
  BatchWriter writer_;
  const Events events_;

  bool started_ = false;
  bool held_ = false;
  bool scheduled_ = false;
  bool redis_retry_scheduled_ = false;
  std::size_t first_unit_ = 0;  // so that no unit waits for ever behind busy ones
  std::string last_error_;
};

}  // namespace frontdesk::projectors
