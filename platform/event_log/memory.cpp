#include "platform/event_log/memory.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

namespace frontdesk::event_log {
namespace {

// Everything here runs on the executor, so nothing is locked. Posted tasks find their owner through a weak pointer:
// who is destroyed is never called back. Tasks take their work from the owner's own queue, so that an executor that
// reorders tasks (the simulation's may) cannot reorder records or acknowledgements.

constexpr std::int64_t batch_records_max = 1000;

class MemoryTail;

struct Partition {
  std::vector<Record> records;
  std::vector<std::weak_ptr<MemoryTail>> tails;

  std::int64_t end() const { return static_cast<std::int64_t>(records.size()); }
};

class MemoryTail : public std::enable_shared_from_this<MemoryTail> {
 public:
  MemoryTail(Executor& executor, std::shared_ptr<Partition> partition, std::int64_t offset,
             EventLog::OnRecords on_records, EventLog::OnError on_error)
      : executor_(executor),
        partition_(std::move(partition)),
        next_offset_(offset),
        on_records_(std::move(on_records)),
        on_error_(std::move(on_error)) {}

  void wake() {
    if (std::exchange(scheduled_, true)) return;
    executor_.post([weak = weak_from_this()] {
      if (const auto tail = weak.lock()) tail->deliver();
    });
  }

 private:
  void deliver() {
    scheduled_ = false;
    if (stopped_) return;
    if (next_offset_ < 0 || next_offset_ > partition_->end()) {
      stopped_ = true;
      on_error_(TailError::offset_out_of_range,
                "offset " + std::to_string(next_offset_) + " is not in 0.." + std::to_string(partition_->end()));
      return;
    }
    const auto count = std::min(partition_->end() - next_offset_, batch_records_max);
    if (count == 0) return;
    const auto first = partition_->records.begin() + next_offset_;
    next_offset_ += count;
    if (next_offset_ < partition_->end()) wake();
    on_records_({first, first + count});
  }

  Executor& executor_;
  std::shared_ptr<Partition> partition_;
  std::int64_t next_offset_;
  EventLog::OnRecords on_records_;
  EventLog::OnError on_error_;
  bool scheduled_ = false;
  bool stopped_ = false;
};

class TailHandle final : public Tail {
 public:
  explicit TailHandle(std::shared_ptr<MemoryTail> tail) : tail_(std::move(tail)) {}

 private:
  std::shared_ptr<MemoryTail> tail_;
};

class MemoryAppender final : public Appender {
 public:
  MemoryAppender(Executor& executor, std::shared_ptr<Partition> partition)
      : executor_(executor), partition_(std::move(partition)) {}

  void append(NewRecord record, Done done) override {
    const std::int64_t offset = partition_->end();
    partition_->records.push_back({offset, std::move(record.key), std::move(record.value), std::move(record.headers)});
    wake_tails();
    acknowledgements_->emplace_back(std::move(done), offset);
    executor_.post([weak = std::weak_ptr(acknowledgements_)] {
      const auto waiting = weak.lock();
      if (!waiting) return;
      const auto [acknowledge, at] = std::move(waiting->front());
      waiting->pop_front();
      acknowledge(AppendOutcome::durable, at);
    });
  }

 private:
  void wake_tails() {
    auto& tails = partition_->tails;
    std::erase_if(tails, [](const auto& tail) { return tail.expired(); });
    for (const auto& weak : tails) {
      if (const auto tail = weak.lock()) tail->wake();
    }
  }

  using Acknowledgements = std::deque<std::pair<Done, std::int64_t>>;

  Executor& executor_;
  std::shared_ptr<Partition> partition_;
  std::shared_ptr<Acknowledgements> acknowledgements_ = std::make_shared<Acknowledgements>();
};

class MemoryLog final : public EventLog {
 public:
  explicit MemoryLog(Executor& executor) : executor_(executor) {}

  std::unique_ptr<Appender> open_appender(const UnitId& unit) override {
    return std::make_unique<MemoryAppender>(executor_, partition(unit));
  }

  std::unique_ptr<Tail> read_from(const UnitId& unit, std::int64_t offset, OnRecords on_records,
                                  OnError on_error) override {
    const auto tail =
        std::make_shared<MemoryTail>(executor_, partition(unit), offset, std::move(on_records), std::move(on_error));
    partition(unit)->tails.push_back(tail);
    tail->wake();
    return std::make_unique<TailHandle>(tail);
  }

  void end_offset(const UnitId& unit, std::function<void(std::optional<std::int64_t>)> done) override {
    executor_.post([weak = std::weak_ptr(partition(unit)), done = std::move(done)] {
      if (const auto asked = weak.lock()) done(asked->end());
    });
  }

 private:
  std::shared_ptr<Partition> partition(const UnitId& unit) {
    auto& found = partitions_[unit];
    if (!found) found = std::make_shared<Partition>();
    return found;
  }

  Executor& executor_;
  std::map<UnitId, std::shared_ptr<Partition>> partitions_;
};

}  // namespace

std::shared_ptr<EventLog> make_memory_log(Executor& executor) { return std::make_shared<MemoryLog>(executor); }

}  // namespace frontdesk::event_log
