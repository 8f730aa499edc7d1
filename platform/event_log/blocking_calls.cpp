#include "platform/event_log/blocking_calls.hpp"

#include <utility>

namespace frontdesk::event_log::kafka {

BlockingCalls::~BlockingCalls() {
  stopping_ = true;
  for (auto& call : calls_) call.thread.join();
}

void BlockingCalls::run(std::function<void()> call) {
  const std::lock_guard lock(mutex_);
  join_ended();
  auto& entry = calls_.emplace_back();
  entry.thread = std::thread([&entry, call = std::move(call)]() mutable {
    std::exchange(call, nullptr)();
    entry.ended = true;
  });
}

void BlockingCalls::join_ended() {
  calls_.remove_if([](Call& call) {
    if (!call.ended) return false;
    call.thread.join();
    return true;
  });
}

}  // namespace frontdesk::event_log::kafka
