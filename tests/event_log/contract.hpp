#pragma once
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "platform/executor/executor.hpp"

namespace frontdesk::event_log {

// One log to hold to the contract. Every unit handed out is fresh and empty.
class LogUnderTest {
 public:
  virtual ~LogUnderTest() = default;
  virtual EventLog& log() = 0;
  virtual Executor& executor() = 0;
  virtual UnitId fresh_unit() = 0;
};

using MakeLogUnderTest = std::function<std::unique_ptr<LogUnderTest>()>;

inline constexpr std::chrono::seconds patience{15};

inline NewRecord record_of(const std::string& value) { return {"key", value, {{"ce_type", "Tested"}}}; }

// "a-7": the eighth record of writer a.
inline std::string numbered(const std::string& writer, int i) { return writer + "-" + std::to_string(i); }

// What a tail was told; filled on the executor, looked at by the test.
class Told {
 public:
  EventLog::OnRecords on_records() {
    return [state = state_](std::vector<Record> batch) {
      const std::lock_guard lock(state->mutex);
      state->largest_batch = std::max(state->largest_batch, batch.size());
      for (auto& record : batch) state->records.push_back(std::move(record));
      state->changed.notify_all();
    };
  }

  EventLog::OnError on_error() {
    return [state = state_](TailError error, const std::string& /*detail*/) {
      const std::lock_guard lock(state->mutex);
      state->errors.push_back(error);
      state->changed.notify_all();
    };
  }

  std::vector<Record> wait_for_records(std::size_t count) {
    std::unique_lock lock(state_->mutex);
    state_->changed.wait_for(lock, patience, [&] { return state_->records.size() >= count; });
    return state_->records;
  }

  std::vector<TailError> wait_for_an_error() {
    std::unique_lock lock(state_->mutex);
    state_->changed.wait_for(lock, patience, [&] { return !state_->errors.empty(); });
    return state_->errors;
  }

  std::vector<Record> records() {
    const std::lock_guard lock(state_->mutex);
    return state_->records;
  }

  std::size_t largest_batch() {
    const std::lock_guard lock(state_->mutex);
    return state_->largest_batch;
  }

 private:
  // Shared with the callbacks, which may come after the test has lost interest.
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Record> records;
    std::vector<TailError> errors;
    std::size_t largest_batch = 0;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

struct Acknowledgement {
  std::string value;
  AppendOutcome outcome;
  std::int64_t offset;
};

class Acknowledged {
 public:
  Appender::Done done(const std::string& value) {
    return [state = state_, value](AppendOutcome outcome, std::int64_t offset) {
      const std::lock_guard lock(state->mutex);
      state->all.push_back({value, outcome, offset});
      state->changed.notify_all();
    };
  }

  std::vector<Acknowledgement> wait_for(std::size_t count) {
    std::unique_lock lock(state_->mutex);
    state_->changed.wait_for(lock, patience, [&] { return state_->all.size() >= count; });
    return state_->all;
  }

  std::size_t count() {
    const std::lock_guard lock(state_->mutex);
    return state_->all.size();
  }

 private:
  // Shared with the callbacks, which may come after the test has lost interest.
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Acknowledgement> all;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

// Fails the test unless offsets go up by one from `first_offset`.
inline void expect_contiguous(const std::vector<Record>& records, std::int64_t first_offset) {
  for (std::size_t i = 0; i < records.size(); ++i) {
    ASSERT_EQ(records[i].offset, first_offset + static_cast<std::int64_t>(i)) << "at place " << i;
  }
}

// The suite that every implementation must pass; its tests are in contract.cpp. The log is only touched on the
// executor, as its users must.
class EventLogContract : public testing::TestWithParam<MakeLogUnderTest> {
 protected:
  template <typename Work>
  auto on_executor(Work work) {
    std::packaged_task<decltype(work())()> task(std::move(work));
    auto result = task.get_future();
    under_test_->executor().post([&task] { task(); });
    return result.get();
  }

  // Handles are used, and end, on the executor.
  struct Open {
    std::map<int, std::unique_ptr<Tail>> tails;
    std::map<int, std::unique_ptr<Appender>> appenders;
  };

  ~EventLogContract() override {
    on_executor([this] { open_ = {}; });
  }

  int open_appender(const UnitId& unit) {
    return on_executor([&] {
      open_.appenders[next_] = under_test_->log().open_appender(unit);
      return next_++;
    });
  }

  void close_appender(int appender) {
    on_executor([&] { open_.appenders.erase(appender); });
  }

  int read(const UnitId& unit, std::int64_t offset, Told& told) {
    return on_executor([&] {
      open_.tails[next_] = under_test_->log().read_from(unit, offset, told.on_records(), told.on_error());
      return next_++;
    });
  }

  void close_tail(int tail) {
    on_executor([&] { open_.tails.erase(tail); });
  }

  void append(int appender, NewRecord record, Acknowledged& acknowledged) {
    on_executor([&] {
      auto done = acknowledged.done(record.value);
      open_.appenders.at(appender)->append(std::move(record), std::move(done));
    });
  }

  std::vector<Acknowledgement> append_all(int appender, const std::string& writer, int count) {
    Acknowledged acknowledged;
    for (int i = 0; i < count; ++i) append(appender, record_of(numbered(writer, i)), acknowledged);
    return acknowledged.wait_for(static_cast<std::size_t>(count));
  }

  std::vector<Acknowledgement> write(const UnitId& unit, int count) {
    const int appender = open_appender(unit);
    auto acknowledgements = append_all(appender, "w", count);
    close_appender(appender);
    return acknowledgements;
  }

  std::optional<std::int64_t> end_offset(const UnitId& unit) {
    auto answer = std::make_shared<std::promise<std::optional<std::int64_t>>>();
    on_executor([&] { under_test_->log().end_offset(unit, [answer](auto offset) { answer->set_value(offset); }); });
    auto told = answer->get_future();
    if (told.wait_for(patience) != std::future_status::ready) return std::nullopt;
    return told.get();
  }

  std::unique_ptr<LogUnderTest> under_test_ = GetParam()();
  const UnitId unit_ = under_test_->fresh_unit();
  Open open_;
  int next_ = 0;
};

}  // namespace frontdesk::event_log
