#include "tests/simulation/run.hpp"

#include <array>
#include <memory>
#include <utility>

#include "platform/units/records.hpp"
#include "tests/simulation/checker.hpp"
#include "tests/simulation/client.hpp"
#include "tests/simulation/instance.hpp"

namespace frontdesk::simulation {
namespace {

using namespace std::chrono_literals;

// A reader as a projector is one: folds what the acceptance rule accepts, stores its position as text, and now and then
// starts again from what it stored.
class Reader {
 public:
  void read(const Broker& broker, Random& random) {
    while (position_.next_offset < broker.end() && !random.chance(0.05)) {
      const auto& record = broker.log()[static_cast<std::size_t>(position_.next_offset)].record;
      const auto verdict = units::accept(position_, record);
      if (verdict == units::Verdict::broken_chain) {
        broken = true;
        return;
      }
      const auto event = units::event_of(record);
      if (verdict == units::Verdict::accepted && event.type != units::record_type::command_answered) state.apply(event);
      if (random.chance(0.1)) position_ = *units::position_from_text(units::to_text(position_));
    }
  }
  bool at_end(const Broker& broker) const { return position_.next_offset == broker.end(); }

  Dispenser state;
  bool broken = false;

 private:
  units::Position position_;
};

class World final : public Network {
 public:
  World(std::uint64_t seed, const units::Sabotage& sabotage)
      : scheduler_(seed),
        faults_(Faults::drawn(scheduler_.random())),
        broker_(scheduler_, faults_),
        sabotage_(sabotage) {
    for (int id = 0; id < instance_count; ++id) start(id);
    for (std::uint64_t id = 1; id <= 5; ++id)
      clients_.push_back(std::make_unique<Client>(id, scheduler_, *this, history_));
    scheduler_.after_each_step([this](ProcessExecutor& executor) {
      if (scheduler_.random().chance(faults_.crash_each_step)) crash(executor);
    });
  }

  Result play() {
    every_second();
    for (const auto& client : clients_) client->think();
    scheduler_.run_for(30s);
    calm_down();
    scheduler_.run_for(
        45s);  // long enough for every ticket to expire, whatever the clocks say: then the state rests, too
    look_at_the_end();
    return result();
  }

  void send(std::shared_ptr<Attempt> attempt) override {
    Random& random = scheduler_.random();
    const bool astray = random.chance(0.3);
    const int id = astray ? static_cast<int>(random.between(0, instance_count - 1)) : group_.assigned;
    const Micros travel = random.chance(faults_.request_late) ? random.between(100ms, 8s) : random.between(50us, 2ms);
    scheduler_.after(travel, [this, id, attempt = std::move(attempt)] { arrive(id, attempt); });
  }

 private:
  static constexpr int instance_count = 2;

  void arrive(int id, const std::shared_ptr<Attempt>& attempt) {
    const auto& instance = instances_[static_cast<std::size_t>(id)];
    if (!instance) {
      attempt->owner_died = true;
      return;
    }
    instance->executor().post([target = instance.get(), attempt] { target->submit(attempt); });
    arrived_.push_back({attempt, instance->executor().weak_from_this()});
  }

  void start(int id) {
    instances_[static_cast<std::size_t>(id)] = std::make_shared<Instance>(id, broker_, group_, history_, sabotage_);
    if (group_.assigned == id) instances_[static_cast<std::size_t>(id)]->take();
  }

  void crash(const ProcessExecutor& executor) {
    for (int id = 0; id < instance_count; ++id) {
      auto& instance = instances_[static_cast<std::size_t>(id)];
      if (!instance || &instance->executor() != &executor) continue;
      instance.reset();
      ++history_.crashes;
      scheduler_.after(scheduler_.random().between(10ms, 4s), [this, id] {
        if (!instances_[static_cast<std::size_t>(id)]) start(id);
      });
    }
  }

  // The group's own pace: membership tells the assigned instance again and again, the other one it never tells.
  void every_second() {
    Random& random = scheduler_.random();
    if (random.chance(faults_.reassign_each_second))
      group_.assigned = static_cast<int>(random.between(0, instance_count - 1));
    for (const auto& instance : instances_) {
      if (instance && random.chance(faults_.pause_each_second)) {
        instance->executor().pause_until(scheduler_.now() + random.between(50ms, 8s));
      }
    }
    if (const auto& assigned = instances_[static_cast<std::size_t>(group_.assigned)]) assigned->take();
    for (Reader& reader : readers_) reader.read(broker_, random);
    scheduler_.after(1s, [this] { every_second(); });
  }

  void calm_down() {
    faults_ = Faults{};
    for (const auto& client : clients_) client->stop();
  }

  // With the faults gone, the assigned instance must serve, everything must have been answered, all readers must agree.
  void look_at_the_end() {
    auto probe = std::make_shared<Attempt>();
    probe->wish = {Verb::give_back, "nobody", 1};
    probe->called = scheduler_.now();
    history_.attempts.push_back(probe);
    arrive(group_.assigned, probe);
    scheduler_.run_for(10s);
    if (!probe->definitive()) history_.violated("never came to rest");
    for (const auto& [attempt, executor] : arrived_) {
      if (attempt->answers == 0 && !executor.expired() && executor.lock()->alive()) history_.violated("never answered");
    }
    for (Reader& reader : readers_) {
      while (!reader.at_end(broker_) && !reader.broken) reader.read(broker_, scheduler_.random());
      if (reader.broken) history_.violated("a reader found the log broken");
      const bool same =
          reader.state.applied == probe->confirmed_events && reader.state.digest == probe->confirmed_digest;
      if (probe->definitive() && !same) history_.violated("a reader folded another state than the owner");
    }
  }

  Result result() const {
    Result result;
    result.violations = check(history_, broker_);
    result.terms = history_.takes;
    result.crashes = history_.crashes;
    for (const auto& attempt : history_.attempts) {
      result.answered += attempt->definitive() ? 1 : 0;
      result.accepted += attempt->definitive() && attempt->outcome == units::Outcome::accepted ? 1 : 0;
    }
    result.story = std::to_string(history_.attempts.size()) + " attempts, " + std::to_string(result.answered) +
                   " answered, " + std::to_string(result.accepted) + " accepted, " + std::to_string(broker_.end()) +
                   " records, " + std::to_string(result.terms) + " terms, " + std::to_string(result.crashes) +
                   " crashes";
    for (const auto& [reason, count] : history_.drops) result.story += ", " + reason + "… " + std::to_string(count);
    return result;
  }

  Scheduler scheduler_;
  Faults faults_;
  Broker broker_;
  const units::Sabotage sabotage_;
  History history_;
  Group group_;
  std::array<std::shared_ptr<Instance>, instance_count> instances_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::vector<std::pair<std::shared_ptr<Attempt>, std::weak_ptr<ProcessExecutor>>> arrived_;
  std::array<Reader, 2> readers_;
};

}  // namespace

Result run(std::uint64_t seed, const units::Sabotage& sabotage) { return World(seed, sabotage).play(); }

}  // namespace frontdesk::simulation
