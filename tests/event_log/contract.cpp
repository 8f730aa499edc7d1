#include "tests/event_log/contract.hpp"

#include <thread>

namespace frontdesk::event_log {
namespace {

using namespace std::chrono_literals;

TEST_P(EventLogContract, DeliversEveryRecordInOrder) {
  Told told;
  read(unit_, 0, told);
  append_all(open_appender(unit_), "a", 500);
  const auto records = told.wait_for_records(500);
  ASSERT_EQ(records.size(), 500U);
  expect_contiguous(records, 0);
  for (int i = 0; i < 500; ++i) EXPECT_EQ(records[static_cast<std::size_t>(i)].value, numbered("a", i));
}

TEST_P(EventLogContract, AcknowledgesWithTheOffsetUnderWhichTheRecordIsRead) {
  const auto acknowledgements = write(unit_, 50);
  Told told;
  read(unit_, 0, told);
  const auto records = told.wait_for_records(50);
  ASSERT_EQ(acknowledgements.size(), 50U);
  ASSERT_EQ(records.size(), 50U);
  for (const auto& [value, outcome, offset] : acknowledgements) {
    EXPECT_EQ(outcome, AppendOutcome::durable);
    EXPECT_EQ(records.at(static_cast<std::size_t>(offset)).value, value);
  }
}

TEST_P(EventLogContract, ReadsFromTheMiddle) {
  write(unit_, 20);
  Told told;
  read(unit_, 13, told);
  const auto records = told.wait_for_records(7);
  ASSERT_EQ(records.size(), 7U);
  expect_contiguous(records, 13);
  EXPECT_EQ(records.front().value, numbered("w", 13));
}

TEST_P(EventLogContract, GoesOnWithWhatIsAppendedLater) {
  write(unit_, 3);
  Told told;
  read(unit_, 3, told);
  std::this_thread::sleep_for(50ms);
  EXPECT_TRUE(told.records().empty());
  write(unit_, 2);
  EXPECT_EQ(told.wait_for_records(2).size(), 2U);
  std::this_thread::sleep_for(300ms);
  write(unit_, 2);
  const auto records = told.wait_for_records(4);
  ASSERT_EQ(records.size(), 4U);
  expect_contiguous(records, 3);
}

TEST_P(EventLogContract, KeepsKeysValuesAndHeadersByteForByte) {
  const std::string binary("\0\xff\x00\x80 \r\n", 7);
  const NewRecord written{
      "Ключ \xF0\x9F\x90\x95",
      "{\"name\":\"Zoë\"}" + binary,
      {{"zzz", "first"}, {"ce_type", "Tested"}, {"binary", binary}, {"empty", ""}, {"actor", "Asha ✓"}}};
  const NewRecord empty{"", "", {}};
  Acknowledged acknowledged;
  const int appender = open_appender(unit_);
  append(appender, written, acknowledged);
  append(appender, empty, acknowledged);
  Told told;
  read(unit_, 0, told);
  const auto records = told.wait_for_records(2);
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].key, written.key);
  EXPECT_EQ(records[0].value, written.value);
  EXPECT_EQ(records[0].headers, written.headers);
  EXPECT_EQ(records[0].header("binary"), binary);
  EXPECT_EQ(records[1].key, "");
  EXPECT_EQ(records[1].value, "");
  EXPECT_TRUE(records[1].headers.empty());
}

TEST_P(EventLogContract, KeepsTheOrderOfEachOfTwoAppenders) {
  const int a = open_appender(unit_);
  const int b = open_appender(unit_);
  Acknowledged acknowledged;
  for (int i = 0; i < 100; ++i) {
    append(a, record_of(numbered("a", i)), acknowledged);
    append(b, record_of(numbered("b", i)), acknowledged);
  }
  ASSERT_EQ(acknowledged.wait_for(200).size(), 200U);
  Told told;
  read(unit_, 0, told);
  const auto records = told.wait_for_records(200);
  ASSERT_EQ(records.size(), 200U);
  expect_contiguous(records, 0);
  std::map<char, int> next;
  for (const auto& record : records) {
    const char writer = record.value.front();
    EXPECT_EQ(record.value, numbered(std::string(1, writer), next[writer]++));
  }
}

TEST_P(EventLogContract, KeepsUnitsApart) {
  const UnitId other = under_test_->fresh_unit();
  Told told;
  Told told_of_other;
  read(unit_, 0, told);
  read(other, 0, told_of_other);
  append_all(open_appender(unit_), "here", 5);
  append_all(open_appender(other), "there", 3);
  EXPECT_EQ(told.wait_for_records(5).size(), 5U);
  const auto records = told_of_other.wait_for_records(3);
  ASSERT_EQ(records.size(), 3U);
  for (const auto& record : records) EXPECT_EQ(record.value.substr(0, 5), "there");
  EXPECT_EQ(end_offset(unit_), 5);
  EXPECT_EQ(end_offset(other), 3);
}

TEST_P(EventLogContract, SaysThatAnEmptyUnitEndsAtZero) { EXPECT_EQ(end_offset(unit_), 0); }

TEST_P(EventLogContract, NeverSaysAnEndBeforeWhatWasDurableWhenAsked) {
  const int appender = open_appender(unit_);
  for (int round = 1; round <= 20; ++round) {
    append_all(appender, "a", 1);
    EXPECT_EQ(end_offset(unit_), round);
  }
}

TEST_P(EventLogContract, AnswersManyQuestionsForTheEndAtOnce) {
  const UnitId other = under_test_->fresh_unit();
  write(unit_, 4);
  std::promise<void> all;
  int answered = 0;
  std::vector<std::pair<UnitId, std::optional<std::int64_t>>> answers;
  on_executor([&] {
    for (int i = 0; i < 100; ++i) {
      const UnitId& unit = i % 2 == 0 ? unit_ : other;
      under_test_->log().end_offset(unit, [&, unit](auto offset) {
        answers.emplace_back(unit, offset);
        if (++answered == 100) all.set_value();
      });
    }
  });
  ASSERT_EQ(all.get_future().wait_for(patience), std::future_status::ready);
  for (const auto& [unit, offset] : answers) EXPECT_EQ(offset, unit == unit_ ? 4 : 0);
}

TEST_P(EventLogContract, NeverCallsBackADestroyedTail) {
  Told closed;
  Told open;
  const int tail = read(unit_, 0, closed);
  read(unit_, 0, open);
  const int appender = open_appender(unit_);
  append_all(appender, "a", 10);
  closed.wait_for_records(10);
  close_tail(tail);
  append_all(appender, "b", 10);
  EXPECT_EQ(open.wait_for_records(20).size(), 20U);
  EXPECT_EQ(closed.records().size(), 10U);
}

TEST_P(EventLogContract, LetsATailEndInItsOwnCallback) {
  write(unit_, 5);
  std::promise<void> called;
  int calls = 0;
  std::unique_ptr<Tail> tail;
  on_executor([&] {
    tail = under_test_->log().read_from(
        unit_, 0,
        [&](const std::vector<Record>& /*records*/) {
          tail.reset();
          if (++calls == 1) called.set_value();
        },
        [](TailError, const std::string&) {});
  });
  ASSERT_EQ(called.get_future().wait_for(patience), std::future_status::ready);
  write(unit_, 5);
  std::this_thread::sleep_for(200ms);
  on_executor([] {});
  EXPECT_EQ(calls, 1);
}

TEST_P(EventLogContract, GivesANewTailNothingOfAnOldOne) {
  const int appender = open_appender(unit_);
  Acknowledged acknowledged;
  int written = 0;
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 30; ++i) append(appender, record_of(numbered("a", written++)), acknowledged);
    const std::int64_t from = round * 7;
    Told told;
    const int tail = read(unit_, from, told);
    const auto count = static_cast<std::size_t>(written - from);
    const auto records = told.wait_for_records(round % 2 == 0 ? count : 1);
    ASSERT_FALSE(records.empty());
    expect_contiguous(records, from);
    close_tail(tail);
  }
}

TEST_P(EventLogContract, ServesSeveralTailsOfOneUnit) {
  write(unit_, 10);
  Told first;
  Told second;
  Told third;
  read(unit_, 0, first);
  read(unit_, 4, second);
  read(unit_, 10, third);
  write(unit_, 2);
  expect_contiguous(first.wait_for_records(12), 0);
  expect_contiguous(second.wait_for_records(8), 4);
  expect_contiguous(third.wait_for_records(2), 10);
  EXPECT_EQ(first.records().size(), 12U);
  EXPECT_EQ(second.records().size(), 8U);
  EXPECT_EQ(third.records().size(), 2U);
}

TEST_P(EventLogContract, RefusesAnOffsetBehindTheEnd) {
  write(unit_, 3);
  Told told;
  read(unit_, 4, told);
  EXPECT_EQ(told.wait_for_an_error(), std::vector{TailError::offset_out_of_range});
  write(unit_, 3);
  std::this_thread::sleep_for(300ms);
  EXPECT_TRUE(told.records().empty()) << "reading has stopped";
  EXPECT_EQ(told.wait_for_an_error().size(), 1U) << "said once";
}

TEST_P(EventLogContract, RefusesANegativeOffset) {
  write(unit_, 3);
  for (const std::int64_t offset : {-1, -2, -1000}) {
    Told told;
    const int tail = read(unit_, offset, told);
    EXPECT_EQ(told.wait_for_an_error(), std::vector{TailError::offset_out_of_range}) << offset;
    EXPECT_TRUE(told.records().empty()) << offset;
    close_tail(tail);
  }
}

TEST_P(EventLogContract, NeverCallsBackADestroyedAppender) {
  Acknowledged acknowledged;
  on_executor([&] {
    const auto appender = under_test_->log().open_appender(unit_);
    for (int i = 0; i < 100; ++i) appender->append(record_of(numbered("a", i)), acknowledged.done("a"));
  });
  const int other = open_appender(unit_);
  const auto late = open_appender(unit_);
  append_all(late, "warm", 1);
  on_executor([&] {
    for (int i = 0; i < 100; ++i) open_.appenders.at(late)->append(record_of("late"), acknowledged.done("late"));
    open_.appenders.erase(late);
  });
  append_all(other, "b", 10);
  std::this_thread::sleep_for(200ms);
  EXPECT_EQ(acknowledged.count(), 0U);
}

TEST_P(EventLogContract, NeverCallsBackInsideACall) {
  const int appender = open_appender(unit_);
  append_all(appender, "warm", 1);
  int inside = 0;
  int after = 0;
  std::promise<void> all;
  const auto count = [&](bool calling) {
    ++(calling ? inside : after);
    if (inside + after == 3) all.set_value();
  };
  std::unique_ptr<Tail> tail;
  on_executor([&] {
    bool calling = true;
    auto flag = std::make_shared<bool*>(&calling);
    const auto now = [flag] { return *flag != nullptr && **flag; };
    auto& log = under_test_->log();
    open_.appenders.at(appender)->append(record_of("a"), [&, now](auto, auto) { count(now()); });
    log.end_offset(unit_, [&, now](auto) { count(now()); });
    tail = log.read_from(
        unit_, -5, [](auto) {}, [&, now](auto, const auto&) { count(now()); });
    *flag = nullptr;
  });
  ASSERT_EQ(all.get_future().wait_for(patience), std::future_status::ready);
  on_executor([&] { tail.reset(); });
  EXPECT_EQ(inside, 0);
}

TEST_P(EventLogContract, DeliversALongLogInBoundedBatches) {
  write(unit_, 5000);
  Told told;
  read(unit_, 0, told);
  const auto records = told.wait_for_records(5000);
  ASSERT_EQ(records.size(), 5000U);
  expect_contiguous(records, 0);
  EXPECT_LE(told.largest_batch(), 1000U);
}

}  // namespace
}  // namespace frontdesk::event_log
