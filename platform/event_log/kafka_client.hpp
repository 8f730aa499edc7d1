#pragma once
#include <librdkafka/rdkafka.h>

#include <memory>
#include <string>

#include "platform/event_log/kafka.hpp"

// What the Kafka log's parts share of librdkafka: owning handles and settings. Included by kafka_*.cpp only.
namespace frontdesk::event_log::kafka {

struct Destroy {
  // Blocks until the client's threads have ended: milliseconds, more under load. Not for the executor's thread.
  void operator()(rd_kafka_t* client) const { rd_kafka_destroy(client); }
  void operator()(rd_kafka_topic_t* topic) const { rd_kafka_topic_destroy(topic); }
  void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
  void operator()(const rd_kafka_metadata_t* metadata) const { rd_kafka_metadata_destroy(metadata); }
  void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
  void operator()(rd_kafka_topic_partition_list_t* list) const { rd_kafka_topic_partition_list_destroy(list); }
};

// A client outlives its topics and queues: declare it before them.
using Client = std::unique_ptr<rd_kafka_t, Destroy>;
using Topic = std::unique_ptr<rd_kafka_topic_t, Destroy>;
using Queue = std::unique_ptr<rd_kafka_queue_t, Destroy>;
using Metadata = std::unique_ptr<const rd_kafka_metadata_t, Destroy>;
using Event = std::unique_ptr<rd_kafka_event_t, Destroy>;
using PartitionList = std::unique_ptr<rd_kafka_topic_partition_list_t, Destroy>;

// Settings of one client; throws std::invalid_argument on a value that librdkafka does not take.
class Settings {
 public:
  // The ones that every client of ours has: quick reconnects, no Nagle delay, logs into ours.
  Settings(const std::string& brokers, const std::string& client_id);
  ~Settings();
  Settings(const Settings&) = delete;
  Settings& operator=(const Settings&) = delete;

  Settings& set(const char* name, const std::string& value);
  // Delivery reports come as events on the client's main queue.
  Settings& report_deliveries_as_events();

  // Consumes the settings.
  Client start(rd_kafka_type_t type);

 private:
  rd_kafka_conf_t* conf_;
};

// Null when the topic cannot be had (the client is broken).
Topic open_topic(rd_kafka_t* client, const std::string& name);

// Asks the brokers about one topic and waits for the answer; null when none came in time.
Metadata ask_metadata(rd_kafka_t* client, rd_kafka_topic_t* topic, std::chrono::milliseconds timeout);

}  // namespace frontdesk::event_log::kafka
