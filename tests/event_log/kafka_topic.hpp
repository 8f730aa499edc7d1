#pragma once
#include <string>

namespace frontdesk::event_log {

// $KAFKA_BROKERS; a test that needs a broker fails without one, it is never skipped.
std::string brokers_under_test();

// A topic of a random name, created with the contract's settings and deleted at the end of the program.
class TemporaryTopic {
 public:
  explicit TemporaryTopic(int partitions);
  ~TemporaryTopic();
  TemporaryTopic(const TemporaryTopic&) = delete;
  TemporaryTopic& operator=(const TemporaryTopic&) = delete;

  const std::string& name() const { return name_; }

 private:
  std::string name_;
};

// A name that no other test run uses.
std::string random_topic_name();
void delete_topic(const std::string& name);

}  // namespace frontdesk::event_log
