#include <exception>
#include <future>

#include "platform/executor/executor.hpp"

namespace frontdesk {

void run_and_wait(Executor& executor, const Executor::Task& task) {
  std::promise<void> done;
  executor.post([&] {
    try {
      task();
      done.set_value();
    } catch (...) {
      done.set_exception(std::current_exception());
    }
  });
  done.get_future().get();
}

}  // namespace frontdesk
