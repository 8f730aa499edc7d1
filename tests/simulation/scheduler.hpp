#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <random>
#include <vector>

#include "platform/executor/executor.hpp"

namespace frontdesk::simulation {

using Micros = std::chrono::microseconds;
using Millis = std::chrono::milliseconds;

// Everything that a run does not fix is drawn here, so that a seed is a run.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  std::uint64_t bits() { return engine_(); }
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
  }
  Micros between(Micros low, Micros high) { return Micros(between(low.count(), high.count())); }
  bool chance(double probability) { return static_cast<double>(engine_() >> 11) * 0x1.0p-53 < probability; }

 private:
  std::mt19937_64 engine_;
};

class ProcessExecutor;

// Virtual time. Tasks that are due at the same moment run in a drawn order; time stands still while a task runs.
class Scheduler {
 public:
  explicit Scheduler(std::uint64_t seed) : random_(seed) {}
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  // The world's own tasks: brokers, clients, the checker's clock. Never paused or killed.
  void after(Micros delay, Executor::Task task) { add(now_ + delay, nullptr, std::move(task)); }
  std::shared_ptr<ProcessExecutor> start_process();

  // Runs what is due within `duration`.
  void run_for(Micros duration);
  // Until `done`, at the longest for `limit`; says whether it came to be.
  bool run_until(const std::function<bool()>& done, Micros limit = std::chrono::seconds(60));
  Micros now() const { return now_; }
  Random& random() { return random_; }
  // Called after each task of a process: where crashes come from.
  void after_each_step(std::function<void(ProcessExecutor&)> observe) { observe_ = std::move(observe); }

 private:
  friend class ProcessExecutor;
  struct Entry {
    Micros at;
    std::uint64_t tie;
    std::shared_ptr<ProcessExecutor> process;
    Executor::Task task;
  };
  struct Later {
    bool operator()(const Entry& a, const Entry& b) const { return a.at != b.at ? a.at > b.at : a.tie > b.tie; }
  };
  void add(Micros at, std::shared_ptr<ProcessExecutor> process, Executor::Task task);
  bool step(Micros limit);

  Random random_;
  Micros now_{0};
  std::vector<Entry> entries_;  // a heap by Later
  std::function<void(ProcessExecutor&)> observe_;
};

// One process of the run: its executor, which may be paused and killed. Killed, it runs no task any more.
class ProcessExecutor final : public Executor, public std::enable_shared_from_this<ProcessExecutor> {
 public:
  explicit ProcessExecutor(Scheduler& scheduler) : scheduler_(scheduler) {}

  void post(Task task) override { scheduler_.add(scheduler_.now(), shared_from_this(), std::move(task)); }
  void after(std::chrono::milliseconds delay, Task task) override {
    scheduler_.add(scheduler_.now() + delay, shared_from_this(), std::move(task));
  }
  Instant now() const override;
  std::chrono::milliseconds monotonic() const override {
    return std::chrono::duration_cast<std::chrono::milliseconds>(scheduler_.now());
  }
  std::uint64_t random() override { return scheduler_.random().bits(); }

  void pause_until(Micros time) { paused_until_ = std::max(paused_until_, time); }
  void kill() { alive_ = false; }
  bool alive() const { return alive_; }
  // The wall clock of this process is wrong by that much.
  void set_clock_error(std::chrono::milliseconds error) { clock_error_ = error; }

 private:
  friend class Scheduler;
  Scheduler& scheduler_;
  Micros paused_until_{0};
  std::chrono::milliseconds clock_error_{0};
  bool alive_ = true;
};

}  // namespace frontdesk::simulation
