#include "platform/event_log/kafka_topics.hpp"

#include <gtest/gtest.h>

#include <map>

#include "platform/event_log/kafka_client.hpp"
#include "tests/event_log/kafka_topic.hpp"

namespace frontdesk::event_log {
namespace {

using namespace std::chrono_literals;

// The settings that the topic has of its own, not from the broker's defaults.
std::map<std::string, std::string> own_settings(const std::string& topic) {
  const auto client = kafka::Settings(brokers_under_test(), "frontdesk-test").start(RD_KAFKA_PRODUCER);
  const kafka::Queue answers(rd_kafka_queue_new(client.get()));
  rd_kafka_ConfigResource_t* asked = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str());
  rd_kafka_DescribeConfigs(client.get(), &asked, 1, nullptr, answers.get());
  rd_kafka_ConfigResource_destroy(asked);
  const kafka::Event event(rd_kafka_queue_poll(answers.get(), 10'000));
  std::map<std::string, std::string> settings;
  if (!event) return settings;
  std::size_t count = 0;
  const auto* const* resources =
      rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event.get()), &count);
  if (count != 1) return settings;
  const auto* const* entries = rd_kafka_ConfigResource_configs(resources[0], &count);
  for (std::size_t i = 0; i < count; ++i) {
    if (rd_kafka_ConfigEntry_source(entries[i]) != RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG) continue;
    settings[rd_kafka_ConfigEntry_name(entries[i])] = rd_kafka_ConfigEntry_value(entries[i]);
  }
  return settings;
}

TEST(KafkaTopics, KeepEveryRecordForGood) {
  const TemporaryTopic topic(2);
  EXPECT_EQ(own_settings(topic.name()),
            (std::map<std::string, std::string>{
                {"cleanup.policy", "delete"}, {"retention.ms", "-1"}, {"retention.bytes", "-1"}}));
}

TEST(KafkaTopics, MayBeCreatedAgain) {
  const TemporaryTopic topic(3);
  kafka::create_topics(brokers_under_test(), {{topic.name(), 3}}, 10s);
  kafka::await_topics(brokers_under_test(), {{topic.name(), 3}}, 10s);
}

TEST(KafkaTopics, RefuseAnotherNumberOfPartitions) {
  const TemporaryTopic topic(3);
  EXPECT_THROW(kafka::create_topics(brokers_under_test(), {{topic.name(), 4}}, 10s), PartitionCountChanged);
  EXPECT_THROW(kafka::await_topics(brokers_under_test(), {{topic.name(), 2}}, 10s), PartitionCountChanged);
}

TEST(KafkaTopics, AreNotMadeByWaitingForThem) {
  const auto name = random_topic_name();
  EXPECT_THROW(kafka::await_topics(brokers_under_test(), {{name, 1}}, 500ms), std::runtime_error);
  EXPECT_THROW(kafka::await_topics(brokers_under_test(), {{name, 1}}, 500ms), std::runtime_error) << "still not there";
}

}  // namespace
}  // namespace frontdesk::event_log
