#pragma once
#include <string>
#include <vector>

#include "platform/event_log/event_log.hpp"

namespace frontdesk::test_support {

// Every record of a topic from its start to its end at the time of the call, straight from Kafka (KAFKA_BROKERS).
std::vector<event_log::Record> read_topic(const std::string& topic, int partitions);

// Likewise of one unit.
std::vector<event_log::Record> read_unit(const event_log::UnitId& unit);

// Those of a topic that count, by the rule of every reader (units/acceptance.hpp). Throws std::runtime_error where a
// record does not follow the one before it.
std::vector<event_log::Record> read_accepted(const std::string& topic, int partitions);

std::string kafka_brokers();  // KAFKA_BROKERS

}  // namespace frontdesk::test_support
