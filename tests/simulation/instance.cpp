#include "tests/simulation/instance.hpp"

#include <algorithm>
#include <utility>

namespace frontdesk::simulation {

using namespace std::chrono_literals;

Instance::Instance(int id, Broker& broker, const Group& group, History& history, const units::Sabotage& sabotage)
    : id_(id),
      broker_(broker),
      group_(group),
      history_(history),
      executor_(broker.scheduler().start_process()),
      log_(broker, executor_, *this) {
  executor_->set_clock_error(Millis(broker.scheduler().random().between(-5000, 5000)));
  units::OwnerOptions options;
  options.source = "instance-" + std::to_string(id);
  owner_ = units::Sabotage::owner(
      the_unit, log_, *executor_, *this, [] { return std::make_unique<Dispenser>(); }, options, *this, sabotage);
}

// A crash: nothing of this process runs any more, and nobody hears what its owner says while it is torn down.
Instance::~Instance() {
  executor_->kill();
  owner_.reset();
}

void Instance::take() {
  executor_->post([this] { owner_->take(); });
}

void Instance::submit(const std::shared_ptr<Attempt>& attempt) {
  units::Command command;
  command.key = attempt->key;
  command.actor = attempt->wish.patient;
  command.decide = [this, attempt](const units::Fold& state, Instant) {
    attempt->decided_order = ++decisions_;
    return decide(static_cast<const Dispenser&>(state), attempt->wish);
  };
  command.answered = [this, attempt](const units::Answer& answer) {
    executor_->alive() ? note_answer(*attempt, answer) : void(attempt->owner_died = true);
  };
  owner_->submit(std::move(command));
}

void Instance::note_answer(Attempt& attempt, const units::Answer& answer) {
  if (++attempt.answers > 1) history_.violated("answered twice");
  attempt.answered = broker_.scheduler().now();
  attempt.outcome = answer.outcome;
  if (!attempt.definitive()) return;
  attempt.refusal = answer.refusal;
  if (answer.event != nullptr) attempt.payload = answer.event->payload;
  attempt.next_offset = answer.next_offset;
  const auto& confirmed = static_cast<const Dispenser&>(*answer.confirmed);
  attempt.confirmed_events = confirmed.applied;
  attempt.confirmed_digest = confirmed.digest;
  if (attempt.decided_order == 0) return;
  if (attempt.decided_order < last_answered_) history_.violated("answered out of order");
  last_answered_ = attempt.decided_order;
}

void Instance::confirm(const event_log::UnitId&, std::function<void(bool)> done) {
  Scheduler& scheduler = broker_.scheduler();
  const Micros back = scheduler.random().between(100us, 20ms);
  scheduler.after(scheduler.random().between(100us, 20ms), [this_group = &group_, id = id_, executor = executor_, back,
                                                            done = std::move(done), &scheduler, this] {
    const bool says = this_group->assigned == id;
    scheduler.after(back, [executor, says, done, this] {
      executor->post([this, says, done] {
        must_ask_ = must_ask_ && !says;
        done(says);
      });
    });
  });
}

void Instance::serving(const event_log::UnitId&, const std::string&, std::int64_t) { ++history_.takes; }

void Instance::dropped(const event_log::UnitId&, const std::string& reason) {
  must_ask_ = true;
  ++history_.drops[reason.substr(0, 16)];
}

void Instance::broken(const event_log::UnitId&, const std::string& why) {
  history_.violated("an owner found its log broken: " + why);
}

void Instance::appended(const event_log::NewRecord& record, bool after_unknown) {
  if (after_unknown) history_.violated("wrote on after an append of unknown fate");
  const auto start = std::pair<std::string, std::string>(units::header::type, units::record_type::term_started);
  const bool starts = std::find(record.headers.begin(), record.headers.end(), start) != record.headers.end();
  if (starts && must_ask_) history_.violated("retook the unit unasked");
}

}  // namespace frontdesk::simulation
