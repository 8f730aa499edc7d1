// A history grows backwards from the log: it finds what was accepted, and nothing else.
#include "realtime-gateway/recovery/histories.hpp"

#include <gtest/gtest.h>

#include <random>

#include "platform/event_log/memory.hpp"
#include "realtime-gateway/recovery/log_generation.hpp"
#include "tests/gateway/manual_loop.hpp"
#include "tests/gateway/unit_writer.hpp"

namespace frontdesk::realtime_gateway {
namespace {

using namespace std::chrono_literals;
using Outcome = Histories::Outcome;

struct GrowingHistory : testing::Test {
  ManualLoop loop;
  event_log::Topics topics{2, 1};
  std::shared_ptr<event_log::EventLog> log = event_log::make_memory_log(loop);
  const event_log::UnitId unit{event_log::events_topic, 0};
  UnitWriter writer{*log, unit};
  std::unique_ptr<Histories> histories;
  Histories::Limits limits;
  int written = 0;

  std::string next_name() { return '"' + std::to_string(written++) + '"'; }
  std::int64_t write() { return writer.write("Said", next_name(), {}); }

  // Every event is told to one room, by its payload.
  static std::vector<ToldPush> pushes_of(std::string_view, int, std::string_view payload) {
    return {{"r", "said", std::make_shared<PushContent>(std::string(payload))}};
  }
  // As it is read forwards: where a stream that begins at `offset` stands, and what was accepted up to there.
  std::pair<units::Position, std::vector<std::string>> read_to(std::int64_t offset) {
    units::Position position;
    std::vector<std::string> accepted;
    const auto tail = log->read_from(
        unit, 0,
        [&](const std::vector<event_log::Record>& records) {
          for (const auto& record : records) {
            if (record.offset >= offset) return;
            const bool counts = units::accept(position, record) == units::Verdict::accepted;
            if (counts && record.header("ce_type") != "CommandAnswered") accepted.push_back(record.value);
          }
        },
        [](event_log::TailError, const std::string& detail) { ADD_FAILURE() << detail; });
    loop.run();
    return {position, accepted};
  }
  void begin_at(std::int64_t offset) {
    std::map<event_log::UnitId, units::Position> start;
    for (const auto& each : topics.all_units()) start[each] = {};
    start[unit] = read_to(offset).first;
    histories = std::make_unique<Histories>(*log, loop, topics, start, pushes_of, limits);
  }
  std::optional<Outcome> reach_back(std::int64_t offset) {
    std::optional<Outcome> answer;
    histories->reach_back({{{offset}, {0}}}, [&answer](Outcome outcome) { answer = outcome; });
    loop.run();
    return answer;
  }
  std::vector<std::string> kept() const {
    std::vector<std::string> all;
    if (const auto* pushes = histories->all()[0].of("r")) {
      for (const auto& push : *pushes) all.push_back(push.content->json);
    }
    return all;
  }
};

TEST_F(GrowingHistory, FindsWhatWasAcceptedWhateverElseIsInTheLog) {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    std::int64_t end = 0;
    for (unsigned i = 0; i < 3 + random() % 12; ++i) {
      switch (random() % 6) {
        case 0:
          writer.start_term();
          break;
        case 1:
          end = writer.write_void("Said", next_name(), {});
          break;
        case 2:
          end = writer.write("CommandAnswered", next_name(), {});
          break;
        default:
          end = write();
      }
    }
    loop.run();
    begin_at(end);
    const auto all = read_to(end).second;
    for (auto from = end; from >= 0; from -= 1 + static_cast<std::int64_t>(random() % 7)) {
      ASSERT_EQ(reach_back(from), Outcome::read);
      const auto before = read_to(from).second.size();
      ASSERT_EQ(kept(), std::vector<std::string>(all.begin() + static_cast<std::ptrdiff_t>(before), all.end())) << from;
    }
    if (end > 300) break;
  }
}

TEST_F(GrowingHistory, TakesTheFirstOfTwoEqualRecords) {
  const auto first = write();
  // A writer's library sent it a second time.
  std::vector<event_log::Record> records;
  const auto tail = log->read_from(
      unit, first - 1, [&](auto got) { records = std::move(got); }, [](auto, const auto&) {});
  loop.run();
  log->open_appender(unit)->append({records[0].key, records[0].value, records[0].headers}, [](auto, auto) {});
  loop.run();
  begin_at(first + 1);
  EXPECT_EQ(reach_back(0), Outcome::read);
  ASSERT_EQ(kept().size(), 1U);
  EXPECT_EQ(histories->all()[0].of("r")->front().offset, first - 1);
}

TEST_F(GrowingHistory, IsReadOnceForAllWhoAskAtOnce) {
  std::int64_t end = 0;
  for (int i = 0; i < 20; ++i) end = write();
  begin_at(end);
  std::vector<int> answered;
  for (const std::int64_t from : {15, 10, 12, 5}) {
    histories->reach_back({{{from}, {0}}}, [&answered, from](Outcome outcome) {
      if (outcome == Outcome::read) answered.push_back(static_cast<int>(from));
    });
  }
  loop.run();
  std::sort(answered.begin(), answered.end());
  EXPECT_EQ(answered, (std::vector<int>{5, 10, 12, 15}));
  EXPECT_EQ(kept().size(), 16U);
}

TEST_F(GrowingHistory, IsBoundedInRecordsBytesAndTime) {
  std::int64_t end = 0;
  for (int i = 0; i < 50; ++i) end = write();
  limits.earlier.records_max = 10;
  begin_at(end);
  EXPECT_EQ(reach_back(end - 11), Outcome::too_much);
  EXPECT_EQ(reach_back(end - 10), Outcome::read);
  limits.earlier.records_max = 100;
  limits.earlier.bytes_max = 20;
  begin_at(end);
  EXPECT_EQ(reach_back(1), Outcome::too_much);
  limits.earlier.bytes_max = 10'000;
  begin_at(end);
  EXPECT_EQ(histories->all()[1].begin(), 0);
  // A log that does not answer: this partition's records never come.
  std::map<event_log::UnitId, units::Position> start;
  for (const auto& each : topics.all_units()) start[each].next_offset = 5;
  histories = std::make_unique<Histories>(*log, loop, topics, start, pushes_of, limits);
  std::optional<Outcome> answer;
  histories->reach_back({{{5}, {0}}}, [&answer](Outcome outcome) { answer = outcome; });
  loop.advance(4s);
  EXPECT_EQ(answer, Outcome::unavailable);
}

TEST_F(GrowingHistory, GrowsNoMoreOnceSomethingWasLetGo) {
  std::int64_t end = 0;
  for (int i = 0; i < 5; ++i) end = write();
  limits.bytes_max = 2000;
  begin_at(end);
  for (int i = 0; i < 9; ++i) histories->keep(unit, {end + i, {}, pushes_of("", 1, R"("later")")});
  EXPECT_EQ(reach_back(1), Outcome::too_much);
  EXPECT_EQ(reach_back(end + 8), Outcome::read);
}

TEST_F(GrowingHistory, ALogIsKnownByItsFirstRecords) {
  UnitWriter other(*log, {event_log::events_topic, 1});
  loop.run();
  const LogGeneration once(*log, loop, topics);
  loop.run();
  EXPECT_FALSE(once.text().empty());
  write();
  const LogGeneration again(*log, loop, topics);
  loop.run();
  EXPECT_EQ(again.text(), once.text());
  const auto another = event_log::make_memory_log(loop);
  another->open_appender(unit)->append({"", "another beginning", {}}, [](auto, auto) {});
  const LogGeneration half(*another, loop, topics);
  loop.run();
  EXPECT_EQ(half.text(), "") << "a partition has no record yet";
  UnitWriter(*another, {event_log::events_topic, 1});
  loop.run();
  EXPECT_FALSE(half.text().empty());
  EXPECT_NE(half.text(), once.text());
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
