#pragma once
#include <barrier>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace frontdesk::test_support {

// Runs `act(i)` for each i at the same moment, each on a thread of its own, after `prepare(i)` of all has ended.
// Returns what the first of them threw, as text; empty when none did.
inline std::string all_at_once(std::size_t count, const std::function<void(std::size_t)>& prepare,
                               const std::function<void(std::size_t)>& act) {
  std::barrier start(static_cast<std::ptrdiff_t>(count));
  std::mutex mutex;
  std::string failure;
  const auto note = [&](const char* what) {
    const std::lock_guard lock(mutex);
    if (failure.empty()) failure = what;
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      bool ready = false;
      try {
        prepare(i);
        ready = true;
      } catch (const std::exception& error) {
        note(error.what());
      }
      start.arrive_and_wait();
      if (!ready) return;
      try {
        act(i);
      } catch (const std::exception& error) {
        note(error.what());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  return failure;
}

}  // namespace frontdesk::test_support
