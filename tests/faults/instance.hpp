#pragma once
#include <string>
#include <vector>

#include "tests/support/deployment.hpp"

namespace frontdesk::test_support {

// The processes of the instance under test, through `./frontdesk` (FRONTDESK_SCRIPT), as an operator would see them.
struct Process {
  int pid = 0;
  std::string state;
};
Process process(const std::string& name);

// kill -9, and waits until a successor with another pid is ready. Throws std::runtime_error when none comes within a
// minute.
void kill_and_await_return(const std::string& name);
void await_ready(const std::string& name);

// While it lives, the process and its descendants are stopped (SIGSTOP): their sockets are open, nobody answers.
class Frozen {
 public:
  explicit Frozen(const std::string& name);
  Frozen(const Frozen&) = delete;
  Frozen& operator=(const Frozen&) = delete;
  ~Frozen();

 private:
  std::vector<int> pids_;  // parents first
};

}  // namespace frontdesk::test_support
