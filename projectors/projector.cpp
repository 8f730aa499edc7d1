#include "projectors/projector.hpp"

#include <atomic>

#include "platform/logging/log.hpp"
#include "projectors/read_schemas.hpp"
#include "projectors/schema_projection.hpp"

namespace frontdesk::projectors {
namespace {

using Condition = ReadSchemas::Condition;
using Role = SchemaProjection::Role;

constexpr std::chrono::milliseconds look_every{1000};
// Then PostgreSQL holds the executor: it is frozen, say.
constexpr std::chrono::milliseconds stuck_after{3000};
// A rebuild this near is let overtake the shown rows: they are held for the moment that it takes.
constexpr std::int64_t overtaken_records_max = 5000;

}  // namespace

class Projector::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(event_log::EventLog& log, Executor& executor, ProjectorOptions options, MakeProjections make_projections)
      : log_(log),
        executor_(executor),
        options_(std::move(options)),
        make_projections_(std::move(make_projections)),
        schemas_(options_.database_url, options_.schema) {}

  void start() {
    shown_ = project(Role::shown);
    look();
  }

  void stop() {
    building_.reset();
    shown_.reset();
  }

  bool ready() const { return shown_ready_.load() && executor_.monotonic() - looked_at_.load() < stuck_after; }

 private:
  std::unique_ptr<SchemaProjection> project(Role role) {
    return std::make_unique<SchemaProjection>(log_, executor_, options_, role, make_projections_(),
                                              [this] { on_progress(); });
  }

  // Once a second: a schema may be dropped, or its rebuild demanded, while no event comes that would tell.
  void look() {
    if (!shown_) return;
    looked_at_.store(executor_.monotonic());
    try {
      act_on(schemas_.look());
    } catch (const std::exception& error) {
      shown_->interrupt(error.what());
    }
    executor_.after(look_every, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->look();
    });
  }

  void act_on(const ReadSchemas::Found& found) {
    shown_->hold(false);
    // It was dropped, or is shown already (by another process, say): then the rows are to be read anew.
    const bool building_gone = building_ && found.building != Condition::whole;
    if (building_gone) building_.reset();
    if (building_gone || found.shown != Condition::whole) shown_->suspend();
    const bool wanted = found.shown != Condition::whole || found.building != Condition::absent;
    if (wanted && !building_) build();
    if (found.shown == Condition::whole) shown_->resume();
    show_if_caught_up();
    // Here, not behind the swap: whoever did that may have died, or somebody still read it.
    if (found.replaced) schemas_.drop_replaced();
  }

  void build() {
    logging::info("rebuilding the read models", {{"schema", building_of(options_.schema)}});
    schemas_.begin_building(options_.topics.all_units());
    building_ = project(Role::building);
    building_->resume();
  }

  void on_progress() {
    shown_ready_.store(shown_ && shown_->ready());
    if (!building_ || !building_->caught_up() || show_posted_) return;
    // Not at once: whoever reports may not be destroyed meanwhile.
    show_posted_ = true;
    executor_.post([weak = weak_from_this()] {
      const auto self = weak.lock();
      if (!self) return;
      self->show_posted_ = false;
      self->show_if_caught_up();
    });
  }

  void show_if_caught_up() {
    if (!shown_ || !building_ || !building_->caught_up()) return;
    const auto behind = building_->behind(*shown_);
    if (behind > 0) {
      if (behind <= overtaken_records_max) shown_->hold(true);
      return;
    }
    try {
      if (!schemas_.show_building()) return;
    } catch (const std::exception& error) {
      logging::warn("rebuilt read models not shown yet", {{"error", error.what()}});
      return;
    }
    logging::info("rebuilt read models shown", {{"schema", options_.schema}});
    building_.reset();
    shown_->hold(false);
    shown_->suspend();
    shown_->resume();
  }

  event_log::EventLog& log_;
  Executor& executor_;
  const ProjectorOptions options_;
  const MakeProjections make_projections_;
  ReadSchemas schemas_;
  std::unique_ptr<SchemaProjection> shown_;
  std::unique_ptr<SchemaProjection> building_;
  bool show_posted_ = false;
  std::atomic<bool> shown_ready_{false};
  std::atomic<std::chrono::milliseconds> looked_at_{std::chrono::milliseconds(0)};
};

Projector::Projector(event_log::EventLog& log, Executor& executor, ProjectorOptions options,
                     MakeProjections make_projections)
    : impl_(std::make_shared<Impl>(log, executor, std::move(options), std::move(make_projections))) {}
Projector::~Projector() { impl_->stop(); }
void Projector::start() { impl_->start(); }
bool Projector::ready() const { return impl_->ready(); }

}  // namespace frontdesk::projectors
