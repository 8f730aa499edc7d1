#include "projectors/projector.hpp"

#include <algorithm>
#include <atomic>
#include <span>

#include "platform/logging/log.hpp"
#include "platform/metrics/metrics.hpp"
#include "platform/units/records.hpp"
#include "projectors/caches.hpp"
#include "projectors/read_model.hpp"
#include "projectors/units_read.hpp"

namespace frontdesk::projectors {
namespace {

using event_log::UnitId;
using std::chrono::milliseconds;

// Above this many waiting records it does not let the log deliver more.
constexpr std::size_t waiting_records_max = 5000;
// Beyond, naming the touched keys costs more than refreshing all.
constexpr std::size_t touched_keys_max = 2000;

}  // namespace

class Projector::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(event_log::EventLog& log, Executor& executor, ProjectorOptions options,
       std::vector<std::unique_ptr<Projection>> projections)
      : log_(log),
        executor_(executor),
        options_(std::move(options)),
        projections_(std::move(projections)),
        read_model_(options_.database_url, options_.schema, projections_),
        caches_(options_.redis_url, options_.cache_prefix),
        backoff_(options_.backoff_min) {
    for (const UnitId& unit : options_.topics.all_units()) units_.push_back(std::make_unique<UnitRead>(unit));
  }

  void start() {
    for (const auto& unit : units_) ask_end(*unit);
    synchronize();
    watch();
  }

  void stop() {
    stopped_ = true;
    disconnect();
  }

  bool ready() const { return ready_.load(); }

 private:
  enum class Outcome { done, unprojectable, failed };
  enum class CacheMode { unknown, good, away };

  // --- where to go on ---

  // Reads the rows' positions and opens the log there. Again and again until it works.
  void synchronize() {
    if (stopped_) return;
    try {
      load();
    } catch (const std::exception& error) {
      fail(error.what());
      return;
    }
    connected_ = true;
    disconnected_since_.reset();
    refresh_caches();
    if (!connected_) return;
    for (const auto& unit : units_) open(*unit);
    update_ready();
  }

  void load() {
    std::vector<UnitId> ids;
    for (const auto& unit : units_) ids.push_back(unit->id);
    const auto stored = read_model_.load(ids);
    for (const auto& unit : units_) {
      const StoredUnit& row = stored.at(unit->id);
      if (row.position.next_offset < unit->position.next_offset) rebuild_up_to(*unit, unit->position.next_offset);
      unit->position = row.position;
      unit->touched = row.touched;
      unit->dead.clear();
    }
    for (auto& [id, aggregate] : read_model_.dead_aggregates()) {
      for (const auto& unit : units_) {
        if (unit->id == id) unit->dead.insert(aggregate);
      }
    }
  }

  // The rows were lost: not ready again before they say what they said.
  void rebuild_up_to(UnitRead& unit, std::int64_t next_offset) {
    unit.end_at_start = std::max(unit.end_at_start.value_or(0), next_offset);
    caught_up_ = false;
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
    cache_mode_ = CacheMode::unknown;
    for (const auto& unit : units_) {
      unit->tail.reset();
      unit->arrived.clear();
    }
    if (!disconnected_since_) disconnected_since_ = executor_.monotonic();
    update_ready();
  }

  void fail(const std::string& why) {
    logging::warn("projection interrupted", {{"error", why}});
    failures_.add();
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

  // --- records → rows → caches → announcement ---

  void on_records(UnitRead& unit, std::vector<event_log::Record> records) {
    if (!connected_ || unit.stopped) return;
    unit.arrived.insert(unit.arrived.end(), std::make_move_iterator(records.begin()),
                        std::make_move_iterator(records.end()));
    schedule();
  }

  void schedule() {
    if (scheduled_) return;
    scheduled_ = true;
    executor_.post([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->run();
    });
  }

  std::size_t waiting() const {
    std::size_t records = 0;
    for (const auto& unit : units_) records += unit->arrived.size();
    return records;
  }

  void run() {
    scheduled_ = false;
    do {
      if (!connected_ || waiting() == 0) return;
      project_what_arrived();
    } while (waiting() > waiting_records_max);
    if (waiting() > 0) schedule();
  }

  // One batch over all units; if something in it cannot be projected, unit by unit, and there event by event.
  void project_what_arrived() {
    std::vector<Cut> cuts;
    std::size_t room = options_.batch_records_max;
    for (std::size_t i = 0; i < units_.size() && room > 0; ++i) {
      UnitRead& unit = *units_[(first_unit_ + i) % units_.size()];
      if (unit.arrived.empty()) continue;
      cuts.push_back(cut(unit, room));
      room -= cuts.back().records;
    }
    first_unit_ = (first_unit_ + 1) % units_.size();
    if (write(cuts) != Outcome::unprojectable) return;
    for (const Cut& part : cuts) {
      if (!connected_) return;
      project_alone(*part.unit, part.records);
    }
  }

  void project_alone(UnitRead& unit, std::size_t records) {
    std::vector<Cut> whole{cut(unit, records)};
    if (write(whole) != Outcome::unprojectable) return;
    for (std::size_t i = 0; i < records && connected_; ++i) {
      std::vector<Cut> one{cut(unit, 1)};
      if (write(one) == Outcome::unprojectable) write(one, last_error_);
    }
  }

  // One transaction, caches, announcement. `dead_because`: the events are not projected but become dead letters.
  Outcome write(std::span<const Cut> cuts, const std::optional<std::string>& dead_because = std::nullopt) {
    Batch batch;
    std::vector<std::set<std::string>> dead;
    for (const Cut& part : cuts) {
      batch.advances.push_back({part.unit->id, part.unit->position.next_offset, part.after, part.unit->touched});
      dead.push_back(merge(part, dead_because, batch));
    }
    Written written;
    try {
      written = read_model_.write(batch);
    } catch (const std::exception& error) {
      fail(error.what());
      return Outcome::failed;
    }
    if (written.outcome == Written::Outcome::taken_by_other) {
      yield_to_other();
      return Outcome::failed;
    }
    if (written.outcome == Written::Outcome::unprojectable) {
      last_error_ = written.error;
      return Outcome::unprojectable;
    }
    backoff_ = options_.backoff_min;
    report(cuts, batch.dead_letters);
    UnitOffsets positions;
    for (std::size_t i = 0; i < cuts.size(); ++i) {
      UnitRead& unit = *cuts[i].unit;
      passed(cuts[i]);
      unit.dead = std::move(dead[i]);
      unit.touched = std::move(batch.advances[i].touched);
      if (unit.touched.size() > touched_keys_max) unit.touched = {every_key};
      positions[unit.id] = unit.position.next_offset;
    }
    tell(written.entries, positions);
    for (const Cut& part : cuts) {
      if (part.broken)
        stop_unit(*part.unit,
                  "the record after offset " + std::to_string(part.after.next_offset - 1) + " does not follow");
    }
    update_ready();
    return Outcome::done;
  }

  // Merges the cut's events into the batch; returns the unit's dead aggregates afterwards.
  std::set<std::string> merge(const Cut& part, const std::optional<std::string>& dead_because, Batch& batch) {
    std::set<std::string> dead = part.unit->dead;
    for (const event_log::Record* record : part.events) {
      const std::string aggregate(record->header(units::header::subject));
      const units::EventView event = units::event_of(*record);
      std::string error =
          dead.contains(aggregate) ? "behind a dead letter of its aggregate" : dead_because.value_or("");
      if (error.empty()) error = take(part.unit->id, *record, event, batch);
      if (error.empty()) continue;
      dead.insert(aggregate);
      // What is on the identity topic (hashes) stays there; the offset finds it again.
      const bool restricted = part.unit->id.topic == event_log::identity_topic;
      batch.dead_letters.push_back({part.unit->id, record->offset, std::string(event.type), aggregate,
                                    restricted ? "" : std::string(event.payload), std::move(error)});
    }
    return dead;
  }

  // Empty, or why the event cannot be projected.
  std::string take(const UnitId& unit, const event_log::Record& record, const units::EventView& event, Batch& batch) {
    batch.changes.resize(projections_.size());
    for (std::size_t i = 0; i < projections_.size(); ++i) {
      if (!projections_[i]->knows(event.type)) continue;
      if (!batch.changes[i]) batch.changes[i] = projections_[i]->begin();
      try {
        batch.changes[i]->apply({unit, record.offset, event.type, event.schema_version, event.payload});
        return {};
      } catch (const std::exception& error) {
        return std::string(error.what()).empty() ? "not decodable" : error.what();
      }
    }
    return "no context knows this type";
  }

  void report(std::span<const Cut> cuts, const std::vector<DeadLetter>& dead_letters) {
    std::size_t events = 0;
    for (const Cut& part : cuts) {
      events += part.events.size();
      if (part.void_records == 0) continue;
      void_records_.add(static_cast<double>(part.void_records));
      logging::warn("void records", {{"unit", to_string(part.unit->id)}, {"count", std::to_string(part.void_records)}});
    }
    for (const DeadLetter& letter : dead_letters) {
      logging::error("event not projected", {{"unit", to_string(letter.unit)},
                                             {"offset", std::to_string(letter.offset)},
                                             {"type", letter.type},
                                             {"aggregate", letter.aggregate}});
    }
    dead_letters_.add(static_cast<double>(dead_letters.size()));
    batches_.add();
    events_.add(static_cast<double>(events));
    batch_events_.set(static_cast<double>(events));
  }

  // --- caches ---

  void tell(const std::vector<CacheEntry>& entries, const UnitOffsets& positions) {
    if (cache_mode_ != CacheMode::good) return;
    try {
      caches_.store(entries, positions);
      for (const auto& unit : units_) {
        if (positions.contains(unit->id)) unit->touched.clear();
      }
      caches_.announce(positions);
    } catch (const redis::Unavailable& error) {
      leave_caches(error.what());
    }
  }

  // Makes Redis as new as the rows, if it can be reached; else has its readers bypass it.
  void refresh_caches() {
    try {
      UnitOffsets positions;
      for (const auto& unit : units_) positions[unit->id] = unit->position.next_offset;
      refresh_touched(positions);
      if (!store_cache_state(true)) return;
      cache_mode_ = CacheMode::good;
      caches_.announce(positions);
    } catch (const redis::Unavailable& error) {
      if (cache_mode_ != CacheMode::away) leave_caches(error.what());
    } catch (const std::exception& error) {
      fail(error.what());
    }
  }

  void refresh_touched(const UnitOffsets& positions) {
    std::vector<CacheEntry> entries;
    bool everything = false;
    for (const auto& unit : units_) {
      if (std::ranges::find(unit->touched, every_key) != unit->touched.end()) {
        everything = true;
        continue;
      }
      if (unit->touched.empty()) continue;
      for (CacheEntry& entry : read_model_.render(unit->touched)) {
        entry.unit = unit->id;
        entries.push_back(std::move(entry));
      }
    }
    if (everything) refresh_everything(positions);
    caches_.store(entries, positions);
  }

  void refresh_everything(const UnitOffsets& positions) {
    for (const auto& projection : projections_) {
      for (const auto& kind : projection->cache_kinds()) {
        std::string after;
        for (;;) {
          auto page = read_model_.render_page(*projection, kind, after);
          if (page.last_id.empty()) break;
          after = page.last_id;
          for (CacheEntry& entry : page.entries) {
            entry.unit = projection->unit_of(options_.topics, entry.key.substr(kind.prefix.size()));
          }
          caches_.store_rows(page.entries, positions);
        }
      }
    }
  }

  // Redis cannot be written: says so in the rows, which every reader of caches looks at (projected::CacheGate).
  void leave_caches(const std::string& why) {
    logging::warn("caches left aside", {{"error", why}});
    cache_mode_ = CacheMode::away;
    try {
      store_cache_state(false);
    } catch (const std::exception& error) {
      fail(error.what());
      return;
    }
    retry_redis();
  }

  void retry_redis() {
    executor_.after(options_.redis_retry_every, [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (!self || !self->connected_ || self->cache_mode_ != CacheMode::away) return;
      self->refresh_caches();
      if (self->connected_ && self->cache_mode_ == CacheMode::away) self->retry_redis();
      if (self->cache_mode_ == CacheMode::good) logging::info("caches in use again");
    });
  }

  bool store_cache_state(bool cache_ok) {
    std::vector<ReadModel::CacheState> states;
    for (const auto& unit : units_) {
      if (cache_ok) unit->touched.clear();
      states.push_back({unit->id, unit->position.next_offset, unit->touched, cache_ok});
    }
    if (read_model_.store_cache_state(states)) return true;
    yield_to_other();
    return false;
  }

  // --- readiness and metrics ---

  void ask_end(UnitRead& unit) {
    log_.end_offset(unit.id, [weak = weak_from_this(), &unit](std::optional<std::int64_t> end) {
      const auto self = weak.lock();
      if (!self || self->stopped_) return;
      if (end) {
        if (!unit.end_at_start) unit.end_at_start = *end;
        unit.gap_events.set(static_cast<double>(std::max<std::int64_t>(0, *end - unit.position.next_offset)));
        self->update_ready();
      }
      const auto delay = end ? self->options_.gap_asked_every : self->options_.backoff_max;
      self->executor_.after(delay, [weak, &unit] {
        if (const auto later = weak.lock()) later->ask_end(unit);
      });
    });
  }

  void update_ready() {
    const bool caught_up = caught_up_ || std::ranges::all_of(units_, [](const auto& unit) {
                             return unit->end_at_start && unit->position.next_offset >= *unit->end_at_start;
                           });
    if (caught_up && !caught_up_) logging::info("caught up with the log");
    caught_up_ = caught_up;
    const bool sound = std::ranges::none_of(units_, [](const auto& unit) { return unit->stopped; });
    ready_.store(connected_ && caught_up && sound);
  }

  // Once a second, so that a lag also shows while nothing moves. So does a dropped schema: without one no caller is
  // known, so no command could bring the event whose writing would fail.
  void watch() {
    if (connected_ && waiting() == 0) look_for_schema();
    for (const auto& unit : units_) unit->lag_seconds.set(lag_of(*unit));
    executor_.after(milliseconds(1000), [weak = weak_from_this()] {
      if (const auto self = weak.lock(); self && !self->stopped_) self->watch();
    });
  }

  void look_for_schema() {
    try {
      if (!read_model_.exists()) fail("the read schema is gone");
    } catch (const std::exception& error) {
      fail(error.what());
    }
  }

  double lag_of(const UnitRead& unit) const {
    std::int64_t ms = 0;
    if (disconnected_since_) {
      ms = (executor_.monotonic() - *disconnected_since_).count();
    } else if (!unit.arrived.empty()) {
      ms = executor_.now().ms - units::event_of(unit.arrived.front()).time.ms;
    }
    return static_cast<double>(std::max<std::int64_t>(0, ms)) / 1000.0;
  }

  event_log::EventLog& log_;
  Executor& executor_;
  const ProjectorOptions options_;
  const std::vector<std::unique_ptr<Projection>> projections_;
  ReadModel read_model_;
  Caches caches_;
  std::vector<std::unique_ptr<UnitRead>> units_;

  bool stopped_ = false;
  bool connected_ = false;  // positions are known and the log is open
  bool scheduled_ = false;
  bool caught_up_ = false;
  std::size_t first_unit_ = 0;  // so that no unit waits for ever behind busy ones
  CacheMode cache_mode_ = CacheMode::unknown;
  milliseconds backoff_;
  std::optional<milliseconds> disconnected_since_;
  std::string last_error_;
  std::atomic<bool> ready_{false};

  metrics::Counter& void_records_ = metrics::counter("void_records_total", "Records that the acceptance rule skips");
  metrics::Counter& dead_letters_ = metrics::counter("dead_letters_total", "Events that could not be projected");
  metrics::Counter& failures_ = metrics::counter("projection_interruptions_total", "Times PostgreSQL was lost");
  metrics::Counter& batches_ = metrics::counter("projection_batches_total", "Transactions written");
  metrics::Counter& events_ = metrics::counter("projection_events_total", "Events projected");
  metrics::Gauge& batch_events_ = metrics::gauge("projection_batch_events", "Events in the last transaction");
};

Projector::Projector(event_log::EventLog& log, Executor& executor, ProjectorOptions options,
                     std::vector<std::unique_ptr<Projection>> projections)
    : impl_(std::make_shared<Impl>(log, executor, std::move(options), std::move(projections))) {}
Projector::~Projector() { impl_->stop(); }
void Projector::start() { impl_->start(); }
bool Projector::ready() const { return impl_->ready(); }

}  // namespace frontdesk::projectors
