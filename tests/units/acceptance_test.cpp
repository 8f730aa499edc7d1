#include "platform/units/acceptance.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace frontdesk::units {
namespace {

using event_log::Record;

// A log as a writer would leave it.
class Log {
 public:
  const Record& start_term(const std::string& id) {
    return add({header_of(header::type, "TermStarted"), header_of(header::id, id)});
  }
  const Record& event(const std::string& term, int number, const std::string& previous,
                      const std::string& value = "{}") {
    return add({header_of(header::type, "TokenIssued"), header_of(header::term, term),
                header_of(header::number, std::to_string(number)), header_of(header::previous_hash, previous)},
               value);
  }

 private:
  static std::pair<std::string, std::string> header_of(const char* name, std::string value) {
    return {name, std::move(value)};
  }
  const Record& add(event_log::Headers headers, const std::string& value = "{}") {
    records_.push_back(std::make_unique<Record>(Record{next_++, "key", value, std::move(headers)}));
    return *records_.back();
  }

  std::int64_t next_ = 0;
  std::vector<std::unique_ptr<Record>> records_;
};

class Acceptance : public testing::Test {
 protected:
  Verdict read(const Record& record) { return accept(position, record); }
  Log log;
  Position position;
};

TEST_F(Acceptance, AcceptsTheEventsOfATermInSequence) {
  EXPECT_EQ(read(log.start_term("a")), Verdict::term_started);
  EXPECT_EQ(read(log.event("a", 1, chain_hash(position))), Verdict::accepted);
  EXPECT_EQ(read(log.event("a", 2, chain_hash(position))), Verdict::accepted);
  EXPECT_EQ(position.term, "a");
  EXPECT_EQ(position.number, 2U);
  EXPECT_EQ(position.next_offset, 3);
}

TEST_F(Acceptance, VoidsAnEventBeforeAnyTerm) { EXPECT_EQ(read(log.event("a", 1, "")), Verdict::void_record); }

// It could not be kept in a position, and no reader would get past it.
TEST(AcceptanceOfATerm, NeedsAnIdThatIsAWord) {
  for (const std::string id : {"", "-", "two words", "line\nbreak", "\xFF", "ü"}) {
    Position at;
    EXPECT_EQ(accept(at, {0, "unit", "{}", {{header::type, "TermStarted"}, {header::id, id}}}), Verdict::void_record)
        << id;
    EXPECT_EQ(position_from_text(to_text(at)), at) << id;
  }
}

TEST_F(Acceptance, VoidsEventsOfAnEarlierTerm) {
  read(log.start_term("a"));
  const std::string chained = chain_hash(position);
  read(log.start_term("b"));
  const std::string follows = chain_hash(position);
  EXPECT_EQ(read(log.event("a", 1, chained)), Verdict::void_record);
  EXPECT_EQ(chain_hash(position), follows) << "a void record lies outside the chain";
  EXPECT_EQ(read(log.event("b", 1, follows)), Verdict::accepted);
}

TEST_F(Acceptance, VoidsWhatFollowsAMissingNumber) {
  read(log.start_term("a"));
  read(log.event("a", 1, chain_hash(position)));
  EXPECT_EQ(read(log.event("a", 3, chain_hash(position))), Verdict::void_record);
  EXPECT_EQ(read(log.event("a", 2, chain_hash(position))), Verdict::accepted);
}

TEST_F(Acceptance, VoidsARepeatedNumber) {
  read(log.start_term("a"));
  const Record& first = log.event("a", 1, chain_hash(position));
  read(first);
  EXPECT_EQ(read(log.event("a", 1, chain_hash(position))), Verdict::void_record);
}

TEST_F(Acceptance, VoidsANumberThatIsNone) {
  read(log.start_term("a"));
  Record record = log.event("a", 1, chain_hash(position));
  for (const char* number : {"", "1x", "-1", " 1", "18446744073709551616"}) {
    record.headers[2].second = number;
    EXPECT_EQ(read(record), Verdict::void_record) << number;
    record.offset += 1;
  }
}

TEST_F(Acceptance, StopsAtABrokenChain) {
  read(log.start_term("a"));
  read(log.event("a", 1, chain_hash(position)));
  const Position before = position;
  EXPECT_EQ(read(log.event("a", 2, record_hash("other", "record", {}))), Verdict::broken_chain);
  EXPECT_EQ(position, before);
}

TEST_F(Acceptance, StopsAtAnOffsetThatWasReadBefore) {
  read(log.start_term("a"));
  const Record& record = log.event("a", 1, chain_hash(position));
  read(record);
  EXPECT_EQ(read(record), Verdict::broken_chain);
}

TEST_F(Acceptance, ChainsTheFirstEventOfATermToItsStart) {
  read(log.start_term("a"));
  read(log.event("a", 1, chain_hash(position)));
  const std::string last = position.last_hash;
  read(log.start_term("b"));
  EXPECT_NE(chain_hash(position), last);
  EXPECT_EQ(read(log.event("b", 1, last)), Verdict::broken_chain);
}

TEST_F(Acceptance, NoticesAnotherLogUnderAPosition) {
  read(log.start_term("a"));
  read(log.event("a", 1, chain_hash(position), "{\"as\":\"read\"}"));
  Log other;
  Position elsewhere;
  accept(elsewhere, other.start_term("a"));
  accept(elsewhere, other.event("a", 1, chain_hash(elsewhere), "{\"as\":\"replaced\"}"));
  EXPECT_EQ(read(other.event("a", 2, chain_hash(elsewhere))), Verdict::broken_chain);
}

TEST(RecordHash, DependsOnWhereAFieldEnds) {
  EXPECT_NE(record_hash("ab", "c", {}), record_hash("a", "bc", {}));
  EXPECT_NE(record_hash("k", "v", {{"a", "bc"}}), record_hash("k", "v", {{"ab", "c"}}));
  EXPECT_NE(record_hash("k", "v", {{"a", "1"}, {"b", "2"}}), record_hash("k", "v", {{"b", "2"}, {"a", "1"}}));
}

// The storage format: every log in the field is chained by this. printf '\0…\1k\0…\1v' | sha256sum says the same.
TEST(RecordHash, IsSha256OverLengthPrefixedFields) {
  EXPECT_EQ(record_hash("k", "v", {}), "3eec20b33c2aa17e94a46d84ef09cfed40dcd8126439b4ccea3514e1718b14f7");
}

TEST(PositionText, ComesBackAsItWas) {
  const Position begun{7, "term-a", 3, std::string(64, 'a'), ""};
  const Position at_start{8, "term-b", 0, std::string(64, 'a'), std::string(64, 'b')};
  for (const Position& position : {Position{}, begun, at_start}) {
    EXPECT_EQ(position_from_text(to_text(position)), position) << to_text(position);
  }
}

TEST(PositionText, RefusesWhatIsNone) {
  for (const char* text :
       {"", "1", "1 a 0 -", "1 a 0 - - -", "x a 0 - -", "-1 a 0 - -", "1 a -1 - -", "1  0 - -", "1 a 0 - - "}) {
    EXPECT_EQ(position_from_text(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace frontdesk::units
