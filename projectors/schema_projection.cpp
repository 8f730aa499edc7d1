#include "projectors/schema_projection.hpp"

#include <algorithm>
#include <atomic>

#include "platform/logging/log.hpp"
#include "platform/metrics/metrics.hpp"
#include "projectors/batch_loop.hpp"
#include "projectors/progress.hpp"
#include "projectors/read_model.hpp"
#include "projectors/read_schemas.hpp"
#include "projectors/units_read.hpp"

namespace frontdesk::projectors {
namespace {

using event_log::UnitId;
using std::chrono::milliseconds;

}  // namespace

class SchemaProjection::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(event_log::EventLog& log, Executor& executor, const ProjectorOptions& options, Role role,
       Projections projections, std::function<void()> on_progress)
      : log_(log),
        executor_(executor),
        options_(options),
        role_(role),
        projections_(std::move(projections)),
        on_progress_(std::move(on_progress)),
        rows_(options.database_url, role == Role::shown ? options.schema : building_of(options.schema), projections_),
        units_(all_units(options.topics, role == Role::building)),
        backoff_(options.backoff_min) {}

  void begin() {
    progress_ = std::make_shared<Progress>(log_, executor_, units_, options_.gap_asked_every, options_.backoff_max,
                                           [this] { update_ready(); });
    loop_ = std::make_shared<BatchLoop>(executor_, options_, rows_, projections_, units_,
                                        role_ == Role::shown ? &upkeep_ : nullptr, loop_events());
    progress_->begin();
  }

  void end() {
    stopped_ = true;
    disconnect();
    loop_.reset();
    progress_.reset();
  }

  void resume() {
    if (!suspended_) return;
    suspended_ = false;
    synchronize();
  }

  void suspend() {
    suspended_ = true;
    disconnect();
  }

  void hold(bool held) { loop_->hold(held); }

  void interrupt(const std::string& why) {
    if (connected_) fail(why);
  }

  bool caught_up() const { return progress_->caught_up(); }

  std::int64_t behind(const Impl& other) const { return records_behind(units_, other.units_); }

  bool ready() const { return ready_.load(); }

 private:
  BatchLoop::Events loop_events() {
    return {.failed = [this](const std::string& why) { fail(why); },
            .taken_by_other = [this] { yield_to_other(); },
            .broken = [this](UnitRead& unit, const std::string& why) { stop_unit(unit, why); },
            .progressed =
                [this] {
                  backoff_ = options_.backoff_min;
                  update_ready();
                }};
  }

  // Reads the rows' positions and opens the log there. Again and again until it works.
  void synchronize() {
    if (stopped_ || suspended_) return;
    try {
      load();
    } catch (const std::exception& error) {
      fail(error.what());
      return;
    }
    connected_ = true;
    progress_->connected();
    loop_->start();
    if (!connected_) return;
    for (const auto& unit : units_) open(*unit);
    update_ready();
  }

  void load() {
    std::vector<UnitId> ids;
    for (const auto& unit : units_) ids.push_back(unit->id);
    const auto stored = rows_.load(ids);
    for (const auto& unit : units_) {
      const StoredUnit& row = stored.at(unit->id);
      if (row.position.next_offset < unit->position.next_offset) progress_->lost(*unit, unit->position.next_offset);
      unit->position = row.position;
      unit->table = row.table;
      unit->touched = row.touched;
      unit->dead.clear();
    }
    for (auto& [id, aggregate] : rows_.dead_aggregates()) {
      for (const auto& unit : units_) {
        if (unit->id == id) unit->dead.insert(aggregate);
      }
    }
  }

  void open(UnitRead& unit) {
    if (unit.stopped) return;
    const std::weak_ptr<Impl> weak = weak_from_this();
    unit.tail = log_.read_from(
        unit.id, unit.position.next_offset,
        [weak, &unit](std::vector<event_log::Record> records) {
          if (const auto self = weak.lock()) self->on_records(unit, std::move(records));
        },
        [weak, &unit](event_log::TailError, const std::string& detail) {
          if (const auto self = weak.lock()) self->stop_unit(unit, detail);
        });
  }

  void disconnect() {
    connected_ = false;
    loop_->stop();
    for (const auto& unit : units_) {
      unit->tail.reset();
      unit->arrived.clear();
    }
    progress_->disconnected();
    update_ready();
  }

  void fail(const std::string& why) {
    logging::warn("projection interrupted", {{"error", why}});
    interruptions_.add();
    disconnect();
    again(backoff_);
    backoff_ = std::min(2 * backoff_, options_.backoff_max);
  }

  void yield_to_other() {
    logging::warn("another projector has a unit");
    disconnect();
    // Jitter, so that two of them do not meet again and again.
    again(options_.backoff_max / 4 + milliseconds(executor_.random() % 500));
  }

  void again(milliseconds delay) {
    executor_.after(delay, [weak = weak_from_this()] {
      if (const auto self = weak.lock(); self && !self->connected_) self->synchronize();
    });
  }

  void stop_unit(UnitRead& unit, const std::string& why) {
    logging::error("unit stopped: the log is not the one that was projected",
                   {{"unit", to_string(unit.id)}, {"error", why}});
    unit.stopped = true;
    unit.tail.reset();
    unit.arrived.clear();
    update_ready();
  }

  void on_records(UnitRead& unit, std::vector<event_log::Record> records) {
    if (!connected_ || unit.stopped) return;
    unit.arrived.insert(unit.arrived.end(), std::make_move_iterator(records.begin()),
                        std::make_move_iterator(records.end()));
    loop_->arrived();
  }

  void update_ready() {
    const bool before = progress_->caught_up();
    const bool caught_up = progress_->look_whether_caught_up();
    if (caught_up && !before) {
      logging::info(role_ == Role::shown ? "caught up with the log" : "the rebuild has caught up with the log");
    }
    const bool sound = std::ranges::none_of(units_, [](const auto& unit) { return unit->stopped; });
    ready_.store(connected_ && caught_up && sound);
    if (!stopped_) on_progress_();
  }

  event_log::EventLog& log_;
  Executor& executor_;
  const ProjectorOptions& options_;
  const Role role_;
  const Projections projections_;
  const std::function<void()> on_progress_;
  ReadModel rows_;
  Caches caches_{options_.redis_url, options_.cache_prefix};
  UnitsRead units_;
  CacheUpkeep upkeep_{caches_, rows_, projections_, options_.topics, units_};
  // After what they work on.
  std::shared_ptr<Progress> progress_;
  std::shared_ptr<BatchLoop> loop_;

  bool stopped_ = false;
  bool suspended_ = true;
  bool connected_ = false;  // positions are known and the log is open
  milliseconds backoff_;
  std::atomic<bool> ready_{false};
  metrics::Counter& interruptions_ = metrics::counter("projection_interruptions_total", "Times PostgreSQL was lost");
};

SchemaProjection::SchemaProjection(event_log::EventLog& log, Executor& executor, const ProjectorOptions& options,
                                   Role role, Projections projections, std::function<void()> on_progress)
    : impl_(std::make_shared<Impl>(log, executor, options, role, std::move(projections), std::move(on_progress))) {
  impl_->begin();
}
SchemaProjection::~SchemaProjection() { impl_->end(); }
void SchemaProjection::resume() { impl_->resume(); }
void SchemaProjection::suspend() { impl_->suspend(); }
void SchemaProjection::hold(bool held) { impl_->hold(held); }
void SchemaProjection::interrupt(const std::string& why) { impl_->interrupt(why); }
bool SchemaProjection::caught_up() const { return impl_->caught_up(); }
std::int64_t SchemaProjection::behind(const SchemaProjection& other) const { return impl_->behind(*other.impl_); }
bool SchemaProjection::ready() const { return impl_->ready(); }

}  // namespace frontdesk::projectors
