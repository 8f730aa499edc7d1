#include "tests/simulation/broker.hpp"

#include <algorithm>
#include <utility>

namespace frontdesk::simulation {
namespace {

using namespace std::chrono_literals;
using event_log::AppendOutcome;

constexpr Micros append_timeout = 2s;

// A connection that writes in order. What is on its way when its writer dies arrives, or not, as the run draws.
struct Channel {
  Micros last_arrival{0};
  bool open = true;  // its writer lives
  bool cut = false;  // nothing more arrives
  bool told_unknown =
      false;  // of a record other than the first, which is TermStarted: that one's proof is its coming back
  int appended = 0;
};

class SimulatedAppender final : public event_log::Appender {
 public:
  SimulatedAppender(Broker& broker, std::shared_ptr<ProcessExecutor> executor, WriteAudit& audit)
      : broker_(broker), executor_(std::move(executor)), audit_(audit) {}
  ~SimulatedAppender() override {
    channel_->open = false;
    channel_->cut = broker_.scheduler().random().chance(0.5);
  }

  void append(event_log::NewRecord record, Done done) override {
    audit_.appended(record, channel_->told_unknown);
    ++channel_->appended;
    Random& random = broker_.scheduler().random();
    if (random.chance(broker_.faults().append_lost)) return acknowledge_after(append_timeout, std::move(done), false);
    const bool late = random.chance(broker_.faults().append_late);
    const Micros travel = late ? random.between(100ms, 6s) : random.between(100us, 3ms);
    const Micros now = broker_.scheduler().now();
    const Micros arrival = std::max(now + travel, channel_->last_arrival + 1us);
    channel_->last_arrival = arrival;
    broker_.scheduler().after(arrival - now,
                              [&broker = broker_, channel = channel_, record = std::move(record)]() mutable {
                                if (!channel->cut) broker.store(std::move(record));
                              });
    const Micros acknowledged = arrival - now + random.between(50us, 2ms);
    const bool known = acknowledged < append_timeout && !random.chance(broker_.faults().ack_lost);
    acknowledge_after(known ? acknowledged : append_timeout, std::move(done), known);
  }

 private:
  void acknowledge_after(Micros delay, Done done, bool known) {
    broker_.scheduler().after(delay, [channel = std::weak_ptr(channel_), executor = executor_, done = std::move(done),
                                      known, first = channel_->appended == 1] {
      executor->post([channel, done, known, first] {
        const auto alive = channel.lock();
        if (!alive || !alive->open) return;
        alive->told_unknown = alive->told_unknown || (!known && !first);
        done(known ? AppendOutcome::durable : AppendOutcome::unknown, -1);
      });
    });
  }

  Broker& broker_;
  std::shared_ptr<ProcessExecutor> executor_;
  WriteAudit& audit_;
  std::shared_ptr<Channel> channel_ = std::make_shared<Channel>();
};

class SimulatedTail final : public event_log::Tail {
 public:
  SimulatedTail(Broker& broker, std::shared_ptr<ProcessExecutor> executor, std::int64_t offset,
                event_log::EventLog::OnRecords on_records)
      : state_(std::make_shared<State>(State{broker, std::move(executor), offset, std::move(on_records), false})),
        listener_(std::make_shared<std::function<void()>>([weak = std::weak_ptr(state_)] { wake(weak); })) {
    broker.listen(listener_);
    wake(state_);
  }

 private:
  struct State {
    Broker& broker;
    std::shared_ptr<ProcessExecutor> executor;
    std::int64_t next;
    event_log::EventLog::OnRecords on_records;
    bool fetching;
  };

  static void wake(const std::weak_ptr<State>& weak) {
    const auto state = weak.lock();
    if (!state || state->fetching || state->next >= state->broker.end()) return;
    state->fetching = true;
    Random& random = state->broker.scheduler().random();
    const bool stalls = random.chance(state->broker.faults().read_stalls);
    const Micros delay = stalls ? random.between(100ms, 7s) : random.between(50us, 2ms);
    state->broker.scheduler().after(delay,
                                    [weak, executor = state->executor] { executor->post([weak] { deliver(weak); }); });
  }

  static void deliver(const std::weak_ptr<State>& weak) {
    const auto state = weak.lock();
    if (!state) return;
    state->fetching = false;
    const std::int64_t count =
        std::min(state->broker.end() - state->next, state->broker.scheduler().random().between(1, 50));
    std::vector<event_log::Record> batch;
    for (std::int64_t i = 0; i < count; ++i) {
      batch.push_back(state->broker.log()[static_cast<std::size_t>(state->next++)].record);
    }
    wake(weak);
    state->on_records(std::move(batch));
  }

  std::shared_ptr<State> state_;
  std::shared_ptr<std::function<void()>> listener_;
};

double often_nothing(Random& random, double most) {
  return random.chance(0.4) ? 0 : most * static_cast<double>(random.between(1, 1000)) / 1000.0;
}

}  // namespace

Faults Faults::drawn(Random& random) {
  Faults faults;
  faults.append_lost = often_nothing(random, 0.04);
  faults.append_late = often_nothing(random, 0.04);
  faults.ack_lost = often_nothing(random, 0.04);
  faults.read_stalls = often_nothing(random, 0.05);
  faults.end_offset_fails = often_nothing(random, 0.3);
  faults.end_offset_slow = often_nothing(random, 0.2);
  faults.crash_each_step = often_nothing(random, 0.002);
  faults.pause_each_second = often_nothing(random, 0.3);
  faults.reassign_each_second = often_nothing(random, 0.3);
  faults.request_late = often_nothing(random, 0.1);
  return faults;
}

void Broker::store(event_log::NewRecord record) {
  log_.push_back(
      {{end(), std::move(record.key), std::move(record.value), std::move(record.headers)}, scheduler_.now()});
  std::erase_if(listeners_, [](const auto& listener) { return listener.expired(); });
  for (const auto& weak : listeners_) {
    if (const auto listener = weak.lock()) (*listener)();
  }
}

std::unique_ptr<event_log::Appender> ConnectedLog::open_appender(const event_log::UnitId&) {
  return std::make_unique<SimulatedAppender>(broker_, executor_, audit_);
}

std::unique_ptr<event_log::Tail> ConnectedLog::read_from(const event_log::UnitId&, std::int64_t offset,
                                                         OnRecords on_records, OnError on_error) {
  if (offset > broker_.end()) {
    executor_->post(
        [on_error = std::move(on_error)] { on_error(event_log::TailError::offset_out_of_range, "beyond the end"); });
    return std::make_unique<event_log::Tail>();
  }
  return std::make_unique<SimulatedTail>(broker_, executor_, offset, std::move(on_records));
}

void ConnectedLog::end_offset(const event_log::UnitId&, std::function<void(std::optional<std::int64_t>)> done) {
  Random& random = broker_.scheduler().random();
  const bool slow = random.chance(broker_.faults().end_offset_slow);
  const bool fails = random.chance(broker_.faults().end_offset_fails);
  const Micros there = slow ? random.between(10ms, 3s) : random.between(50us, 2ms);
  const Micros back = random.between(50us, 2ms);
  broker_.scheduler().after(there, [this_broker = &broker_, executor = executor_, fails, back, done = std::move(done)] {
    std::optional<std::int64_t> end;
    if (!fails) end = this_broker->end();
    this_broker->scheduler().after(back, [executor, done, end] { executor->post([done, end] { done(end); }); });
  });
}

}  // namespace frontdesk::simulation
