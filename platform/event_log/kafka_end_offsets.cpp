#include "platform/event_log/kafka_end_offsets.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "platform/event_log/kafka_client.hpp"
#include "platform/logging/log.hpp"

namespace frontdesk::event_log::kafka {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds answer_time_max{2000};

Client start_asker(const KafkaOptions& options) {
  Settings settings(options.brokers, options.client_id);
  settings.set("allow.auto.create.topics", "false");
  return settings.start(RD_KAFKA_CONSUMER);
}

bool all_known(const rd_kafka_topic_partition_list_t& partitions) {
  return std::all_of(partitions.elems, partitions.elems + partitions.cnt,
                     [](const auto& asked) { return asked.err == RD_KAFKA_RESP_ERR_NO_ERROR && asked.offset >= 0; });
}

// One request a broker for all units: ListOffsets with the timestamp "latest".
void ask_once(rd_kafka_t* client, rd_kafka_topic_partition_list_t& partitions, milliseconds timeout) {
  for (int i = 0; i < partitions.cnt; ++i) partitions.elems[i].offset = RD_KAFKA_OFFSET_END;
  const auto error = rd_kafka_offsets_for_times(client, &partitions, static_cast<int>(timeout.count()));
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return;
  for (int i = 0; i < partitions.cnt; ++i) partitions.elems[i].err = error;
}

// Asks again while a leader is just changing (a new topic, a broker that restarts) and there is time.
void ask_until_known(rd_kafka_t* client, rd_kafka_topic_partition_list_t& partitions) {
  constexpr milliseconds pause{50};
  const auto deadline = Clock::now() + answer_time_max;
  ask_once(client, partitions, answer_time_max);
  while (!all_known(partitions) && Clock::now() + pause < deadline) {
    std::this_thread::sleep_for(pause);
    ask_once(client, partitions, std::chrono::ceil<milliseconds>(deadline - Clock::now()));
  }
}

std::optional<std::int64_t> end_offset_of(const rd_kafka_topic_partition_list_t& partitions, const UnitId& unit) {
  const auto* found = rd_kafka_topic_partition_list_find(&partitions, unit.topic.c_str(), unit.partition);
  if (found == nullptr) return std::nullopt;  // the question could not even be asked
  if (found->err != RD_KAFKA_RESP_ERR_NO_ERROR || found->offset < 0) {
    logging::warn("no end offset", {{"unit", to_string(unit)}, {"reason", rd_kafka_err2str(found->err)}});
    return std::nullopt;
  }
  return found->offset;
}

}  // namespace

EndOffsets::EndOffsets(const KafkaOptions& options, Executor& executor) : options_(options), executor_(executor) {}

EndOffsets::~EndOffsets() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    requests_.clear();
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void EndOffsets::ask(const UnitId& unit, Done done) {
  const std::lock_guard lock(mutex_);
  requests_.push_back({unit, std::move(done)});
  if (!thread_.joinable()) thread_ = std::thread([this] { serve(); });
  changed_.notify_one();
}

std::vector<EndOffsets::Request> EndOffsets::next_requests() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || !requests_.empty(); });
  return std::exchange(requests_, {});
}

void EndOffsets::serve() {
  Client client;
  for (auto requests = next_requests(); !requests.empty(); requests = next_requests()) {
    const PartitionList partitions(rd_kafka_topic_partition_list_new(static_cast<int>(requests.size())));
    for (const auto& request : requests) {
      const auto& [topic, partition] = request.unit;
      if (rd_kafka_topic_partition_list_find(partitions.get(), topic.c_str(), partition) == nullptr) {
        rd_kafka_topic_partition_list_add(partitions.get(), topic.c_str(), partition);
      }
    }
    if (!client) client = start_asker(options_);
    ask_until_known(client.get(), *partitions);
    std::vector<std::optional<std::int64_t>> offsets;
    offsets.reserve(requests.size());
    for (const auto& request : requests) offsets.push_back(end_offset_of(*partitions, request.unit));
    answer(std::move(requests), std::move(offsets));
  }
}

void EndOffsets::answer(std::vector<Request> requests, std::vector<std::optional<std::int64_t>> offsets) {
  executor_.post([alive = std::weak_ptr(alive_), requests = std::move(requests), offsets = std::move(offsets)]() {
    for (std::size_t i = 0; i < requests.size() && !alive.expired(); ++i) requests[i].done(offsets[i]);
  });
}

}  // namespace frontdesk::event_log::kafka
