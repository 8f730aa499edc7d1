#include "platform/auth/background_threads.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <utility>

namespace frontdesk::auth {

BackgroundThreads::BackgroundThreads(const Options& options) : waiting_max_(options.waiting_max) {
  for (int i = 0; i < options.threads; ++i) threads_.emplace_back([this, options] { work(options); });
}

BackgroundThreads::~BackgroundThreads() { stop(); }

void BackgroundThreads::submit(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() < waiting_max_ && !stopping_) {
      waiting_.push_back(std::move(job));
      changed_.notify_one();
      return;
    }
  }
  job.drop();
}

void BackgroundThreads::stop() {
  std::deque<Job> dropped;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    dropped.swap(waiting_);
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  for (Job& job : dropped) job.drop();
}

void BackgroundThreads::work(const Options& options) {
  pthread_setname_np(pthread_self(), options.name);
  // On Linux a nice value is a thread's own. Raising it is always allowed.
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), ::getpriority(PRIO_PROCESS, 0) + options.nice);
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    {
      const Job job = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      job.run();
    }
    lock.lock();
  }
}

}  // namespace frontdesk::auth
