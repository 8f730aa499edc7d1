#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace frontdesk::auth {

// Threads for work that takes the processor for long, at low priority so that requests go before it; its queue is
// bounded. Thread-safe.
class BackgroundThreads {
 public:
  struct Options {
    const char* name = "";  // the kernel keeps 15 characters
    int threads = 1;
    int nice = 10;  // below the process's own
    std::size_t waiting_max = 256;
  };
  struct Job {
    std::function<void()> run;   // on a thread of these
    std::function<void()> drop;  // instead: too many wait (on the calling thread), or they are stopped
  };
  explicit BackgroundThreads(const Options& options);
  ~BackgroundThreads();
  BackgroundThreads(const BackgroundThreads&) = delete;
  BackgroundThreads& operator=(const BackgroundThreads&) = delete;

  void submit(Job job);
  // Finishes what a thread is at, drops all that wait, and all that come. Afterwards nothing runs on these threads.
  void stop();

 private:
  void work(const Options& options);

  const std::size_t waiting_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace frontdesk::auth
