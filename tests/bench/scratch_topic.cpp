#include "tests/bench/scratch_topic.hpp"

#include <librdkafka/rdkafka.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <utility>

#include "platform/event_log/kafka_client.hpp"
#include "platform/event_log/kafka_topics.hpp"

namespace frontdesk::bench {

namespace kafka = event_log::kafka;

ScratchTopic::ScratchTopic(std::string brokers, const std::string& purpose)
    : brokers_(std::move(brokers)), name_("frontdesk.bench." + purpose + "." + std::to_string(getpid())) {
  kafka::create_topics(brokers_, {{name_, 1}}, std::chrono::seconds(20));
}

ScratchTopic::~ScratchTopic() {
  const auto client = kafka::Settings(brokers_, "frontdesk-bench").start(RD_KAFKA_PRODUCER);
  const kafka::Queue answers(rd_kafka_queue_new(client.get()));
  auto* topic = rd_kafka_DeleteTopic_new(name_.c_str());
  rd_kafka_DeleteTopics(client.get(), &topic, 1, nullptr, answers.get());
  const kafka::Event answer(rd_kafka_queue_poll(answers.get(), 10'000));
  rd_kafka_DeleteTopic_destroy(topic);
  const bool deleted = answer && rd_kafka_event_error(answer.get()) == RD_KAFKA_RESP_ERR_NO_ERROR;
  if (!deleted) std::fprintf(stderr, "frontdesk-bench: the topic %s could not be deleted\n", name_.c_str());
}

}  // namespace frontdesk::bench
