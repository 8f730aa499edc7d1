// What is told of the log, to whom, in which order and when.
#include "tests/gateway/gateway_fixture.hpp"

#include "events/clinic_queue_samples.hpp"

namespace frontdesk::realtime_gateway {
namespace {

using namespace std::chrono_literals;

TEST_F(GatewayTest, TellsOnlyWhatIsProjected) {
  const auto watcher = joined("watcher");
  const std::int64_t next = writer->write(issued(), now);
  loop.run();
  EXPECT_TRUE(watcher->received.empty());
  project(next - 1);
  EXPECT_TRUE(watcher->received.empty());
  project(next);
  EXPECT_EQ(watcher->texts(), Texts{status()});
}

TEST_F(GatewayTest, TellsFormerPatientThenCalledPatientThenTheRoom) {
  const auto asha = joined("asha");
  const auto asha_elsewhere = connect("asha", "s2");
  const auto ben = connect("ben");
  const auto stranger = connect("stranger");
  project(writer->write(called(), now));
  const std::string at = to_iso8601(now);
  const std::string to_asha = "queue:your_token_called " + token_json(token_id, "asha", 2, "CALLED", at, "", "");
  EXPECT_EQ(asha->texts(), (Texts{to_asha, status()}));
  EXPECT_EQ(asha_elsewhere->texts(), Texts{to_asha});
  EXPECT_EQ(ben->texts(), Texts{"queue:your_token_completed " + token_json("t1", "ben", 1, "COMPLETED", at, at, "")});
  EXPECT_TRUE(stranger->received.empty());
}

TEST_F(GatewayTest, TellsThePatientOfASkipAndOfACompletion) {
  const auto asha = connect("asha");
  tokens.others["called"] = token_of("asha", 3, now);
  writer->write(events::TokenSkipped{{queue_id}, {"c"}, {token_id}, {"asha"}, now, {"staff"}}, now);
  project(writer->write(events::TokenCompleted{{queue_id}, {"c"}, {"called"}, {"asha"}, now, {"staff"}}, now));
  const std::string at = to_iso8601(now);
  EXPECT_EQ(asha->texts(),
            (Texts{"queue:your_token_skipped " + token_json(token_id, "asha", 2, "SKIPPED", "", "", at),
                   "queue:your_token_completed " + token_json("called", "asha", 3, "COMPLETED", at, at, "")}));
}

TEST_F(GatewayTest, TellsThePatientOfAStartAndThenTheRoom) {
  const auto asha = connect("asha");
  const auto watcher = joined("watcher");
  tokens.row.called_at = now;
  project(writer->write(events::TokenStarted{{queue_id}, {"c"}, {token_id}, {"asha"}, now, {"staff"}}, now));
  EXPECT_EQ(asha->texts(), Texts{"queue:your_token_started " +
                                 token_json(token_id, "asha", 2, "IN_PROGRESS", to_iso8601(now), "", "")});
  EXPECT_EQ(watcher->texts(), Texts{status()});
}

TEST_F(GatewayTest, TellsEachPatientWhoseNumberChanged) {
  const auto ben = connect("ben");
  const auto asha = joined("asha");
  project(
      writer->write(events::TokenReturned{{queue_id}, {"c"}, {token_id}, {"asha"}, {{{"t3"}, {"ben"}, 2}}, now}, now));
  EXPECT_EQ(ben->texts(), Texts{"queue:your_token_updated " +
                                token_json("t3", "ben", 2, "WAITING", "", "", "", R"(,"patient":{"id":"ben"})")});
  EXPECT_EQ(asha->texts(), Texts{status()});
}

TEST_F(GatewayTest, TellsWhatAnEventMadeOfATokenThoughItHasGoneOn) {
  const auto asha = connect("asha");
  auto& row = tokens.row;
  row.status = "SKIPPED";
  row.called_at = row.skipped_at = Instant{now.ms + 1};
  project(writer->write(called(), now));
  EXPECT_EQ(asha->texts(),
            Texts{"queue:your_token_called " + token_json(token_id, "asha", 2, "CALLED", to_iso8601(now), "", "")});
}

TEST_F(GatewayTest, TellsNothingOfATokenThatHasGone) {
  const auto ben = connect("ben");
  tokens.reading.outcome = RowReading::Outcome::unknown;
  const events::TokenReturned returned{{queue_id}, {"c"}, {token_id}, {"asha"}, {{{"t3"}, {"ben"}, 2}}, now};
  project(writer->write(returned, now));
  EXPECT_TRUE(ben->received.empty());
  tokens.reading.outcome = RowReading::Outcome::found;
  project(writer->write(returned, now));
  EXPECT_EQ(ben->received.size(), 1u) << "and holds up nothing";
}

TEST_F(GatewayTest, ReadsNoTokenOfAPatientWhoIsNotThere) {
  const auto watcher = joined("watcher");
  project(writer->write(called(), now));
  EXPECT_EQ(tokens.reads, 0);
  EXPECT_EQ(watcher->texts(), Texts{status()});
}

TEST_F(GatewayTest, ReadsTheTokensOfARoundAtOnce) {
  const auto asha = connect("asha");
  const auto ben = connect("ben");
  for (int i = 0; i < 8; ++i) writer->write(called(), now);
  project(writer->write(called(), now));
  EXPECT_EQ(tokens.reads, 1);
  EXPECT_EQ(asha->received.size(), 9u);
  EXPECT_EQ(ben->received.size(), 9u);
}

TEST_F(GatewayTest, TellsInTheOrderOfTheLogWhateverIsRead) {
  const auto asha = joined("asha");
  tokens.delayed = true;
  project(writer->write(called(), now));
  project(writer->write(events::TokenSkipped{{queue_id}, {"c"}, {token_id}, {"asha"}, now, {"staff"}}, now));
  auto reads = std::exchange(tokens.waiting, {});
  ASSERT_EQ(reads.size(), 2u);
  reads[1]();
  loop.run();
  EXPECT_TRUE(asha->received.empty()) << "neither the skip nor the room's update goes before the call";
  reads[0]();
  loop.run();
  ASSERT_EQ(asha->received.size(), 4u);
  EXPECT_TRUE(asha->texts()[0].starts_with("queue:your_token_called"));
  EXPECT_TRUE(asha->texts()[1].starts_with("queue:your_token_skipped"));
  EXPECT_EQ(asha->texts()[2], status());
  EXPECT_EQ(asha->texts()[3], status());
}

TEST_F(GatewayTest, AsksAgainForATokenWhenTheStoresDidNotAnswer) {
  const auto asha = joined("asha");
  tokens.reading.outcome = RowReading::Outcome::unavailable;
  project(writer->write(called(), now));
  EXPECT_TRUE(asha->received.empty());
  tokens.reading.outcome = RowReading::Outcome::found;
  gateway->sweep();
  loop.run();
  ASSERT_EQ(asha->received.size(), 2u);
  EXPECT_TRUE(asha->texts()[0].starts_with("queue:your_token_called"));
  EXPECT_EQ(asha->texts()[1], status());
}

TEST_F(GatewayTest, TellsNoNewsOfHalfAMinuteAgoWhenTheStoresAreBack) {
  const auto asha = joined("asha");
  tokens.reading.outcome = RowReading::Outcome::unavailable;
  project(writer->write(called(), now));
  loop.advance(31s);
  gateway->sweep();
  loop.run();
  EXPECT_EQ(asha->texts(), Texts{status()});
}

TEST_F(GatewayTest, SaysActiveOnlyWhenItIsNotOrIsAgain) {
  const auto watcher = joined("watcher");
  queues.row.is_active = false;
  project(writer->write(events::QueueDeactivated{{queue_id}, {"c"}, {"staff"}, now}, now));
  queues.row.is_active = true;
  project(writer->write(events::QueueReactivated{{queue_id}, {"c"}, {"staff"}, now}, now));
  project(writer->write(issued(), now));
  EXPECT_EQ(watcher->texts(), (Texts{status(R"(,"isActive":false)"), status(R"(,"isActive":true)"), status()}));
}

TEST_F(GatewayTest, SeveralChangesProjectedTogetherShareOneUpdate) {
  const auto watcher = joined("watcher");
  const int reads = queues.reads;
  for (int i = 0; i < 9; ++i) writer->write(issued(), now);
  project(writer->write(issued(), now));
  EXPECT_EQ(watcher->texts(), Texts{status()});
  EXPECT_EQ(queues.reads, reads + 1);
}

TEST_F(GatewayTest, AChangeDuringAReadThatDoesNotShowItGetsAnUpdateOfItsOwn) {
  const auto watcher = joined("watcher");
  queues.delayed = true;
  const std::int64_t first = writer->write(issued(), now);
  project(first);
  ASSERT_EQ(queues.waiting.size(), 1u);
  project(writer->write(issued(), now));
  EXPECT_EQ(queues.waiting.size(), 1u) << "two reads of one queue at once could overtake each other";
  queues.reading.position = first;
  queues.answer();
  loop.run();
  queues.answer();
  EXPECT_EQ(watcher->received.size(), 2u);
}

TEST_F(GatewayTest, AChangeThatTheReadUnderWayShowsAlreadyIsNotToldAgain) {
  const auto watcher = joined("watcher");
  queues.delayed = true;
  project(writer->write(issued(), now));
  project(writer->write(issued(), now));
  queues.answer();
  loop.run();
  EXPECT_TRUE(queues.waiting.empty());
  EXPECT_EQ(watcher->texts(), Texts{status()});
}

TEST_F(GatewayTest, WhoJoinsDuringAReadGetsALaterOne) {
  const auto watcher = joined("watcher");
  queues.delayed = true;
  project(writer->write(issued(), now));
  const auto late = connect("late");
  send(late, "join-queue", {text(queue_id)});
  queues.answer();
  loop.run();
  EXPECT_EQ(queues.waiting.size(), 1u);
  queues.answer();
  EXPECT_EQ(late->texts().back(), status());
}

TEST_F(GatewayTest, AStateAheadOfWhatWasHeardWaitsForThePatientsEvent) {
  const auto asha = joined("asha");
  queues.delayed = true;
  project(writer->write(issued(), now));
  const std::int64_t next = writer->write(called(), now);
  loop.run();
  queues.reading.position = next;  // the cache shows the call already, its announcement is still on the way
  queues.answer();
  loop.run();
  EXPECT_TRUE(asha->received.empty());
  queues.delayed = false;
  project(next);
  ASSERT_GE(asha->received.size(), 2u);
  EXPECT_TRUE(asha->texts()[0].starts_with("queue:your_token_called"));
  EXPECT_EQ(asha->texts()[1], status());
}

TEST_F(GatewayTest, DoesNotHoldAStateForEver) {
  const auto watcher = joined("watcher");
  project(writer->write(issued(), now));
  watcher->received.clear();
  queues.delayed = true;
  project(writer->write(issued(), now));
  queues.reading.position += 5;
  queues.answer();
  loop.advance(2500ms);
  gateway->sweep();
  EXPECT_EQ(watcher->texts(), Texts{status()});
}

TEST_F(GatewayTest, AQueueThatNobodyWatchesIsNotRead) {
  const int reads = queues.reads;
  project(writer->write(issued(), now));
  EXPECT_EQ(queues.reads, reads);
}

TEST_F(GatewayTest, AsksAgainWhenTheStoresDidNotAnswer) {
  const auto watcher = joined("watcher");
  queues.reading.outcome = RowReading::Outcome::unavailable;
  project(writer->write(issued(), now));
  EXPECT_TRUE(watcher->received.empty());
  queues.reading.outcome = RowReading::Outcome::found;
  gateway->sweep();
  loop.run();
  EXPECT_EQ(watcher->texts(), Texts{status()});
}

TEST_F(GatewayTest, WhenTheProjectionLagsPatientsHearAfterTwoSecondsAndTheRoomWhenItShows) {
  const auto asha = joined("asha");
  const std::int64_t next = writer->write(called(), now);
  loop.run();
  loop.advance(1900ms);
  gateway->sweep();
  EXPECT_TRUE(asha->received.empty());
  loop.advance(200ms);
  gateway->sweep();
  loop.run();
  ASSERT_EQ(asha->received.size(), 1u);
  EXPECT_TRUE(asha->texts()[0].starts_with("queue:your_token_called"));
  project(next);
  EXPECT_EQ(asha->received.size(), 2u);
  EXPECT_EQ(asha->texts()[1], status());
}

TEST_F(GatewayTest, WhenNotEvenTheTokenIsProjectedItsPatientHearsOnceItIs) {
  const auto asha = joined("asha");
  tokens.reading.outcome = RowReading::Outcome::unknown;
  const std::int64_t first = writer->write(called(), now);
  writer->write(events::TokenSkipped{{queue_id}, {"c"}, {token_id}, {"asha"}, now, {"staff"}}, now);
  loop.run();
  loop.advance(2100ms);
  gateway->sweep();
  loop.run();
  EXPECT_TRUE(asha->received.empty());
  tokens.reading.outcome = RowReading::Outcome::found;
  project(first);
  ASSERT_EQ(asha->received.size(), 2u);
  EXPECT_TRUE(asha->texts()[0].starts_with("queue:your_token_called"));
  EXPECT_EQ(asha->texts()[1], status());
  project(first + 1);
  ASSERT_EQ(asha->received.size(), 4u);
  EXPECT_TRUE(asha->texts()[2].starts_with("queue:your_token_skipped"));
}

TEST_F(GatewayTest, ALaggingUnitHoldsUpNoOther) {
  std::string other_queue = "queue";
  for (int i = 0; topics.events_unit(other_queue) == unit; ++i) other_queue = "queue-" + std::to_string(i);
  UnitWriter other(*log, topics.events_unit(other_queue));
  const auto asha = connect("asha");
  writer->write(called(), now);
  const std::int64_t next =
      other.write(events::TokenSkipped{{other_queue}, {"c"}, {"t9"}, {"asha"}, now, {"staff"}}, now);
  loop.run();
  positions.advance(topics.events_unit(other_queue), next);
  loop.run();
  ASSERT_EQ(asha->received.size(), 1u);
  EXPECT_TRUE(asha->texts()[0].starts_with("queue:your_token_skipped"));
}

TEST_F(GatewayTest, AProjectionThatStartsOverAnnouncesNothingTwice) {
  const auto watcher = joined("watcher");
  const std::int64_t next = writer->write(issued(), now);
  project(next);
  watcher->received.clear();
  project(1);
  project(next);
  EXPECT_TRUE(watcher->received.empty());
}

// An event that a listener has no place for is not told, and no compiler says so: these are meant.
TEST_F(GatewayTest, TellsOfEveryEventButThese) {
  const std::string queue_of_samples = "00000002-0000-4000-8000-000000000002";
  unit = topics.events_unit(queue_of_samples);
  writer = std::make_unique<UnitWriter>(*log, unit);
  const auto patient = connect("00000005-0000-4000-8000-000000000005");
  const auto watcher = connect("ben");
  send(watcher, "join-queue", {text(queue_of_samples)});
  std::vector<std::string> untold;
  for (const auto& sample : events::samples) {
    patient->received.clear();
    watcher->received.clear();
    project(writer->write(std::string(sample.type), std::string(sample.json), now));
    if (patient->received.empty() && watcher->received.empty()) untold.emplace_back(sample.type);
  }
  EXPECT_EQ(untold, (Texts{"ClinicChanged", "ClinicCreated", "PlaceClaimed", "QueueOpened"}));
}

TEST_F(GatewayTest, VoidRecordsAreNotTold) {
  const auto asha = connect("asha");
  writer->write_void("TokenCalled", encode(events::Event(called())), now);
  project(writer->write(issued(), now));
  EXPECT_TRUE(asha->received.empty());
  EXPECT_TRUE(gateway->ready());
}

TEST_F(GatewayTest, ABrokenChainStopsItsUnitAndReadiness) {
  const auto asha = connect("asha");
  project(writer->write(called(), now));
  EXPECT_EQ(asha->received.size(), 1u);
  EXPECT_TRUE(gateway->ready());
  project(writer->write_broken("TokenCalled", encode(events::Event(called())), now));
  project(writer->write(called(), now));
  EXPECT_EQ(asha->received.size(), 1u);
  EXPECT_FALSE(gateway->ready());
}

TEST_F(GatewayTest, AMalformedEventHoldsUpNobody) {
  const auto asha = connect("asha");
  writer->write("TokenCalled", "{}", now);
  writer->write("CommandAnswered", "{}", now);
  project(writer->write(called(), now));
  EXPECT_EQ(asha->received.size(), 1u);
}

TEST_F(GatewayTest, EventsFromLongBeforeTheStartAreNotTold) {
  LogStream::Options options;
  options.not_before = now;
  stream = std::make_unique<LogStream>(*log, positions, loop, *gateway, options);
  stream->start({{unit, {}}});
  gateway->follow(*stream, positions);
  const auto asha = connect("asha");
  writer->write(called(), {now.ms - 1});
  project(writer->write(called(), now));
  EXPECT_EQ(asha->received.size(), 1u);
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
