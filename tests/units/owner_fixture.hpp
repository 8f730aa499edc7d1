#pragma once
#include "platform/units/owner.hpp"

#include <gtest/gtest.h>

#include "platform/event_log/memory.hpp"
#include "tests/simulation/dispenser.hpp"
#include "tests/simulation/scheduler.hpp"

// An owner of one unit, whose log, assignment and time are the test's.
namespace frontdesk::units {

using simulation::Dispenser;
using simulation::Verb;
using simulation::Wish;

struct Answered {
  Outcome outcome;
  std::string refusal;
  std::string payload;
  std::int64_t next_offset;
  std::uint64_t confirmed_events;

  explicit Answered(const Answer& answer)
      : outcome(answer.outcome),
        refusal(answer.refusal),
        payload(answer.event != nullptr ? answer.event->payload : ""),
        next_offset(answer.next_offset),
        confirmed_events(answer.confirmed != nullptr ? static_cast<const Dispenser&>(*answer.confirmed).applied : 0) {}
};

// The memory log, but the test says when it breaks.
class FaultyLog final : public event_log::EventLog {
 public:
  explicit FaultyLog(Executor& executor) : executor_(executor), log_(event_log::make_memory_log(executor)) {}

  bool loses_appends = false;      // … and says that their fate is unknown
  bool skips_next_append = false;  // loses one, says nothing
  bool answers_end_offset = true;
  bool delivers = true;  // what was written meanwhile is delivered when a new reader starts
  int end_offsets_asked = 0;
  int appended = 0;

  std::unique_ptr<event_log::Appender> open_appender(const event_log::UnitId& unit) override {
    return std::make_unique<FaultyAppender>(*this, log_->open_appender(unit));
  }
  std::unique_ptr<event_log::Tail> read_from(const event_log::UnitId& unit, std::int64_t offset, OnRecords on_records,
                                             OnError on_error) override {
    return log_->read_from(
        unit, offset,
        [this, on_records = std::move(on_records)](std::vector<event_log::Record> records) {
          if (delivers) on_records(std::move(records));
        },
        std::move(on_error));
  }
  void end_offset(const event_log::UnitId& unit, std::function<void(std::optional<std::int64_t>)> done) override {
    ++end_offsets_asked;
    if (answers_end_offset) return log_->end_offset(unit, std::move(done));
    executor_.post([done = std::move(done)] { done(std::nullopt); });
  }

 private:
  class FaultyAppender final : public event_log::Appender {
   public:
    FaultyAppender(FaultyLog& log, std::unique_ptr<event_log::Appender> appender)
        : log_(log), appender_(std::move(appender)) {}
    void append(event_log::NewRecord record, Done done) override {
      ++log_.appended;
      if (log_.loses_appends) {
        log_.executor_.post([done = std::move(done)] { done(event_log::AppendOutcome::unknown, -1); });
      } else if (!std::exchange(log_.skips_next_append, false)) {
        appender_->append(std::move(record), std::move(done));
      }
    }

   private:
    FaultyLog& log_;
    std::unique_ptr<event_log::Appender> appender_;
  };

  Executor& executor_;
  std::shared_ptr<event_log::EventLog> log_;
};

class Group final : public Assignment {
 public:
  explicit Group(Executor& executor) : executor_(executor) {}
  void confirm(const event_log::UnitId&, std::function<void(bool)> done) override {
    ++asked;
    executor_.post([done = std::move(done), says = assigned] { done(says); });
  }
  bool assigned = true;
  int asked = 0;

 private:
  Executor& executor_;
};

class Seen final : public OwnerObserver {
 public:
  void serving(const event_log::UnitId&, const std::string&, std::int64_t replayed) override {
    replays.push_back(replayed);
  }
  void dropped(const event_log::UnitId&, const std::string& reason) override { drops.push_back(reason); }
  void void_record(const event_log::UnitId&, std::int64_t) override { ++void_records; }
  void broken(const event_log::UnitId&, const std::string& why) override { breaks.push_back(why); }
  void due_unknown(const event_log::UnitId&, const std::string&) override { ++dues_unknown; }
  std::vector<std::int64_t> replays;
  std::vector<std::string> drops;
  std::vector<std::string> breaks;
  int void_records = 0;
  int dues_unknown = 0;
};

class OwnerTest : public testing::Test {
 protected:
  OwnerTest() { options.source = "command-api@test"; }

  void given_an_owner() {
    owner = make_owner();
    owner->take();
    ASSERT_TRUE(scheduler.run_until([&] { return owner->serving(); }));
  }
  std::unique_ptr<Owner> make_owner() {
    return std::make_unique<Owner>(
        unit, log, *executor, group, [] { return std::make_unique<Dispenser>(); }, options, seen);
  }
  Command command(Wish wish, std::optional<CommandKey> key = std::nullopt) {
    Command command;
    command.key = std::move(key);
    command.actor = "asha";
    command.decide = [this, wish](const Fold& state, Instant now) {
      ++decided;
      decided_at.push_back(now);
      return simulation::decide(static_cast<const Dispenser&>(state), wish);
    };
    command.answered = [this](const Answer& answer) { answers.emplace_back(answer); };
    return command;
  }
  void submit(Wish wish, std::optional<CommandKey> key = std::nullopt) {
    owner->submit(command(std::move(wish), std::move(key)));
  }
  void settle(std::chrono::milliseconds time = std::chrono::milliseconds(100)) { scheduler.run_for(time); }
  const Answered& when(Wish wish, std::optional<CommandKey> key = std::nullopt) {
    const std::size_t before = answers.size();
    submit(std::move(wish), std::move(key));
    EXPECT_TRUE(scheduler.run_until([&] { return answers.size() > before; }));
    return answers.back();
  }
  std::vector<event_log::Record> records() {
    std::vector<event_log::Record> all;
    const auto reader =
        event_log::EventLog::OnRecords([&](auto batch) { all.insert(all.end(), batch.begin(), batch.end()); });
    log.delivers = true;
    const auto tail = log.read_from(unit, 0, reader, [](auto, auto) {});
    settle(std::chrono::milliseconds(1));
    return all;
  }

  const event_log::UnitId unit{"frontdesk.events", 3};
  simulation::Scheduler scheduler{1};
  std::shared_ptr<simulation::ProcessExecutor> executor = scheduler.start_process();
  FaultyLog log{*executor};
  Group group{*executor};
  Seen seen;
  OwnerOptions options;
  std::vector<Answered> answers;
  std::vector<Outcome> foreign_outcomes;  // of folds other than the dispenser
  int decided = 0;
  std::vector<Instant> decided_at;
  std::unique_ptr<Owner> owner;  // last: it answers what waits when it goes
};

inline Wish take(const std::string& patient, std::uint64_t op = 1) { return {Verb::take, patient, op}; }
inline Wish give_back(const std::string& patient, std::uint64_t op = 1) { return {Verb::give_back, patient, op}; }
inline Wish open_again() { return {Verb::open, "", 1}; }
inline CommandKey key(const std::string& id, const std::string& fingerprint = "content") { return {id, fingerprint}; }

}  // namespace frontdesk::units
