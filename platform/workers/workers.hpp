#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace frontdesk {

// Threads for work that blocks (stores, HTTP), with a bounded queue. Jobs of one Workers start in order. The destructor
// lets running jobs finish and drops those that wait.
class Workers {
 public:
  Workers(const char* name, std::size_t threads, std::size_t waiting_max);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Any thread. False: too many wait already, the job was not taken.
  [[nodiscard]] bool run(std::function<void()> job);

 private:
  void work();

  const std::size_t waiting_max_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace frontdesk
