#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "command-api/folds/unit_fold.hpp"
#include "command-api/folds/zoned_calendar.hpp"
#include "domain/clinic_queue/context.hpp"
#include "platform/event_log/kafka.hpp"
#include "platform/event_log/partitioning.hpp"
#include "platform/units/owner.hpp"
#include "tests/bench/floors.hpp"
#include "tests/bench/processor_time.hpp"
#include "tests/bench/scratch_topic.hpp"

namespace frontdesk::bench {
namespace {

using Clock = std::chrono::steady_clock;
using namespace clinic_queue;

constexpr std::size_t clinics = 64;
constexpr int queue_size_max = 10'000;
constexpr std::int64_t days = 86'400'000;

class Always final : public units::Assignment {
 public:
  explicit Always(Executor& executor) : executor_(executor) {}
  void confirm(const event_log::UnitId&, std::function<void(bool)> done) override {
    executor_.post([done = std::move(done)] { done(true); });
  }

 private:
  Executor& executor_;
};

// A unit of `clinics` clinics with a queue each, whose tokens are taken by a crowd that never runs out.
class OwnedUnit {
 public:
  OwnedUnit(const std::string& brokers, const std::string& topic)
      : unit_{topic, 0},
        executor_(make_thread_executor("units")),
        log_(event_log::make_kafka_log({.brokers = brokers, .client_id = "frontdesk-bench"}, *executor_)),
        assignment_(*executor_) {
    const event_log::Topics one{.events_partitions = 1, .identity_partitions = 1};
    const auto mint = [](const auto&, const auto&) { return QueueId{"another day"}; };
    const auto make_fold = [this, one, mint] {
      return std::make_unique<command_api::UnitFold<Context>>(unit_, one, Context{&calendar_, mint});
    };
    run_and_wait(*executor_, [this, make_fold] {
      owner_ = std::make_unique<units::Owner>(unit_, *log_, *executor_, assignment_, make_fold,
                                              units::OwnerOptions{.source = "frontdesk-bench"}, observer_);
      owner_->take();
    });
    for (std::size_t i = 0; i < clinics; ++i) open_queue(i);
  }
  ~OwnedUnit() {
    run_and_wait(*executor_, [this] { owner_.reset(); });
  }
  OwnedUnit(const OwnedUnit&) = delete;
  OwnedUnit& operator=(const OwnedUnit&) = delete;

  // Keeps `outstanding` takes under way for as long as `duration` lasts; milliseconds of each.
  std::vector<double> take_tokens(std::size_t outstanding, std::chrono::milliseconds duration) {
    until_ = Clock::now() + duration;
    under_way_ = outstanding;
    executor_->post([this, outstanding] {
      for (std::size_t i = 0; i < outstanding; ++i) take_token();
    });
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return under_way_ == 0; });
    if (!fault_.empty()) throw std::runtime_error("a take in the bench's own unit: " + fault_);
    return std::move(latencies_);
  }

 private:
  static std::string text(const char* kind, std::size_t number) { return kind + std::to_string(number); }

  void open_queue(std::size_t number) {
    clinic_queue::events::ClinicCreated clinic;
    clinic.clinic_id = {text("clinic-", number)};
    clinic.name = text("Clinic ", number);
    clinic.zone = "UTC";
    clinic.opening_hours = {"00:00", "23:59"};
    clinic.first_day_ends_at = clinic.created_at = {executor_->now().ms + days};
    ask([clinic](const State& state) { return decide(state, CreateClinic{clinic, std::nullopt}); });
    const Instant now = executor_->now();
    const LocalDay day{{"2026-01-01"}, now, {now.ms + days}, now, {now.ms + days}};
    OpenQueue open;
    open.queue_id = {text("queue-", number)};
    open.clinic_id = clinic.clinic_id;
    open.max_queue_size = queue_size_max;
    open.day = day;
    open.staff.is_admin = true;
    open.at = now;
    ask([open](const State& state) { return decide(state, open); });
  }

  template <class Decide>
  units::Command command(Decide decide) {
    units::Command command;
    command.actor = "bench";
    command.correlation_id = event_log::uuid_from(executor_->random(), executor_->random());
    command.decide = [decide](const units::Fold& fold, Instant) {
      return command_api::decided(decide(fold.of<Context>()));
    };
    return command;
  }

  template <class Decide>
  void ask(Decide decide) {
    std::mutex mutex;
    std::condition_variable answered;
    std::optional<units::Outcome> outcome;
    for (int tries = 0; tries < 100 && outcome != units::Outcome::accepted; ++tries) {
      outcome.reset();
      executor_->post([&, asked = command(decide)]() mutable {
        asked.answered = [&](const units::Answer& answer) {
          const std::lock_guard lock(mutex);
          outcome = answer.outcome;
          answered.notify_one();
        };
        owner_->submit(std::move(asked));
      });
      std::unique_lock lock(mutex);
      answered.wait(lock, [&] { return outcome.has_value(); });
    }
    if (outcome != units::Outcome::accepted) throw std::runtime_error("the bench's own unit does not answer");
  }

  void take_token() {
    const auto number = taken_++;
    const TakeToken take{{text("queue-", number % clinics)},
                         {event_log::uuid_from(executor_->random(), executor_->random())},
                         {text("patient-", number)},
                         executor_->now()};
    auto asked = command([take](const State& state) { return decide(state, take); });
    asked.answered = [this, start = Clock::now()](const units::Answer& answer) { took(start, answer); };
    owner_->submit(std::move(asked));
  }

  void took(Clock::time_point start, const units::Answer& answer) {
    const auto now = Clock::now();
    latencies_.push_back(std::chrono::duration<double, std::milli>(now - start).count());
    if (answer.outcome == units::Outcome::accepted && now < until_) return executor_->post([this] { take_token(); });
    const std::lock_guard lock(mutex_);
    if (answer.outcome != units::Outcome::accepted) fault_ = std::string(answer.refusal) + " or unavailable";
    if (--under_way_ == 0) ended_.notify_one();
  }

  const event_log::UnitId unit_;
  const command_api::ZonedCalendar calendar_;
  std::unique_ptr<Executor> executor_;
  std::unique_ptr<event_log::EventLog> log_;
  Always assignment_;
  units::OwnerObserver observer_;
  std::unique_ptr<units::Owner> owner_;
  std::size_t taken_ = 0;
  Clock::time_point until_;
  std::vector<double> latencies_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t under_way_ = 0;
  std::string fault_;
};

}  // namespace

Measured owned_unit(const std::string& brokers, const InstanceProcesses& instance, std::size_t outstanding,
                    std::chrono::milliseconds duration) {
  const ScratchTopic topic(brokers, "unit");
  OwnedUnit unit(brokers, topic.name());
  Measured measured;
  measured.name = "unit: decide + append + read back, " + std::to_string(outstanding) + " under way";
  const auto servers = instance.used();
  const auto client = processor_ms_of(0);
  const auto start = Clock::now();
  measured.latencies_ms = unit.take_tokens(outstanding, duration);
  measured.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  measured.operations = measured.latencies_ms.size();
  measured.server_cpu_ms = difference(instance.used(), servers);
  measured.server_cpu_ms["this process"] = processor_ms_of(0) - client;
  return measured;
}

}  // namespace frontdesk::bench
