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
    return [this](std::vector<Record> batch) {
      const std::lock_guard lock(mutex_);
      largest_batch_ = std::max(largest_batch_, batch.size());
      for (auto& record : batch) records_.push_back(std::move(record));
      changed_.notify_all();
    };
  }

  EventLog::OnError on_error() {
    return [this](TailError error, const std::string& /*detail*/) {
      const std::lock_guard lock(mutex_);
      errors_.push_back(error);
      changed_.notify_all();
    };
  }

  std::vector<Record> wait_for_records(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, patience, [&] { return records_.size() >= count; });
    return records_;
  }

  std::vector<TailError> wait_for_an_error() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, patience, [&] { return !errors_.empty(); });
    return errors_;
  }

  std::vector<Record> records() {
    const std::lock_guard lock(mutex_);
    return records_;
  }

  std::size_t largest_batch() {
    const std::lock_guard lock(mutex_);
    return largest_batch_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Record> records_;
  std::vector<TailError> errors_;
  std::size_t largest_batch_ = 0;
};

struct Acknowledgement {
  std::string value;
  AppendOutcome outcome;
  std::int64_t offset;
};

class Acknowledged {
 public:
  Appender::Done done(const std::string& value) {
    return [this, value](AppendOutcome outcome, std::int64_t offset) {
      const std::lock_guard lock(mutex_);
      all_.push_back({value, outcome, offset});
      changed_.notify_all();
    };
  }

  std::vector<Acknowledgement> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, patience, [&] { return all_.size() >= count; });
    return all_;
  }

  std::size_t count() {
    const std::lock_guard lock(mutex_);
    return all_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Acknowledgement> all_;
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
