#include "tests/bench/realtime/log_to_socket.hpp"

#include <algorithm>
#include <cstdio>
#include <future>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "platform/event_log/kafka.hpp"
#include "platform/event_log/topics.hpp"
#include "platform/executor/executor.hpp"
#include "platform/projected/projected.hpp"
#include "tests/bench/clinic_loads.hpp"
#include "tests/bench/measured.hpp"
#include "tests/support/websocket_client.hpp"

namespace frontdesk::bench {
namespace {

using Clock = std::chrono::steady_clock;
using test_support::WebSocketClient;

constexpr std::size_t queues_called = 4;

// Notes when the records of a unit can be read, and when they are projected. Any thread.
class LogWatch {
 public:
  LogWatch(config::Environment& environment, const event_log::UnitId& unit)
      : unit_(unit), executor_(make_thread_executor("log-watch")) {
    const auto brokers = environment.required("KAFKA_BROKERS");
    const auto redis = environment.secret("REDIS_URL"), database = environment.secret("DATABASE_URL");
    std::promise<void> started;
    run_and_wait(*executor_, [&] {
      log_ = event_log::make_kafka_log({.brokers = brokers, .client_id = "frontdesk-bench"}, *executor_);
      positions_ = projected::follow_positions(redis, database, *executor_);
      positions_->on_advance([this](const event_log::UnitId& advanced, std::int64_t next_offset) {
        if (advanced == unit_) note(projected_, next_offset);
      });
      log_->end_offset(unit_, [this, &started](std::optional<std::int64_t> end) {
        follow(end.value_or(0));
        started.set_value();
      });
    });
    started.get_future().get();
  }
  ~LogWatch() {
    run_and_wait(*executor_, [this] {
      tail_.reset();
      positions_.reset();
      log_.reset();
    });
  }
  LogWatch(const LogWatch&) = delete;
  LogWatch& operator=(const LogWatch&) = delete;

  struct Seen {
    Clock::time_point in_log, projected;
  };
  // The first record after `since`; nullopt when it does not come within a second.
  std::optional<Seen> first_after(Clock::time_point since) {
    const auto until = Clock::now() + std::chrono::seconds(1);
    for (; Clock::now() < until; std::this_thread::sleep_for(std::chrono::milliseconds(1))) {
      const std::lock_guard lock(mutex_);
      const auto record =
          std::find_if(read_.begin(), read_.end(), [since](const Noted& noted) { return noted.at > since; });
      if (record == read_.end()) continue;
      const auto next = record->offset + 1;
      const auto advance = std::find_if(projected_.begin(), projected_.end(),
                                        [next](const Noted& noted) { return noted.offset >= next; });
      if (advance != projected_.end()) return Seen{record->at, std::max(record->at, advance->at)};
    }
    return std::nullopt;
  }

 private:
  struct Noted {
    std::int64_t offset;
    Clock::time_point at;
  };

  void follow(std::int64_t from) {
    tail_ = log_->read_from(
        unit_, from,
        [this](const std::vector<event_log::Record>& records) {
          for (const auto& record : records) note(read_, record.offset);
        },
        [](event_log::TailError, const std::string& detail) { throw std::runtime_error(detail); });
  }
  void note(std::vector<Noted>& notes, std::int64_t offset) {
    const std::lock_guard lock(mutex_);
    notes.push_back({offset, Clock::now()});
  }

  const event_log::UnitId unit_;
  const std::unique_ptr<Executor> executor_;
  std::shared_ptr<event_log::EventLog> log_;
  std::unique_ptr<projected::Positions> positions_;
  std::unique_ptr<event_log::Tail> tail_;
  std::mutex mutex_;
  std::vector<Noted> read_, projected_;
};

void await_number(WebSocketClient& screen, std::size_t number) {
  const auto text = R"("currentTokenNo":)" + std::to_string(number) + ',';
  for (;;) {
    const auto heard = screen.receive(std::chrono::seconds(5));
    if (!heard) throw std::runtime_error("a screen did not hear of number " + std::to_string(number));
    if (heard->find(text) != std::string::npos) return;
  }
}

double ms(Clock::duration duration) { return std::chrono::duration<double, std::milli>(duration).count(); }

void print_line(const char* name, std::vector<double> latencies) {
  Measured measured;
  measured.latencies_ms = std::move(latencies);
  std::printf("  %-44s p50 %6.2f ms, p99 %6.2f ms\n", name, measured.percentile(0.5), measured.percentile(0.99));
}

struct Latencies {
  std::vector<double> whole, gate, beyond;
};

// Everybody has a token, and is called.
void call_all(const ClinicDays& days, const std::string& queue, config::Environment& environment, Latencies& took) {
  const auto& deployment = days.deployment();
  test_support::ClinicClient client(deployment);
  for (const auto& patient : days.patients()) {
    client.post("/api/tokens", R"({"queueId":")" + queue + R"("})", patient.access_token);
  }
  LogWatch watch(environment, event_log::Topics::from(environment).events_unit(queue));
  const auto direct = "ws://127.0.0.1:" + std::to_string(deployment.gateway_port()) + "/?token=";
  WebSocketClient desk(direct + days.staff().access_token), screen(direct + days.patients().front().access_token);
  screen.send_event("join-queue", '"' + queue + '"');
  await_number(screen, 0);
  for (std::size_t number = 1; number <= days.patients().size(); ++number) {
    const auto called_at = Clock::now();
    desk.send_event("queue:call_next", '"' + queue + '"');
    await_number(screen, number);
    const auto heard_at = Clock::now();
    if (const auto seen = watch.first_after(called_at)) {
      took.whole.push_back(ms(heard_at - seen->in_log));
      took.gate.push_back(ms(seen->projected - seen->in_log));
      took.beyond.push_back(ms(heard_at - seen->projected));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace

void print_log_to_socket(const ClinicDays& days, config::Environment& environment) {
  Latencies took;
  const auto& queues = days.queue_ids();
  for (std::size_t i = 0; i < queues.size() && i < queues_called; ++i) call_all(days, queues[i], environment, took);
  std::printf("\nLOG -> SOCKET: %zu calls, one at a time, direct\n", took.whole.size());
  print_line("from the log to a client", took.whole);
  print_line("of it, until it is projected (the gate)", took.gate);
  print_line("of it, beyond the gate", took.beyond);
  std::fflush(stdout);
}

}  // namespace frontdesk::bench
