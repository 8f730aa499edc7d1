#include <algorithm>
#include <array>
#include <thread>
#include <utility>

#include "platform/event_log/kafka_client.hpp"
#include "platform/event_log/kafka_topics.hpp"

namespace frontdesk::event_log {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

struct DestroyAdmin {
  void operator()(rd_kafka_NewTopic_t* topic) const { rd_kafka_NewTopic_destroy(topic); }
};
using NewTopic = std::unique_ptr<rd_kafka_NewTopic_t, DestroyAdmin>;

using kafka::TopicSpec;

std::vector<TopicSpec> specs_of(const Topics& topics) {
  return {{events_topic, topics.events_partitions}, {identity_topic, topics.identity_partitions}};
}

enum class TopicState { absent, ready, unanswered };

int leaders(const rd_kafka_metadata_topic_t& topic) {
  return static_cast<int>(std::count_if(topic.partitions, topic.partitions + topic.partition_cnt,
                                        [](const auto& partition) { return partition.leader >= 0; }));
}

TopicState look_at(rd_kafka_t* client, const TopicSpec& spec, milliseconds timeout) {
  const auto topic = kafka::open_topic(client, spec.name);
  const auto metadata = topic ? kafka::ask_metadata(client, topic.get(), timeout) : nullptr;
  if (!metadata || metadata->topic_cnt != 1) return TopicState::unanswered;
  const auto& found = metadata->topics[0];
  if (found.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) return TopicState::absent;
  if (found.err != RD_KAFKA_RESP_ERR_NO_ERROR || found.partition_cnt == 0) return TopicState::unanswered;
  if (found.partition_cnt != spec.partitions) {
    throw PartitionCountChanged(spec.name + " has " + std::to_string(found.partition_cnt) + " partitions, not " +
                                std::to_string(spec.partitions) +
                                "; the count is fixed at creation, because it places every id");
  }
  return leaders(found) == found.partition_cnt ? TopicState::ready : TopicState::unanswered;
}

// Asking and waiting, with a client that never creates a topic by accident.
class TopicSetup {
 public:
  TopicSetup(const std::string& brokers, milliseconds timeout) : deadline_(Clock::now() + timeout) {
    client_ =
        kafka::Settings(brokers, "frontdesk-topics").set("allow.auto.create.topics", "false").start(RD_KAFKA_CONSUMER);
  }

  void await(const TopicSpec& topic) {
    while (look_at(client_.get(), topic, patience()) != TopicState::ready)
      pause("topic " + topic.name + " is not ready");
  }

  void create_unless_there(const TopicSpec& topic) {
    for (;;) {
      const auto state = look_at(client_.get(), topic, patience());
      if (state == TopicState::ready) return;
      if (state == TopicState::absent && create(topic)) return await(topic);
      pause("topic " + topic.name + " cannot be created");
    }
  }

 private:
  milliseconds left() const { return std::chrono::duration_cast<milliseconds>(deadline_ - Clock::now()); }
  milliseconds patience() const { return std::clamp(left(), milliseconds{1}, milliseconds{1000}); }

  void pause(const std::string& what) {
    if (left() <= milliseconds{0}) throw std::runtime_error(what + (error_.empty() ? "" : ": " + error_));
    std::this_thread::sleep_for(milliseconds{50});
  }

  // True when it exists now, made by us or by somebody else at the same moment.
  bool create(const TopicSpec& spec) {
    std::array<char, 512> error{};
    // -1: as many replicas as the broker gives by default.
    const NewTopic topic(rd_kafka_NewTopic_new(spec.name.c_str(), spec.partitions, -1, error.data(), error.size()));
    if (!topic) throw std::runtime_error(error.data());
    for (const auto& [name, value] :
         {std::pair{"cleanup.policy", "delete"}, {"retention.ms", "-1"}, {"retention.bytes", "-1"}}) {
      rd_kafka_NewTopic_set_config(topic.get(), name, value);
    }
    const kafka::Queue answers(rd_kafka_queue_new(client_.get()));
    std::array<rd_kafka_NewTopic_t*, 1> topics{topic.get()};
    rd_kafka_CreateTopics(client_.get(), topics.data(), topics.size(), nullptr, answers.get());
    const kafka::Event event(
        rd_kafka_queue_poll(answers.get(), static_cast<int>(std::max(left(), milliseconds{1}).count())));
    return created(event.get());
  }

  bool created(rd_kafka_event_t* event) {
    const auto* result = event == nullptr ? nullptr : rd_kafka_event_CreateTopics_result(event);
    if (result == nullptr || rd_kafka_event_error(event) != RD_KAFKA_RESP_ERR_NO_ERROR) {
      error_ = event == nullptr ? "no answer" : rd_kafka_event_error_string(event);
      return false;
    }
    std::size_t count = 0;
    const auto* const* results = rd_kafka_CreateTopics_result_topics(result, &count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto code = rd_kafka_topic_result_error(results[i]);
      if (code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) continue;
      error_ = rd_kafka_err2str(code);
      return false;
    }
    return true;
  }

  const Clock::time_point deadline_;
  kafka::Client client_;
  std::string error_;
};

}  // namespace

namespace kafka {

void create_topics(const std::string& brokers, const std::vector<TopicSpec>& topics, milliseconds timeout) {
  TopicSetup setup(brokers, timeout);
  for (const auto& topic : topics) setup.create_unless_there(topic);
}

void await_topics(const std::string& brokers, const std::vector<TopicSpec>& topics, milliseconds timeout) {
  TopicSetup setup(brokers, timeout);
  for (const auto& topic : topics) setup.await(topic);
}

}  // namespace kafka

void create_topics(const std::string& brokers, const Topics& topics, milliseconds timeout) {
  kafka::create_topics(brokers, specs_of(topics), timeout);
}

void await_topics(const std::string& brokers, const Topics& topics, milliseconds timeout) {
  kafka::await_topics(brokers, specs_of(topics), timeout);
}

}  // namespace frontdesk::event_log
