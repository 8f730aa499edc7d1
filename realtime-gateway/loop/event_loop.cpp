#include "realtime-gateway/loop/event_loop.hpp"

#include <sys/random.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <system_error>
#include <utility>

#include "platform/time/wall_clock.hpp"

namespace frontdesk::realtime_gateway {

namespace asio = boost::asio;

class EventLoop::Impl {
 public:
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{asio::make_work_guard(io)};
};

EventLoop::EventLoop() : impl_(std::make_unique<Impl>()) {}
EventLoop::~EventLoop() = default;

void EventLoop::run() { impl_->io.run(); }
void EventLoop::stop() { impl_->io.stop(); }

void EventLoop::post(Task task) { asio::post(impl_->io, std::move(task)); }

void EventLoop::after(std::chrono::milliseconds delay, Task task) {
  auto timer = std::make_unique<asio::steady_timer>(impl_->io, delay);
  auto& waiting = *timer;
  // The handler owns its timer, so a pending one goes with the loop.
  waiting.async_wait([timer = std::move(timer), task = std::move(task)](const boost::system::error_code& error) {
    if (!error) task();
  });
}

Instant EventLoop::now() const { return wall_clock_now(); }

std::chrono::milliseconds EventLoop::monotonic() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

std::uint64_t EventLoop::random() {
  std::uint64_t number = 0;
  while (getrandom(&number, sizeof number, 0) != static_cast<ssize_t>(sizeof number)) {
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  return number;
}

asio::io_context& EventLoop::io_context() { return impl_->io; }

}  // namespace frontdesk::realtime_gateway
