#pragma once
#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "platform/executor/executor.hpp"

namespace frontdesk::realtime_gateway {

// An executor whose time stands still until the test moves it.
class ManualLoop final : public Executor {
 public:
  void post(Task task) override { ready_.push_back(std::move(task)); }
  void after(std::chrono::milliseconds delay, Task task) override {
    later_.push_back({clock_ + delay, std::move(task)});
  }
  Instant now() const override { return {start_.ms + clock_.count()}; }
  std::chrono::milliseconds monotonic() const override { return clock_; }
  std::uint64_t random() override { return ++random_; }

  void set_now(Instant now) { start_ = {now.ms - clock_.count()}; }
  void run() {
    while (!ready_.empty()) {
      Task task = std::move(ready_.front());
      ready_.pop_front();
      task();
    }
  }
  void advance(std::chrono::milliseconds by) {
    const auto end = clock_ + by;
    run();
    for (;;) {
      const auto next = std::min_element(later_.begin(), later_.end(),
                                         [](const auto& a, const auto& b) { return a.first < b.first; });
      if (next == later_.end() || next->first > end) break;
      clock_ = std::max(clock_, next->first);
      Task task = std::move(next->second);
      later_.erase(next);
      task();
      run();
    }
    clock_ = end;
  }

 private:
  std::chrono::milliseconds clock_{1'000'000};
  Instant start_{};
  std::uint64_t random_ = 0;
  std::deque<Task> ready_;
  std::vector<std::pair<std::chrono::milliseconds, Task>> later_;
};

}  // namespace frontdesk::realtime_gateway
