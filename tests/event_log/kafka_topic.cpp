#include "tests/event_log/kafka_topic.hpp"

#include <cstdlib>
#include <random>
#include <stdexcept>

#include "platform/event_log/kafka_client.hpp"
#include "platform/event_log/kafka_topics.hpp"

namespace frontdesk::event_log {

std::string brokers_under_test() {
  const char* brokers = std::getenv("KAFKA_BROKERS");
  if (brokers == nullptr || *brokers == '\0') throw std::runtime_error("KAFKA_BROKERS is not set");
  return brokers;
}

std::string random_topic_name() {
  std::random_device random;
  return "frontdesk.test." + std::to_string(random()) + std::to_string(random());
}

void delete_topic(const std::string& name) {
  const auto client = kafka::Settings(brokers_under_test(), "frontdesk-test").start(RD_KAFKA_PRODUCER);
  const kafka::Queue answers(rd_kafka_queue_new(client.get()));
  rd_kafka_DeleteTopic_t* topic = rd_kafka_DeleteTopic_new(name.c_str());
  rd_kafka_DeleteTopics(client.get(), &topic, 1, nullptr, answers.get());
  rd_kafka_DeleteTopic_destroy(topic);
  const kafka::Event answered(rd_kafka_queue_poll(answers.get(), 10'000));
}

TemporaryTopic::TemporaryTopic(int partitions) : name_(random_topic_name()) {
  kafka::create_topics(brokers_under_test(), {{name_, partitions}}, std::chrono::seconds{20});
}

TemporaryTopic::~TemporaryTopic() { delete_topic(name_); }

}  // namespace frontdesk::event_log
