#pragma once
#include <memory>
#include <string>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "tests/simulation/scheduler.hpp"

namespace frontdesk::simulation {

// How often what goes wrong, drawn anew for each seed, so that some seeds show one fault alone and some all together.
struct Faults {
  double append_lost = 0;  // never arrives, while later ones of the same appender do; ends as unknown
  double append_late = 0;  // arrives seconds later, perhaps after it was reported as unknown, or its writer died
  double ack_lost = 0;     // arrives, ends as unknown
  double read_stalls = 0;  // a delivery waits for seconds
  double end_offset_fails = 0;
  double end_offset_slow = 0;
  double crash_each_step = 0;
  double pause_each_second = 0;
  double reassign_each_second = 0;
  double request_late = 0;  // a client's request arrives seconds after it was sent
  static Faults drawn(Random& random);
};

// The log of the run: one partition on a broker that never fails. Remembers when each record arrived.
class Broker {
 public:
  Broker(Scheduler& scheduler, const Faults& faults) : scheduler_(scheduler), faults_(faults) {}

  struct Stored {
    event_log::Record record;
    Micros at;
  };
  const std::vector<Stored>& log() const { return log_; }
  std::int64_t end() const { return static_cast<std::int64_t>(log_.size()); }

  void store(event_log::NewRecord record);

  Scheduler& scheduler() { return scheduler_; }
  const Faults& faults() const { return faults_; }
  // Called at each arrival.
  void listen(std::weak_ptr<std::function<void()>> listener) { listeners_.push_back(std::move(listener)); }

 private:
  Scheduler& scheduler_;
  const Faults& faults_;
  std::vector<Stored> log_;
  std::vector<std::weak_ptr<std::function<void()>>> listeners_;
};

// What an audit of one process's writing looks at.
class WriteAudit {
 public:
  virtual ~WriteAudit() = default;
  virtual void appended(const event_log::NewRecord& record, bool after_unknown) = 0;
};

// The broker as one process reaches it, with that process's connection faults.
class ConnectedLog final : public event_log::EventLog {
 public:
  ConnectedLog(Broker& broker, std::shared_ptr<ProcessExecutor> executor, WriteAudit& audit)
      : broker_(broker), executor_(std::move(executor)), audit_(audit) {}

  std::unique_ptr<event_log::Appender> open_appender(const event_log::UnitId& unit) override;
  std::unique_ptr<event_log::Tail> read_from(const event_log::UnitId& unit, std::int64_t offset, OnRecords on_records,
                                             OnError on_error) override;
  void end_offset(const event_log::UnitId& unit, std::function<void(std::optional<std::int64_t>)> done) override;

 private:
  Broker& broker_;
  std::shared_ptr<ProcessExecutor> executor_;
  WriteAudit& audit_;
};

}  // namespace frontdesk::simulation
