#include "projectors/batch_loop.hpp"

#include "platform/logging/log.hpp"

namespace frontdesk::projectors {
namespace {

// Above this many waiting records it does not let the log deliver more.
constexpr std::size_t waiting_records_max = 5000;
// Nobody waits for a batch of a rebuild, and a row that many events change is written once.
constexpr std::size_t rebuild_batch_times = 10;

}  // namespace

BatchLoop::BatchLoop(Executor& executor, const ProjectorOptions& options, ReadModel& rows,
                     const Projections& projections, UnitsRead& units, CacheUpkeep* caches, Events events)
    : executor_(executor),
      options_(options),
      units_(units),
      caches_(caches),
      writer_(rows, projections, caches != nullptr),
      events_(std::move(events)) {}

void BatchLoop::start() {
  started_ = true;
  keep_caches([](CacheUpkeep& caches) { return caches.refresh(); });
}

void BatchLoop::stop() {
  started_ = false;
  writer_.forget();
  if (caches_) caches_->forget();
}

void BatchLoop::hold(bool held) {
  held_ = held;
  if (!held_) arrived();
}

void BatchLoop::arrived() {
  if (scheduled_) return;
  scheduled_ = true;
  executor_.post([weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->run();
  });
}

void BatchLoop::run() {
  scheduled_ = false;
  do {
    if (!started_ || held_ || waiting(units_) == 0) return;
    project_what_arrived();
  } while (waiting(units_) > waiting_records_max);
  if (waiting(units_) > 0) arrived();
}

// One batch over all units; if something in it cannot be projected, unit by unit, and there event by event.
void BatchLoop::project_what_arrived() {
  const std::size_t times = caches_ ? 1 : rebuild_batch_times;
  const std::vector<Cut> cuts = next_cuts(units_, first_unit_, times * options_.batch_records_max);
  first_unit_ = (first_unit_ + 1) % units_.size();
  if (write(cuts) != Outcome::unprojectable) return;
  for (const Cut& part : cuts) {
    if (!started_) return;
    project_alone(*part.unit, part.records);
  }
}

void BatchLoop::project_alone(UnitRead& unit, std::size_t records) {
  std::vector<Cut> whole{cut(unit, records)};
  if (write(whole) != Outcome::unprojectable) return;
  for (std::size_t i = 0; i < records && started_; ++i) {
    std::vector<Cut> one{cut(unit, 1)};
    if (write(one) == Outcome::unprojectable) write(one, last_error_);
  }
}

// One transaction, caches, announcement. `dead_because`: see BatchWriter.
BatchLoop::Outcome BatchLoop::write(std::span<const Cut> cuts, const std::optional<std::string>& dead_because) {
  BatchWriter::Result batch;
  try {
    batch = writer_.write(cuts, dead_because);
  } catch (const std::exception& error) {
    events_.failed(error.what());
    return Outcome::failed;
  }
  if (batch.written.outcome == Written::Outcome::taken_by_other) {
    events_.taken_by_other();
    return Outcome::failed;
  }
  if (batch.written.outcome == Written::Outcome::unprojectable) {
    last_error_ = batch.written.error;
    return Outcome::unprojectable;
  }
  keep_caches([&](CacheUpkeep& caches) { return caches.tell(batch.entries, batch.positions); });
  for (const Cut& part : cuts) {
    if (!part.broken) continue;
    events_.broken(*part.unit,
                   "the record after offset " + std::to_string(part.after.next_offset - 1) + " does not follow");
  }
  events_.progressed();
  return Outcome::done;
}

void BatchLoop::keep_caches(const std::function<CacheUpkeep::Outcome(CacheUpkeep&)>& work) {
  if (!caches_) return;
  try {
    const auto outcome = work(*caches_);
    if (outcome == CacheUpkeep::Outcome::taken_by_other) events_.taken_by_other();
    if (outcome == CacheUpkeep::Outcome::away) retry_redis();
  } catch (const std::exception& error) {
    events_.failed(error.what());
  }
}

void BatchLoop::retry_redis() {
  if (redis_retry_scheduled_) return;
  redis_retry_scheduled_ = true;
  executor_.after(options_.redis_retry_every, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->redis_retry_scheduled_ = false;
    if (!self->started_ || !self->caches_->away()) return;
    self->keep_caches([](CacheUpkeep& caches) {
      const auto outcome = caches.refresh();
      if (outcome == CacheUpkeep::Outcome::good) logging::info("caches in use again");
      return outcome;
    });
  });
}

}  // namespace frontdesk::projectors
