// Taking, losing and leaving a unit.
#include "tests/units/owner_fixture.hpp"

namespace frontdesk::units {
namespace {

using namespace std::chrono_literals;

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
