#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "platform/time/instant.hpp"

namespace frontdesk {

// Runs tasks one after another, never two at once and never inside post(). Everything that owns a unit lives on one
// executor, so its state needs no locks. Production: one thread (ThreadExecutor). Simulation: a seeded scheduler.
class Executor {
 public:
  using Task = std::function<void()>;
  virtual ~Executor() = default;

  // Any thread.
  virtual void post(Task task) = 0;
  // Any thread. Not before `delay` has passed by the monotonic clock.
  virtual void after(std::chrono::milliseconds delay, Task task) = 0;
  // Wall clock, may jump; for business time only.
  virtual Instant now() const = 0;
  // Monotonic, for timeouts.
  virtual std::chrono::milliseconds monotonic() const = 0;
  // Uniform over 64 bits; seeded in simulation, the kernel's CSPRNG in production.
  virtual std::uint64_t random() = 0;
};

// Runs the task on the executor and waits until it has; throws what it throws. Not to be called on the executor itself.
void run_and_wait(Executor& executor, const Executor::Task& task);

// One thread with an event loop. The destructor runs no further task and joins.
std::unique_ptr<Executor> make_thread_executor(const char* thread_name);

}  // namespace frontdesk
