#include "platform/event_log/kafka_tail.hpp"

#include <array>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include "platform/event_log/kafka_client.hpp"
#include "platform/event_log/queue_wakeup.hpp"
#include "platform/logging/log.hpp"

namespace frontdesk::event_log::kafka {
namespace {

// A batch is bounded so that one long replay does not keep the executor from everything else.
constexpr std::size_t batch_records_max = 1000;
constexpr std::size_t batch_bytes_max = 4 * 1024 * 1024;
constexpr std::size_t slice_records = 100;

Client start_consumer(const KafkaOptions& options) {
  Settings settings(options.brokers, options.client_id);
  settings.set("enable.auto.commit", "false")
      .set("enable.auto.offset.store", "false")
      .set("auto.offset.reset", "error")
      .set("allow.auto.create.topics", "false")
      .set("check.crcs", "true")
      .set("fetch.min.bytes", "1")
      // The long poll returns with the first record; its length is only how long a unit that is added meanwhile waits.
      .set("fetch.wait.max.ms", "1000")
      .set("fetch.error.backoff.ms", "100")
      // A full queue makes librdkafka 2.0 pause for up to a second, so let bytes bound it, not the count: as many as a
      // unit's records of a second, when all units are replayed.
      .set("queued.min.messages", "1000000")
      .set("queued.max.messages.kbytes", "4096");
  return settings.start(RD_KAFKA_CONSUMER);
}

struct Consumer {
  Client client;
  std::set<UnitId> reading;
};

std::string text_of(const void* data, std::size_t size) {
  return data == nullptr ? std::string() : std::string(static_cast<const char*>(data), size);
}

Headers headers_of(const rd_kafka_message_t& message) {
  Headers headers;
  rd_kafka_headers_t* list = nullptr;
  if (rd_kafka_message_headers(&message, &list) != RD_KAFKA_RESP_ERR_NO_ERROR) return headers;  // it has none
  headers.reserve(rd_kafka_header_cnt(list));
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0; rd_kafka_header_get_all(list, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
    headers.emplace_back(name, text_of(value, size));
  }
  return headers;
}

struct Batch {
  std::vector<Record> records;
  std::size_t bytes = 0;
  bool drained = false;
  bool out_of_range = false;
  std::string error;
};

class Reader : public std::enable_shared_from_this<Reader> {
 public:
  Reader(std::shared_ptr<Consumer> consumer, UnitId unit, std::int64_t offset, Executor& executor,
         EventLog::OnRecords on_records, EventLog::OnError on_error)
      : consumer_(std::move(consumer)),
        unit_(std::move(unit)),
        next_offset_(offset),
        executor_(executor),
        on_records_(std::move(on_records)),
        on_error_(std::move(on_error)) {}

  void start() {
    // Negative offsets are commands to librdkafka ("the end", "the beginning"), not positions.
    if (next_offset_ < 0) {
      executor_.post([weak = weak_from_this()] {
        if (const auto reader = weak.lock()) reader->refuse("a negative offset");
      });
      return;
    }
    topic_ = open_topic(consumer_->client.get(), unit_.topic);
    queue_.reset(rd_kafka_queue_new(consumer_->client.get()));
    if (!topic_ || rd_kafka_consume_start_queue(topic_.get(), unit_.partition, next_offset_, queue_.get()) != 0) {
      throw std::runtime_error("cannot read " + to_string(unit_) + ": " + rd_kafka_err2str(rd_kafka_last_error()));
    }
    consumer_->reading.insert(unit_);
    wakeup_ = std::make_unique<QueueWakeup>(queue_.get(), executor_, [weak = weak_from_this()] {
      if (const auto reader = weak.lock()) reader->drain();
    });
  }

  // Waits for librdkafka's main thread to agree, which takes well under a millisecond.
  void stop() {
    stopped_ = true;
    if (!wakeup_) return;
    wakeup_.reset();
    rd_kafka_consume_stop(topic_.get(), unit_.partition);
    consumer_->reading.erase(unit_);
    queue_.reset();
    topic_.reset();
  }

 private:
  void drain() {
    if (stopped_) return;
    wakeup_->begin_drain();
    Batch batch = take_batch();
    if (!batch.drained) wakeup_->signal();
    if (!batch.records.empty()) on_records_(std::move(batch.records));
    if (batch.out_of_range && !stopped_) refuse(batch.error);
  }

  void refuse(const std::string& detail) {
    stop();
    on_error_(TailError::offset_out_of_range,
              to_string(unit_) + " from " + std::to_string(next_offset_) + ": " + detail);
  }

  Batch take_batch() {
    Batch batch;
    std::array<rd_kafka_message_t*, slice_records> messages{};
    while (!batch.drained && !batch.out_of_range && batch.records.size() < batch_records_max &&
           batch.bytes < batch_bytes_max) {
      const auto got = rd_kafka_consume_batch_queue(queue_.get(), 0, messages.data(), messages.size());
      const auto count = got > 0 ? static_cast<std::size_t>(got) : 0;
      for (std::size_t i = 0; i < count; ++i) {
        take(*messages[i], batch);
        rd_kafka_message_destroy(messages[i]);
      }
      batch.drained = count < messages.size();
    }
    return batch;
  }

  void take(const rd_kafka_message_t& message, Batch& batch) {
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) return take_error(message, batch);
    // librdkafka 2.0 may fetch some records a second time after its connection changed; in order once is our promise.
    if (batch.out_of_range || message.offset < next_offset_) return;
    next_offset_ = message.offset + 1;
    batch.bytes += message.key_len + message.len;
    batch.records.push_back({message.offset, text_of(message.key, message.key_len),
                             text_of(message.payload, message.len), headers_of(message)});
  }

  void take_error(const rd_kafka_message_t& message, Batch& batch) const {
    if (message.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET || message.err == RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE) {
      batch.out_of_range = true;
      batch.error = text_of(message.payload, message.len);
      return;
    }
    // librdkafka goes on by itself after every other error (no leader, no such topic yet, a broken batch is read
    // again).
    logging::warn("reading is disturbed", {{"unit", to_string(unit_)}, {"reason", rd_kafka_err2str(message.err)}});
  }

  const std::shared_ptr<Consumer> consumer_;
  const UnitId unit_;
  std::int64_t next_offset_;
  Executor& executor_;
  const EventLog::OnRecords on_records_;
  const EventLog::OnError on_error_;
  Topic topic_;
  Queue queue_;
  std::unique_ptr<QueueWakeup> wakeup_;
  bool stopped_ = false;
};

class KafkaTail final : public Tail {
 public:
  explicit KafkaTail(std::shared_ptr<Reader> reader) : reader_(std::move(reader)) { reader_->start(); }
  ~KafkaTail() override { reader_->stop(); }
  KafkaTail(const KafkaTail&) = delete;
  KafkaTail& operator=(const KafkaTail&) = delete;

 private:
  std::shared_ptr<Reader> reader_;
};

}  // namespace

class Tails::Consumers {
 public:
  explicit Consumers(KafkaOptions options) : options_(std::move(options)) {}

  std::shared_ptr<Consumer> free_for(const UnitId& unit) {
    for (const auto& consumer : consumers_) {
      if (!consumer->reading.contains(unit)) return consumer;
    }
    return consumers_.emplace_back(std::make_shared<Consumer>(Consumer{start_consumer(options_), {}}));
  }

 private:
  KafkaOptions options_;
  std::vector<std::shared_ptr<Consumer>> consumers_;
};

Tails::Tails(const KafkaOptions& options, Executor& executor)
    : consumers_(std::make_unique<Consumers>(options)), executor_(executor) {}

Tails::~Tails() = default;

std::unique_ptr<Tail> Tails::read_from(const UnitId& unit, std::int64_t offset, EventLog::OnRecords on_records,
                                       EventLog::OnError on_error) {
  return std::make_unique<KafkaTail>(std::make_shared<Reader>(consumers_->free_for(unit), unit, offset, executor_,
                                                              std::move(on_records), std::move(on_error)));
}

}  // namespace frontdesk::event_log::kafka
