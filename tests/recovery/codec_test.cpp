// What clients hold: it comes back as it was, and nothing else is taken for it.
#include <gtest/gtest.h>

#include <random>

#include "realtime-gateway/recovery/position_codec.hpp"

namespace frontdesk::realtime_gateway {
namespace {

const std::string a_queue = "queue:0198f7a2-3c1d-7e55-9a01-5f0c2b7d9e10";

const std::vector<StreamPosition> positions{
    {},
    {{{{0}}}, 0, false, {}},
    {{{{1}, {300}, {4'000'000'000'000, 7}}}, 0xFFFFFFFF, false, {a_queue, "queue:not a uuid", "alone"}},
    {{{{5, 1}, {6, 300}}}, 12, true, {}},
    {{{{5}, {6}}}, 12, false, {"queue:0198F7A2-3C1D-7E55-9A01-5F0C2B7D9E10", ":", ""}},
};
const std::vector<ResumeToken> tokens{
    {},
    {"0198f7a2-3c1d-7e55-9a01-5f0c2b7d9e10", "c2lkYnlieWJ5YnlieWJ5", {{{17}, {0}}}, "0123456789abcdef"},
    {"user:of-elsewhere", "", {{{1, 3}}}, ""},
};

TEST(PositionCodec, BringsBackWhatItWrote) {
  for (const auto& position : positions) EXPECT_EQ(decode_stream_position(encode(position)), position);
  for (const auto& token : tokens) EXPECT_EQ(decode_resume_token(encode(token)), token);
}

TEST(PositionCodec, WritesAUuidInSixteenBytes) {
  StreamPosition without;
  StreamPosition with;
  with.rooms = {a_queue};
  EXPECT_EQ(encode(with).size() - encode(without).size(), std::string("queue:").size() + 16 + 2) << "two lengths";
}

TEST(PositionCodec, RefusesWhatIsCutOffContinuedOrOfAnotherVersion) {
  for (const auto& position : positions) {
    const auto whole = encode(position);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      EXPECT_EQ(decode_stream_position(whole.substr(0, size)), std::nullopt) << size;
    }
    EXPECT_EQ(decode_stream_position(whole + '\0'), std::nullopt);
    auto later = whole;
    ++later[0];
    EXPECT_EQ(decode_stream_position(later), std::nullopt);
  }
}

TEST(PositionCodec, ReadsAnyBytesWithoutHarm) {
  std::mt19937 random(7);
  int read = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = encode(positions[2]);
    for (unsigned flips = random() % 4 + 1; flips > 0; --flips) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    if (const auto position = decode_stream_position(bytes)) {
      ++read;
      EXPECT_LE(position->at.places.size(), bytes.size());
      for (const auto& place : position->at.places) EXPECT_GE(place.offset, 0);
    }
    decode_resume_token(bytes);
  }
  EXPECT_GT(read, 100) << "most flips only change a number";
}

TEST(LogPoints, GoOnWithinAnEventAndBehindItAndNeverBack) {
  LogPoint point{{{10}, {20}}};
  point.advance(0, {10, 1});
  point.advance(1, {25, 1});
  point.advance(0, {10, 2});
  EXPECT_EQ(point, (LogPoint{{{10, 2}, {25, 1}}}));
  point.advance(0, {11});
  point.advance(0, {9, 1});
  point.advance(1, {25});
  EXPECT_EQ(point, (LogPoint{{{11}, {25, 1}}}));
}

TEST(LogPoints, ReachOthersInAllPartitions) {
  const LogPoint begun{{{10}, {20, 2}}};
  EXPECT_TRUE(reaches(begun, begun));
  EXPECT_TRUE(reaches({{{10}, {21}}}, begun));
  EXPECT_TRUE(reaches({{{10}, {20, 3}}}, begun));
  EXPECT_FALSE(reaches({{{10}, {20}}}, begun)) << "the event would be told from its beginning";
  EXPECT_FALSE(reaches({{{9}, {21}}}, begun));
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
