#pragma once
#include <memory>

#include "platform/executor/executor.hpp"

namespace boost::asio {
class io_context;
}

namespace frontdesk::realtime_gateway {

// The one thread on which sockets, rooms and the log's records meet, so that none of them needs a lock. Blocking work
// goes to Workers and comes back by post().
class EventLoop final : public Executor {
 public:
  EventLoop();
  ~EventLoop() override;
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  void run();   // the calling thread becomes the loop's, until stop()
  void stop();  // any thread; tasks not yet run are dropped with the loop

  void post(Task task) override;
  void after(std::chrono::milliseconds delay, Task task) override;
  Instant now() const override;
  std::chrono::milliseconds monotonic() const override;
  std::uint64_t random() override;

  boost::asio::io_context& io_context();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::realtime_gateway
