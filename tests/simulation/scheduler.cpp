#include "tests/simulation/scheduler.hpp"

#include <algorithm>
#include <utility>

namespace frontdesk::simulation {

std::shared_ptr<ProcessExecutor> Scheduler::start_process() { return std::make_shared<ProcessExecutor>(*this); }

void Scheduler::add(Micros at, std::shared_ptr<ProcessExecutor> process, Executor::Task task) {
  if (process && !process->alive()) return;
  entries_.push_back({at, random_.bits(), std::move(process), std::move(task)});
  std::push_heap(entries_.begin(), entries_.end(), Later{});
}

bool Scheduler::step(Micros limit) {
  if (entries_.empty() || entries_.front().at > limit) return false;
  std::pop_heap(entries_.begin(), entries_.end(), Later{});
  Entry entry = std::move(entries_.back());
  entries_.pop_back();
  now_ = std::max(now_, entry.at);
  if (!entry.process) {
    entry.task();
    return true;
  }
  if (!entry.process->alive()) return true;
  if (entry.process->paused_until_ > now_) {
    add(entry.process->paused_until_, entry.process, std::move(entry.task));
    return true;
  }
  entry.task();
  if (observe_ && entry.process->alive()) observe_(*entry.process);
  return true;
}

void Scheduler::run_for(Micros duration) {
  const Micros end = now_ + duration;
  while (step(end)) {
  }
  now_ = end;
}

bool Scheduler::run_until(const std::function<bool()>& done, Micros limit) {
  const Micros end = now_ + limit;
  while (!done()) {
    if (!step(end)) return false;
  }
  return true;
}

Instant ProcessExecutor::now() const {
  // A Monday morning; any moment would do.
  constexpr std::int64_t start_ms = 1'767'600'000'000;
  return {start_ms + monotonic().count() + clock_error_.count()};
}

}  // namespace frontdesk::simulation
