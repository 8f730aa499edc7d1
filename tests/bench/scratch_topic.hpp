#pragma once
#include <string>

namespace frontdesk::bench {

// A topic with one partition, of this run's own, deleted at its end. Throws std::runtime_error when it cannot be made.
class ScratchTopic {
 public:
  ScratchTopic(std::string brokers, const std::string& purpose);
  ~ScratchTopic();
  ScratchTopic(const ScratchTopic&) = delete;
  ScratchTopic& operator=(const ScratchTopic&) = delete;
  const std::string& name() const { return name_; }

 private:
  std::string brokers_;
  std::string name_;
};

}  // namespace frontdesk::bench
