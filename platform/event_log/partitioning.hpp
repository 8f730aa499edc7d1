#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "platform/event_log/event_log.hpp"

namespace frontdesk::event_log {

// Kafka's default partitioner hash (murmur2, seed 0x9747b28c), so that any Kafka client computes the same partition.
std::uint32_t murmur2(std::string_view key);

// toPositive(murmur2(key)) mod partitions. Ids are compared in lower case, so lower-case them before.
int partition_of(std::string_view key, int partitions);

// Draws ids until one lands in `partition`; a handful of draws. So any id alone routes its command.
std::string mint_id(int partition, int partitions, const std::function<std::string()>& draw);

// UUIDv4 (lower case) from 128 random bits, of which 122 remain.
std::string uuid_from(std::uint64_t high, std::uint64_t low);

}  // namespace frontdesk::event_log
