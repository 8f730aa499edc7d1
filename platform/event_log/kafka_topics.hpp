#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "platform/event_log/kafka.hpp"

namespace frontdesk::event_log::kafka {

struct TopicSpec {
  std::string name;
  int partitions;
};

// What kafka.hpp promises, for topics of any name (tests bring their own).
void create_topics(const std::string& brokers, const std::vector<TopicSpec>& topics, std::chrono::milliseconds timeout);
void await_topics(const std::string& brokers, const std::vector<TopicSpec>& topics, std::chrono::milliseconds timeout);

}  // namespace frontdesk::event_log::kafka
