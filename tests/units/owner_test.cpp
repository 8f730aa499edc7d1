#include "platform/units/owner.hpp"

#include <gtest/gtest.h>

#include "platform/event_log/memory.hpp"
#include "tests/simulation/dispenser.hpp"
#include "tests/simulation/scheduler.hpp"

namespace frontdesk::units {
namespace {

using namespace std::chrono_literals;
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
  std::vector<std::int64_t> replays;
  std::vector<std::string> drops;
  std::vector<std::string> breaks;
  int void_records = 0;
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
  void settle(std::chrono::milliseconds time = 100ms) { scheduler.run_for(time); }
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
    settle(1ms);
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
  int decided = 0;
  std::vector<Instant> decided_at;
  std::unique_ptr<Owner> owner;  // last: it answers what waits when it goes
};

Wish take(const std::string& patient, std::uint64_t op = 1) { return {Verb::take, patient, op}; }
Wish give_back(const std::string& patient, std::uint64_t op = 1) { return {Verb::give_back, patient, op}; }
Wish open_again() { return {Verb::open, "", 1}; }
CommandKey key(const std::string& id, const std::string& fingerprint = "content") { return {id, fingerprint}; }

TEST_F(OwnerTest, AnswersACommandWithItsEventOnceItWasReadBack) {
  given_an_owner();
  const Answered& answer = when(take("asha", 7));
  EXPECT_EQ(answer.outcome, Outcome::accepted);
  EXPECT_EQ(answer.payload, "7 asha 1");
  EXPECT_EQ(answer.confirmed_events, 1U);
  EXPECT_EQ(answer.next_offset, 2);
  EXPECT_EQ(owner->pending(), 0U);
}

TEST_F(OwnerTest, WritesAReadableCloudEvent) {
  given_an_owner();
  Command issued = command(take("asha", 7), key("k1"));
  issued.correlation_id = "request-1";
  owner->submit(std::move(issued));
  settle();
  const auto written = records();
  ASSERT_EQ(written.size(), 2U);
  const auto& start = written[0];
  const auto& event = written[1];
  EXPECT_EQ(start.header(header::type), "TermStarted");
  EXPECT_EQ(start.value, "{\"term\":\"" + std::string(start.header(header::id)) + "\",\"owner\":\"command-api@test\"}");
  EXPECT_EQ(event.key, "clinic");
  EXPECT_EQ(event.value, "7 asha 1");
  EXPECT_EQ(event.header(header::id), "frontdesk.events/3/" + std::string(start.header(header::id)) + "/1");
  EXPECT_EQ(event.header(header::type), "TicketIssued");
  EXPECT_EQ(event.header(header::source), "command-api@test");
  EXPECT_EQ(event.header(header::specversion), "1.0");
  EXPECT_EQ(event.header(header::subject), "patient/asha");
  EXPECT_EQ(event.header(header::dataschema), "frontdesk:schemas/TicketIssued/v1");
  EXPECT_EQ(event.header(header::content_type), "application/json");
  EXPECT_EQ(event.header(header::term), start.header(header::id));
  EXPECT_EQ(event.header(header::number), "1");
  EXPECT_EQ(event.header(header::version), "1");
  EXPECT_EQ(event.header(header::command_id), "k1");
  EXPECT_EQ(event.header(header::command_hash), "content");
  EXPECT_EQ(event.header(header::correlation_id), "request-1");
  EXPECT_EQ(event.header(header::actor), "asha");
  EXPECT_EQ(event.header(header::time), to_iso8601(decided_at.back()));
  EXPECT_EQ(event.header(header::causation_id), "");
}

TEST_F(OwnerTest, CountsVersionsPerSubjectAcrossTerms) {
  given_an_owner();
  when(take("asha"));
  submit(give_back("asha"));
  submit(take("asha"));
  submit(take("vikram"));
  settle();
  given_an_owner();
  when(give_back("asha"));
  std::vector<std::string> versions;
  for (const auto& record : records()) {
    if (!record.header(header::version).empty()) {
      versions.push_back(std::string(record.header(header::subject)) + " " +
                         std::string(record.header(header::version)));
    }
  }
  EXPECT_EQ(versions, (std::vector<std::string>{"patient/asha 1", "patient/asha 2", "patient/asha 3",
                                                "patient/vikram 1", "patient/asha 4"}));
}

TEST_F(OwnerTest, DecidesOnWhatWasDecidedBeforeAndNotYetReadBack) {
  given_an_owner();
  for (int i = 1; i <= 5; ++i) submit(take("patient" + std::to_string(i)));
  settle();
  ASSERT_EQ(answers.size(), 5U);
  EXPECT_EQ(answers[2].payload, "1 patient3 3");
  EXPECT_EQ(answers[2].confirmed_events, 3U);
  EXPECT_EQ(answers[3].refusal, "full");
  EXPECT_EQ(answers[4].refusal, "full");
}

TEST_F(OwnerTest, AsksForOneEndOffsetPerBatchOfRefusals) {
  given_an_owner();
  for (int i = 0; i < 100; ++i) submit(give_back("nobody"));
  settle();
  ASSERT_EQ(answers.size(), 100U);
  EXPECT_EQ(answers[99].refusal, "no_ticket");
  EXPECT_EQ(log.end_offsets_asked, 1);
}

TEST_F(OwnerTest, NeedsNoEndOffsetWhenALaterRecordProvesTheRefusal) {
  given_an_owner();
  submit(give_back("nobody"));
  submit(take("asha"));
  settle();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].refusal, "no_ticket");
  EXPECT_EQ(answers[1].outcome, Outcome::accepted);
  EXPECT_EQ(log.end_offsets_asked, 0);
}

TEST_F(OwnerTest, HoldsARefusalBackWhileTheLogCannotSayWhereItEnds) {
  given_an_owner();
  log.answers_end_offset = false;
  submit(give_back("nobody"));
  settle(1s);
  EXPECT_TRUE(answers.empty());
  log.answers_end_offset = true;
  settle();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].refusal, "no_ticket");
}

TEST_F(OwnerTest, DropsWhenTheLogCannotSayForTooLongWhereItEnds) {
  given_an_owner();
  log.answers_end_offset = false;
  submit(give_back("nobody"));
  settle(6s);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].outcome, Outcome::unavailable);
  EXPECT_EQ(seen.drops.size(), 1U);
}

TEST_F(OwnerTest, AnswersASuccessThatChangesNothing) {
  given_an_owner();
  const Answered& answer = when(open_again());
  EXPECT_EQ(answer.outcome, Outcome::nothing);
  EXPECT_EQ(answer.next_offset, 1);
  EXPECT_EQ(log.appended, 1) << "only the start of the term";
}

TEST_F(OwnerTest, RepeatsTheAnswerOfAKeyedCommand) {
  given_an_owner();
  when(take("asha", 7), key("k1"));
  when(give_back("asha"));
  const Answered& again = when(take("asha", 7), key("k1"));
  EXPECT_EQ(again.outcome, Outcome::accepted);
  EXPECT_EQ(again.payload, "7 asha 1");
  EXPECT_EQ(decided, 2);
}

TEST_F(OwnerTest, RepeatsTheAnswerAlsoWhileTheFirstIsOnItsWay) {
  given_an_owner();
  submit(take("asha", 7), key("k1"));
  submit(take("asha", 7), key("k1"));
  settle();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[1].payload, "7 asha 1");
  EXPECT_EQ(decided, 1);
}

TEST_F(OwnerTest, RepeatsARefusalAlthoughItIsNoLongerTrue) {
  given_an_owner();
  when(give_back("asha"), key("k1"));
  when(take("asha"));
  EXPECT_EQ(when(give_back("asha"), key("k1")).refusal, "no_ticket");
  EXPECT_EQ(records()[1].value, R"({"outcome":"refused","refusal":"no_ticket"})");
}

TEST_F(OwnerTest, RemembersKeysThroughTheLog) {
  given_an_owner();
  when(take("asha", 7), key("accepted"));
  when(give_back("nobody"), key("refused"));
  when(open_again(), key("nothing"));
  owner.reset();
  given_an_owner();
  EXPECT_EQ(when(take("asha", 7), key("accepted")).payload, "7 asha 1");
  EXPECT_EQ(when(give_back("nobody"), key("refused")).refusal, "no_ticket");
  EXPECT_EQ(when(open_again(), key("nothing")).outcome, Outcome::nothing);
  EXPECT_EQ(when(take("vikram"), key("accepted", "other content")).outcome, Outcome::key_reused);
  EXPECT_EQ(decided, 3);
}

TEST_F(OwnerTest, LeavesNothingOfACommandThatIsOutdated) {
  given_an_owner();
  const int before = log.appended;
  Command outdated = command(take("asha", 7), key("k1"));
  outdated.decide = [](const Fold&, Instant) { return Outdated{}; };
  owner->submit(std::move(outdated));
  settle();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].outcome, Outcome::unavailable);
  EXPECT_EQ(log.appended, before);
  EXPECT_EQ(when(take("asha", 7), key("k1")).outcome, Outcome::accepted) << "its key is free for the retry";
}

TEST_F(OwnerTest, RefusesAKeyThatIsInFlightWithOtherContent) {
  given_an_owner();
  submit(take("asha"), key("k1", "one"));
  submit(take("vikram"), key("k1", "two"));
  settle();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].outcome, Outcome::accepted);
  EXPECT_EQ(answers[1].outcome, Outcome::key_reused);
}

TEST_F(OwnerTest, ForgetsAKeyAfterTheWindow) {
  options.dedupe_window = 1h;
  given_an_owner();
  when(give_back("asha"), key("k1"));
  settle(59min);
  when(give_back("asha"), key("k1"));
  EXPECT_EQ(decided, 1);
  settle(1min);
  when(give_back("asha"), key("k1"));
  EXPECT_EQ(decided, 2);
}

TEST_F(OwnerTest, ReplaysBeforeItServes) {
  given_an_owner();
  when(take("asha"));
  when(take("vikram"));
  owner.reset();
  given_an_owner();
  EXPECT_EQ(seen.replays, (std::vector<std::int64_t>{0, 2}));
  EXPECT_EQ(when(take("asha")).refusal, "already_has_ticket");
  EXPECT_EQ(when(take("meera")).payload, "1 meera 3");
}

TEST_F(OwnerTest, AnswersUnavailableWhenAnAppendEndsUnknownAndTakesTheUnitAgain) {
  given_an_owner();
  log.loses_appends = true;
  EXPECT_EQ(when(take("asha")).outcome, Outcome::unavailable);
  EXPECT_FALSE(owner->serving());
  log.loses_appends = false;
  ASSERT_TRUE(scheduler.run_until([&] { return owner->serving(); }));
  EXPECT_EQ(group.asked, 1);
  EXPECT_EQ(when(take("asha")).payload, "1 asha 1") << "the speculative state was forgotten";
}

TEST_F(OwnerTest, DropsWhenAnOwnRecordIsVoid) {
  given_an_owner();
  log.skips_next_append = true;
  submit(take("asha"));
  submit(take("vikram"));
  settle(10ms);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].outcome, Outcome::unavailable);
  EXPECT_EQ(answers[1].outcome, Outcome::unavailable);
  EXPECT_EQ(seen.void_records, 1);
}

TEST_F(OwnerTest, DropsWhenAReadBackIsOverdue) {
  given_an_owner();
  log.delivers = false;
  submit(take("asha"));
  settle(4900ms);
  EXPECT_TRUE(answers.empty());
  settle(400ms);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].outcome, Outcome::unavailable);
  log.delivers = true;
  settle(7s);
  EXPECT_EQ(when(take("asha")).refusal, "already_has_ticket") << "the record had reached the log";
}

TEST_F(OwnerTest, ADeposedOwnerAnswersUnavailableAndAsksBeforeItRetakes) {
  given_an_owner();
  group.assigned = false;
  auto other = make_owner();
  submit(take("asha"));
  other->take();
  settle();
  EXPECT_TRUE(other->serving());
  EXPECT_FALSE(owner->serving());
  EXPECT_EQ(group.asked, 1);
  EXPECT_EQ(when(take("vikram")).outcome, Outcome::unavailable);
  settle(1min);
  EXPECT_TRUE(other->serving());
  other.reset();
  group.assigned = true;
  owner->take();
  settle();
  EXPECT_TRUE(owner->serving());
}

TEST_F(OwnerTest, StartsAnotherTermWhenItsFirstIsLost) {
  log.skips_next_append = true;
  owner = make_owner();
  owner->take();
  settle(4s);
  EXPECT_FALSE(owner->serving());
  settle(3s);
  EXPECT_TRUE(owner->serving());
}

TEST_F(OwnerTest, LetsCommandsWaitAMomentWhileItTakesTheUnit) {
  owner = make_owner();
  owner->take();
  submit(take("asha"));
  settle();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].outcome, Outcome::accepted);
}

TEST_F(OwnerTest, TurnsCommandsAwayThatWaitedTooLongToBeDecided) {
  log.skips_next_append = true;
  owner = make_owner();
  owner->take();
  submit(take("asha"));
  settle(2900ms);
  EXPECT_TRUE(answers.empty());
  settle(400ms);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].outcome, Outcome::unavailable);
}

TEST_F(OwnerTest, TurnsCommandsAwayBeyondItsLimit) {
  options.pending_max = 2;
  given_an_owner();
  for (int i = 0; i < 3; ++i) submit(open_again());
  EXPECT_EQ(owner->pending(), 2U);
  settle();
  ASSERT_EQ(answers.size(), 3U);
  int unavailable = 0;
  for (const Answered& answer : answers) unavailable += answer.outcome == Outcome::unavailable ? 1 : 0;
  EXPECT_EQ(unavailable, 1);
}

TEST_F(OwnerTest, TurnsCommandsAwayBeforeItIsToldToTake) {
  owner = make_owner();
  EXPECT_EQ(when(take("asha")).outcome, Outcome::unavailable);
}

TEST_F(OwnerTest, StopsForGoodWhenTheChainIsBroken) {
  given_an_owner();
  const auto start = records().front();
  event_log::NewRecord forged{"clinic",
                              "1 asha 1",
                              {{header::type, "TicketIssued"},
                               {header::term, std::string(start.header(header::id))},
                               {header::number, "1"},
                               {header::previous_hash, "of another log"}}};
  log.open_appender(unit)->append(std::move(forged), [](auto, auto) {});
  settle(20s);
  EXPECT_EQ(seen.breaks.size(), 1U);
  EXPECT_FALSE(owner->serving());
  EXPECT_EQ(when(take("asha")).outcome, Outcome::unavailable);
  owner->take();
  settle(20s);
  EXPECT_FALSE(owner->serving());
}

TEST_F(OwnerTest, StopsForGoodAtAnAcceptedRecordThatCannotBeFolded) {
  given_an_owner();
  const auto start = records().front();
  Position position;
  accept(position, start);
  event_log::NewRecord unreadable{"k1",
                                  "{}",
                                  {{header::type, "CommandAnswered"},
                                   {header::term, position.term},
                                   {header::number, "1"},
                                   {header::command_id, "k1"},
                                   {header::previous_hash, chain_hash(position)}}};
  log.open_appender(unit)->append(std::move(unreadable), [](auto, auto) {});
  settle();
  ASSERT_EQ(seen.breaks.size(), 1U);
  EXPECT_NE(seen.breaks[0].find("CommandAnswered without an outcome"), std::string::npos) << seen.breaks[0];
}

TEST_F(OwnerTest, TakesTheUnitAgainWhenADecisionFails) {
  given_an_owner();
  Command failing = command(take("asha"));
  failing.decide = [](const Fold&, Instant) -> Decided { throw std::runtime_error("no UTF-8"); };
  owner->submit(std::move(failing));
  submit(take("vikram"));
  ASSERT_TRUE(scheduler.run_until([&] { return answers.size() == 2; }));
  EXPECT_EQ(answers[0].outcome, Outcome::unavailable);
  EXPECT_EQ(answers[1].outcome, Outcome::accepted);
  ASSERT_EQ(seen.drops.size(), 1U);
  EXPECT_NE(seen.drops[0].find("no UTF-8"), std::string::npos) << seen.drops[0];
}

TEST_F(OwnerTest, WritesWhatHasBecomeDueAtItsTick) {
  given_an_owner();
  when(take("asha"));
  when(take("vikram"));
  settle(std::chrono::milliseconds(Dispenser::expires_after_ms) + 2s);
  EXPECT_EQ(when(give_back("asha")).refusal, "no_ticket");
  const auto written = records();
  ASSERT_EQ(written.size(), 5U);
  EXPECT_EQ(written[3].header(header::type), "TicketExpired");
  EXPECT_EQ(written[3].header(header::actor), "clock");
  EXPECT_EQ(written[4].header(header::type), "TicketExpired");
}

TEST_F(OwnerTest, DecidesAtATimeThatNeverPrecedesTheLastRecord) {
  given_an_owner();
  when(take("asha"));
  executor->set_clock_error(-1h);
  when(take("vikram"));
  EXPECT_EQ(decided_at[1], decided_at[0]);
  owner.reset();
  given_an_owner();
  when(take("meera"));
  EXPECT_EQ(decided_at[2], decided_at[0]);
}

TEST_F(OwnerTest, DrainsWhatWasSubmittedAndTakesNoMore) {
  given_an_owner();
  submit(take("asha"));
  bool drained = false;
  owner->drain(1s, [&] { drained = true; });
  submit(take("vikram"));
  settle(500ms);
  EXPECT_TRUE(drained);
  ASSERT_EQ(answers.size(), 2U);
  std::vector<Outcome> outcomes{answers[0].outcome, answers[1].outcome};
  std::sort(outcomes.begin(), outcomes.end());
  EXPECT_EQ(outcomes, (std::vector<Outcome>{Outcome::accepted, Outcome::unavailable}));
}

TEST_F(OwnerTest, DrainingEndsAtItsDeadline) {
  given_an_owner();
  log.delivers = false;
  submit(take("asha"));
  bool drained = false;
  owner->drain(1s, [&] { drained = true; });
  settle(900ms);
  EXPECT_FALSE(drained);
  settle(200ms);
  EXPECT_TRUE(drained);
}

TEST_F(OwnerTest, AnswersAllThatWaitsWhenDestroyed) {
  given_an_owner();
  log.delivers = false;
  submit(take("asha"));
  settle();
  submit(take("vikram"));
  owner.reset();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].outcome, Outcome::unavailable);
  EXPECT_EQ(answers[1].outcome, Outcome::unavailable);
  settle(10s);
}

TEST_F(OwnerTest, AnAnswerMaySubmitAgain) {
  given_an_owner();
  Command first = command(take("asha"));
  first.answered = [this](const Answer&) { submit(take("vikram", 2)); };
  owner->submit(std::move(first));
  settle();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].payload, "2 vikram 2");
}

TEST_F(OwnerTest, AnAnswerMayDestroyTheOwner) {
  given_an_owner();
  Command first = command(take("asha"));
  first.answered = [this](const Answer&) { owner.reset(); };
  owner->submit(std::move(first));
  submit(take("vikram"));
  submit(open_again());
  settle();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].outcome, Outcome::unavailable);
  EXPECT_EQ(answers[1].outcome, Outcome::unavailable);
}

TEST_F(OwnerTest, BacksOffWhileItsStartsFail) {
  log.loses_appends = true;
  owner = make_owner();
  owner->take();
  settle(2min);
  EXPECT_GT(log.appended, 5);
  EXPECT_LT(log.appended, 25);
}

}  // namespace
}  // namespace frontdesk::units
