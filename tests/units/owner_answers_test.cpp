// Commands and their answers.
#include "tests/units/owner_fixture.hpp"

namespace frontdesk::units {
namespace {

using namespace std::chrono_literals;

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
  EXPECT_EQ(event.header(header::dataschema), "frontdesk:schemas/tickets/TicketIssued/v1");
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

TEST_F(OwnerTest, DecidesTheKeyedRetryOfAFailedDecisionAnew) {
  given_an_owner();
  const int before = log.appended;
  Command failing = command(take("asha", 7), key("k1"));
  failing.decide = [](const Fold&, Instant) { return Failed{}; };
  owner->submit(std::move(failing));
  settle();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].outcome, Outcome::failed);
  EXPECT_EQ(log.appended, before);
  EXPECT_EQ(when(take("asha", 7), key("k1")).outcome, Outcome::accepted);
  EXPECT_EQ(when(take("vikram"), key("k1", "other content")).outcome, Outcome::key_reused) << "now it is kept";
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

}  // namespace
}  // namespace frontdesk::units
