#include "command-api/execution/units.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <utility>
#include <vector>

#include "platform/logging/log.hpp"
#include "platform/metrics/metrics.hpp"

namespace frontdesk::command_api {

namespace {
// One instance takes every unit; membership by consumer group comes with the second instance.
class EveryUnit : public units::Assignment {
 public:
  explicit EveryUnit(Executor& executor) : executor_(executor) {}
  void confirm(const event_log::UnitId&, std::function<void(bool)> done) override {
    executor_.post([done = std::move(done)] { done(true); });
  }

 private:
  Executor& executor_;
};
}  // namespace

class Units::State : public units::OwnerObserver, public std::enable_shared_from_this<Units::State> {
 public:
  State(const event_log::Topics& topics, event_log::EventLog& log, Executor& owner_executor, const MakeFold& make_fold,
        const units::OwnerOptions& options)
      : executor(owner_executor), assignment(owner_executor) {
    for (const auto& unit : topics.all_units()) {
      owners.emplace(
          unit, std::make_unique<units::Owner>(
                    unit, log, executor, assignment, [make_fold, unit] { return make_fold(unit); }, options, *this));
    }
    units_count = owners.size();
  }

  void serving(const event_log::UnitId& unit, const std::string& term, std::int64_t replayed) override {
    logging::info("unit taken", {{"unit", to_string(unit)}, {"term", term}, {"replayed", std::to_string(replayed)}});
    count_serving();
  }
  void dropped(const event_log::UnitId& unit, const std::string& reason) override {
    logging::warn("unit dropped", {{"unit", to_string(unit)}, {"reason", reason}});
    metrics::counter("unit_dropped_total", "Units given up and taken again", {{"unit", to_string(unit)}}).add();
    count_serving();
  }
  void void_record(const event_log::UnitId& unit, std::int64_t offset) override {
    logging::warn("void record", {{"unit", to_string(unit)}, {"offset", std::to_string(offset)}});
    metrics::counter("void_records_total", "Records that do not count", {{"unit", to_string(unit)}}).add();
  }
  void broken(const event_log::UnitId& unit, const std::string& why) override {
    logging::error("unit stopped", {{"unit", to_string(unit)}, {"why", why}});
    metrics::gauge("unit_stopped", "1: the unit is not served until another program can read it",
                   {{"unit", to_string(unit)}})
        .set(1);
    {
      const std::lock_guard lock(stopped_mutex);
      stopped.emplace(unit, why);
    }
    count_serving();
  }
  void due_unknown(const event_log::UnitId& unit, const std::string& why) override {
    logging::error("what is due cannot be told", {{"unit", to_string(unit)}, {"why", why}});
    metrics::counter("unit_due_unknown_total", "Ticks that did not learn what is due", {{"unit", to_string(unit)}})
        .add();
  }

  void count_serving() {
    // Owners tell before they have changed their own state, so look after they have.
    executor.post([weak = weak_from_this()] {
      const auto state = weak.lock();
      if (!state) return;
      const auto serving = std::count_if(state->owners.begin(), state->owners.end(),
                                         [](const auto& owned) { return owned.second->serving(); });
      state->serving_count = static_cast<std::size_t>(serving);
    });
  }

  process::Readiness readiness() const {
    std::vector<process::Stopped> parts;
    {
      const std::lock_guard lock(stopped_mutex);
      for (const auto& [unit, why] : stopped) parts.push_back({to_string(unit), why});
    }
    const std::size_t serving = serving_count;
    // More for a moment: a unit that stops is counted there before it is no longer counted here.
    const bool ready = serving > 0 && serving + parts.size() >= units_count;
    return {ready, std::move(parts)};
  }

  Executor& executor;
  EveryUnit assignment;
  std::map<event_log::UnitId, std::unique_ptr<units::Owner>> owners;
  std::size_t units_count = 0;
  std::atomic<std::size_t> serving_count = 0;
  mutable std::mutex stopped_mutex;
  std::map<event_log::UnitId, std::string> stopped;  // and why
};

Units::Units(const event_log::Topics& topics, event_log::EventLog& log, Executor& executor, const MakeFold& make_fold,
             const units::OwnerOptions& options)
    : state_(std::make_shared<State>(topics, log, executor, make_fold, options)) {}

Units::~Units() { close(); }

void Units::close() {
  const auto gone = std::make_shared<std::promise<void>>();
  state_->executor.post([state = state_, gone] {
    // Answers that these give may submit again, and must not meet the owners half gone.
    std::exchange(state->owners, {}).clear();
    gone->set_value();
  });
  gone->get_future().wait();
}

void Units::take_all() {
  state_->executor.post([state = state_] {
    for (auto& [unit, owner] : state->owners) owner->take();
  });
}

void Units::submit(const event_log::UnitId& unit, units::Command command) {
  state_->executor.post([state = state_, unit, command = std::move(command)]() mutable {
    const auto owner = state->owners.find(unit);
    if (owner == state->owners.end()) return command.answered(units::Answer{});
    owner->second->submit(std::move(command));
  });
}

process::Readiness Units::readiness() const { return state_->readiness(); }

void Units::drain(std::chrono::milliseconds patience) {
  auto done = std::make_shared<std::promise<void>>();
  state_->executor.post([state = state_, patience, done] {
    auto left = std::make_shared<std::size_t>(state->owners.size());
    for (auto& [unit, owner] : state->owners) {
      owner->drain(patience, [left, done] {
        if (--*left == 0) done->set_value();
      });
    }
  });
  done->get_future().wait_for(patience + std::chrono::seconds(1));
}

}  // namespace frontdesk::command_api
