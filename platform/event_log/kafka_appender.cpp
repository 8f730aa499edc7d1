#include "platform/event_log/kafka_appender.hpp"

#include <chrono>
#include <exception>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "platform/event_log/kafka_client.hpp"
#include "platform/event_log/queue_wakeup.hpp"
#include "platform/logging/log.hpp"

namespace frontdesk::event_log::kafka {
namespace {

using std::chrono::milliseconds;

// Members go in reverse order: the client last, with all that it has not sent.
struct Connection {
  Client client;
  Topic topic;
  Queue events;
};

Client start_producer(const KafkaOptions& options) {
  Settings settings(options.brokers, options.client_id);
  settings.set("enable.idempotence", "true")
      .set("acks", "all")
      .set("linger.ms", std::to_string(options.linger.count()))
      .set("message.timeout.ms", std::to_string(options.append_timeout.count()))
      .set("request.timeout.ms", std::to_string(options.append_timeout.count()))
      // As much as the broker takes (its message.max.bytes); the default would refuse the longest events.
      .set("message.max.bytes", "4194304")
      .set("queue.buffering.max.kbytes", "65536")
      .report_deliveries_as_events();
  return settings.start(RD_KAFKA_PRODUCER);
}

bool has_leader(const rd_kafka_metadata_t& metadata, int partition) {
  for (int t = 0; t < metadata.topic_cnt; ++t) {
    const auto& topic = metadata.topics[t];
    for (int p = 0; p < topic.partition_cnt; ++p) {
      if (topic.partitions[p].id == partition) return topic.partitions[p].leader >= 0;
    }
  }
  return false;
}

// Null when the unit's leader was not found within the append timeout. Without this question the first record of a
// producer would wait for a one-second metadata timer.
std::shared_ptr<Connection> find_leader(const KafkaOptions& options, const UnitId& unit, const BlockingCalls& calls) {
  constexpr milliseconds patience{250};  // short, so that a stop is noticed
  auto connection = std::make_shared<Connection>();
  connection->client = start_producer(options);
  connection->topic = open_topic(connection->client.get(), unit.topic);
  if (!connection->topic) return nullptr;
  connection->events.reset(rd_kafka_queue_get_main(connection->client.get()));
  const auto deadline = std::chrono::steady_clock::now() + options.append_timeout;
  while (!calls.stopping() && std::chrono::steady_clock::now() < deadline) {
    const auto asked = std::chrono::steady_clock::now();
    const auto metadata = ask_metadata(connection->client.get(), connection->topic.get(), patience);
    if (metadata && has_leader(*metadata, unit.partition)) return connection;
    std::this_thread::sleep_until(asked + patience / 5);  // a broker that refuses at once is not asked in a tight loop
  }
  return nullptr;
}

std::shared_ptr<Connection> connect(const KafkaOptions& options, const UnitId& unit, const BlockingCalls& calls) {
  try {
    return find_leader(options, unit, calls);
  } catch (const std::exception& error) {
    logging::error("cannot write to the log", {{"unit", to_string(unit)}, {"reason", error.what()}});
    return nullptr;
  }
}

// Blocks: not for the executor's thread.
void drop(std::shared_ptr<Connection>& connection) {
  rd_kafka_purge(connection->client.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  connection.reset();
}

void drop_in_background(BlockingCalls& calls, std::shared_ptr<Connection> connection) {
  if (connection) calls.run([connection = std::move(connection)]() mutable { drop(connection); });
}

struct Produced {
  std::uint64_t sequence;
  rd_kafka_resp_err_t error;
  std::int64_t offset;
};

// Frees the events before anybody is told: whoever is told may close the connection.
std::vector<Produced> take_delivery_reports(rd_kafka_queue_t* events) {
  std::vector<Produced> reports;
  while (const Event event{rd_kafka_queue_poll(events, 0)}) {
    while (const auto* message = rd_kafka_event_message_next(event.get())) {
      reports.push_back({reinterpret_cast<std::uintptr_t>(message->_private), message->err, message->offset});
    }
  }
  return reports;
}

rd_kafka_resp_err_t produce(const Connection& connection, const UnitId& unit, const NewRecord& record,
                            std::uint64_t sequence) {
  rd_kafka_headers_t* headers = rd_kafka_headers_new(record.headers.size());
  for (const auto& [name, value] : record.headers) {
    rd_kafka_header_add(headers, name.data(), static_cast<ssize_t>(name.size()), value.data(),
                        static_cast<ssize_t>(value.size()));
  }
  const auto error = rd_kafka_producev(
      connection.client.get(), RD_KAFKA_V_RKT(connection.topic.get()), RD_KAFKA_V_PARTITION(unit.partition),
      RD_KAFKA_V_KEY(record.key.data(), record.key.size()),
      // RD_KAFKA_V_VALUE wants a mutable pointer for its zero-copy mode; with F_COPY it only reads.
      RD_KAFKA_V_VALUE(const_cast<char*>(record.value.data()), record.value.size()), RD_KAFKA_V_HEADERS(headers),
      RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
      // NOLINTNEXTLINE(performance-no-int-to-ptr): a number that comes back with the report, never a pointer
      RD_KAFKA_V_OPAQUE(reinterpret_cast<void*>(sequence)), RD_KAFKA_V_END);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) rd_kafka_headers_destroy(headers);  // taken over on success only
  return error;
}

class Writer : public std::enable_shared_from_this<Writer> {
 public:
  Writer(KafkaOptions options, UnitId unit, Executor& executor, std::shared_ptr<BlockingCalls> blocking_calls)
      : options_(std::move(options)),
        unit_(std::move(unit)),
        executor_(executor),
        blocking_calls_(std::move(blocking_calls)) {}

  void open() {
    blocking_calls_->run([weak = weak_from_this(), options = options_, unit = unit_, &executor = executor_,
                          &calls = *blocking_calls_, weak_calls = std::weak_ptr(blocking_calls_)] {
      auto connection = connect(options, unit, calls);
      if (calls.stopping()) return;
      executor.post([weak, weak_calls, connection = std::move(connection)]() mutable {
        if (const auto writer = weak.lock()) {
          writer->opened(std::move(connection));
        } else if (const auto running = weak_calls.lock()) {
          drop_in_background(*running, std::move(connection));
        }
      });
    });
  }

  void append(NewRecord record, Appender::Done done) {
    const std::uint64_t sequence = next_sequence_++;
    waiting_.emplace(sequence, std::move(done));
    if (failed_) {
      fail_later(sequence);
      return;
    }
    held_.emplace_back(sequence, std::move(record));
    if (connection_ && under_way_ == 0) send_soon();
  }

  void close() {
    closed_ = true;
    waiting_.clear();
    held_.clear();
    wakeup_.reset();
    drop_in_background(*blocking_calls_, std::move(connection_));
  }

 private:
  void opened(std::shared_ptr<Connection> connection) {
    connection_ = std::move(connection);
    if (!connection_) {
      fail("the unit has no reachable leader");
    } else {
      wakeup_ = std::make_unique<QueueWakeup>(connection_->events.get(), executor_, [weak = weak_from_this()] {
        if (const auto writer = weak.lock()) writer->settle();
      });
    }
    send_held();
  }

  // After what the executor has to do already: commands that arrived together leave together.
  void send_soon() {
    if (std::exchange(sending_soon_, true)) return;
    executor_.post([weak = weak_from_this()] {
      if (const auto writer = weak.lock()) writer->send_held();
    });
  }

  // What arrives while a batch is under way goes with the next one: alone at once, in batches under load, without a
  // timer. It waits here and not in librdkafka, whose thread would poll without a pause until its request is answered.
  void send_held() {
    sending_soon_ = false;
    if (closed_) return;
    for (const auto& [sequence, record] : std::exchange(held_, {})) {
      if (failed_) {
        fail_later(sequence);
      } else {
        send(sequence, record);
      }
    }
  }

  void send(std::uint64_t sequence, const NewRecord& record) {
    const auto error = produce(*connection_, unit_, record, sequence);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
      ++under_way_;
      return;
    }
    fail(rd_kafka_err2str(error));
    fail_later(sequence);
  }

  void settle() {
    if (closed_) return;
    wakeup_->begin_drain();
    for (const auto& report : take_delivery_reports(connection_->events.get())) {
      if (closed_) return;
      --under_way_;
      // A duplicate that the broker has forgotten the offset of counts as written, but not by an offset we could tell.
      const bool durable = report.error == RD_KAFKA_RESP_ERR_NO_ERROR && report.offset >= 0;
      if (!durable) fail(rd_kafka_err2str(report.error));
      answer(report.sequence, failed_ ? AppendOutcome::unknown : AppendOutcome::durable, failed_ ? -1 : report.offset);
    }
    if (!closed_ && under_way_ == 0 && !held_.empty()) send_soon();
  }

  // A gap has opened: what would still be written behind it is void for every reader, so do not send it.
  void fail(const char* reason) {
    if (std::exchange(failed_, true)) return;
    logging::warn("append in an unknown state", {{"unit", to_string(unit_)}, {"reason", reason}});
    if (connection_) rd_kafka_purge(connection_->client.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_NON_BLOCKING);
    if (!held_.empty()) send_soon();
  }

  void fail_later(std::uint64_t sequence) {
    executor_.post([weak = weak_from_this(), sequence] {
      if (const auto writer = weak.lock()) writer->answer(sequence, AppendOutcome::unknown, -1);
    });
  }

  void answer(std::uint64_t sequence, AppendOutcome outcome, std::int64_t offset) {
    if (auto found = waiting_.extract(sequence)) found.mapped()(outcome, offset);
  }

  const KafkaOptions options_;
  const UnitId unit_;
  Executor& executor_;
  const std::shared_ptr<BlockingCalls> blocking_calls_;
  std::shared_ptr<Connection> connection_;
  std::unique_ptr<QueueWakeup> wakeup_;
  std::vector<std::pair<std::uint64_t, NewRecord>> held_;
  std::size_t under_way_ = 0;
  bool sending_soon_ = false;
  std::unordered_map<std::uint64_t, Appender::Done> waiting_;
  std::uint64_t next_sequence_ = 0;
  bool failed_ = false;
  bool closed_ = false;
};

class KafkaAppender final : public Appender {
 public:
  explicit KafkaAppender(std::shared_ptr<Writer> writer) : writer_(std::move(writer)) { writer_->open(); }
  ~KafkaAppender() override { writer_->close(); }
  KafkaAppender(const KafkaAppender&) = delete;
  KafkaAppender& operator=(const KafkaAppender&) = delete;

  void append(NewRecord record, Done done) override { writer_->append(std::move(record), std::move(done)); }

 private:
  std::shared_ptr<Writer> writer_;
};

}  // namespace

std::unique_ptr<Appender> open_appender(const KafkaOptions& options, const UnitId& unit, Executor& executor,
                                        std::shared_ptr<BlockingCalls> blocking_calls) {
  return std::make_unique<KafkaAppender>(std::make_shared<Writer>(options, unit, executor, std::move(blocking_calls)));
}

}  // namespace frontdesk::event_log::kafka
