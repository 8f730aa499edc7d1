#pragma once
#include <map>
#include <utility>

#include "platform/executor/executor.hpp"

namespace frontdesk::projected {

// Tasks run when the test says so; time is the test's.
class ManualExecutor final : public Executor {
 public:
  void post(Task task) override { after(std::chrono::milliseconds(0), std::move(task)); }
  void after(std::chrono::milliseconds delay, Task task) override { tasks_.emplace(now_ + delay, std::move(task)); }
  Instant now() const override { return {now_.count()}; }
  std::chrono::milliseconds monotonic() const override { return now_; }
  std::uint64_t random() override { return 4; }

  void pass(std::chrono::milliseconds time) {
    const auto until = now_ + time;
    while (!tasks_.empty() && tasks_.begin()->first <= until) {
      auto first = tasks_.extract(tasks_.begin());
      now_ = first.key();
      ++ran;
      first.mapped()();
    }
    now_ = until;
  }

  int ran = 0;

 private:
  std::chrono::milliseconds now_{1000};
  std::multimap<std::chrono::milliseconds, Task> tasks_;
};

}  // namespace frontdesk::projected
