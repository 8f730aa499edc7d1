#include <pthread.h>
#include <sys/random.h>

#include <array>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "platform/executor/executor.hpp"
#include "platform/time/wall_clock.hpp"

namespace frontdesk {
namespace {

namespace asio = boost::asio;

// The kernel's random bytes, fetched 512 at a time: one system call for 64 numbers.
class RandomNumbers {
 public:
  std::uint64_t next() {
    const std::lock_guard lock(mutex_);
    if (used_ == numbers_.size()) refill();
    // Nothing that was handed out stays in memory: ids and tokens are made of it.
    return std::exchange(numbers_[used_++], 0);
  }

 private:
  void refill() {
    auto* bytes = reinterpret_cast<char*>(numbers_.data());
    for (std::size_t filled = 0; filled < sizeof numbers_;) {
      const ssize_t got = getrandom(bytes + filled, sizeof numbers_ - filled, 0);
      if (got > 0) filled += static_cast<std::size_t>(got);
      if (got < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "getrandom");
    }
    used_ = 0;
  }

  std::mutex mutex_;
  std::array<std::uint64_t, 64> numbers_{};
  std::size_t used_ = numbers_.size();
};

class ThreadExecutor final : public Executor {
 public:
  explicit ThreadExecutor(const char* thread_name) : work_(asio::make_work_guard(io_)) {
    thread_ = std::thread([this] { io_.run(); });
    // The kernel keeps 15 characters of a thread's name; a longer one would be refused altogether.
    pthread_setname_np(thread_.native_handle(), std::string(thread_name).substr(0, 15).c_str());
  }

  ~ThreadExecutor() override {
    io_.stop();
    thread_.join();
  }

  ThreadExecutor(const ThreadExecutor&) = delete;
  ThreadExecutor& operator=(const ThreadExecutor&) = delete;

  void post(Task task) override { asio::post(io_, std::move(task)); }

  void after(std::chrono::milliseconds delay, Task task) override {
    auto timer = std::make_unique<asio::steady_timer>(io_, delay);
    auto& waiting = *timer;
    // The handler owns its timer, so a pending one goes with the loop.
    waiting.async_wait([timer = std::move(timer), task = std::move(task)](const boost::system::error_code& error) {
      if (!error) task();
    });
  }

  Instant now() const override { return wall_clock_now(); }

  std::chrono::milliseconds monotonic() const override {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
  }

  std::uint64_t random() override { return random_.next(); }

 private:
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  RandomNumbers random_;
  std::thread thread_;
};

}  // namespace

std::unique_ptr<Executor> make_thread_executor(const char* thread_name) {
  return std::make_unique<ThreadExecutor>(thread_name);
}

}  // namespace frontdesk
