#include "tests/faults/notes.hpp"

namespace frontdesk::test_support {

void Notes::surprise(const std::string& what) {
  const std::lock_guard lock(mutex_);
  surprises_.push_back(what);
}

void Notes::surprise(const std::string& what, const Answered& answer) {
  surprise(what + ": " + std::to_string(answer.status) + " " + answer.body);
}

void Notes::stale(const std::string& what) {
  const std::lock_guard lock(mutex_);
  stale_.push_back(what);
}

}  // namespace frontdesk::test_support
