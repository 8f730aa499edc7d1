#pragma once
#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace frontdesk::event_log::kafka {

// Takes rare calls that block (connecting, closing) off the executor, each on a thread of its own. The destructor waits
// for all of them; long ones look at stopping().
class BlockingCalls {
 public:
  BlockingCalls() = default;
  ~BlockingCalls();
  BlockingCalls(const BlockingCalls&) = delete;
  BlockingCalls& operator=(const BlockingCalls&) = delete;

  // Any thread, but not once the destructor has begun.
  void run(std::function<void()> call);
  bool stopping() const { return stopping_; }

 private:
  struct Call {
    std::thread thread;
    std::atomic<bool> ended{false};
  };

  void join_ended();

  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::list<Call> calls_;
};

}  // namespace frontdesk::event_log::kafka
