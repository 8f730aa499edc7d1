#include "platform/time/instant.hpp"

#include <gtest/gtest.h>

namespace frontdesk {
namespace {

TEST(Iso8601, PrintsUtcWithMilliseconds) {
  EXPECT_EQ(to_iso8601({0}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_iso8601({1795253400007}), "2026-11-21T09:30:00.007Z");
  EXPECT_EQ(to_iso8601({-1}), "1969-12-31T23:59:59.999Z");
}

struct Accepted {
  const char* text;
  std::int64_t ms;
};

constexpr Accepted accepted[] = {
    {"2026-11-21T09:30:00.007Z", 1795253400007},
    {"2026-11-21T09:30:00Z", 1795253400000},
    {"2026-11-21T09:30Z", 1795253400000},
    {"2026-11-21T09:30:00.5Z", 1795253400500},
    {"2026-11-21T09:30:00.123456789Z", 1795253400123},
    {"2026-11-21T15:00:00+05:30", 1795253400000},
    {"2026-11-20T21:30:00-12:00", 1795253400000},
    {"2026-11-21T09:30:00", 1795253400000},  // no offset: UTC
    {"2026-11-21T09:30", 1795253400000},
    {"2026-11-21T09:30:00.007", 1795253400007},
    {"2026-11-01T01:30:00-04:00", 1793511000000},  // the repeated hour of New York: two instants
    {"2026-11-01T01:30:00-05:00", 1793514600000},
    {"2024-02-29T00:00:00Z", 1709164800000},
    {"1969-12-31T23:59:59.999Z", -1},
};

TEST(Iso8601, ReadsTheFormsThatItPromises) {
  for (const auto& row : accepted) {
    const auto instant = parse_iso8601(row.text);
    ASSERT_TRUE(instant) << row.text;
    EXPECT_EQ(instant->ms, row.ms) << row.text;
  }
}

TEST(Iso8601, RefusesEverythingElse) {
  for (const char* text : {"",
                           "2026",
                           "2026-11-21",
                           "2026-11-21 09:30:00Z",
                           "2026-02-30T00:00:00Z",
                           "2026-11-31T00:00",
                           "2026-11-21t09:30:00z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "2026-11-21T24:00:00Z",
                           "2026-11-21T09:60:00Z",
                           "2026-11-21T09:30:60Z",
                           "2026-12-31T23:59:60Z",
                           "2026-11-21T09:30:00.Z",
                           "2026-11-21T09:30:00.1234567890Z",
                           "2026-11-21T09:30:00Z ",
                           " 2026-11-21T09:30:00Z",
                           "2026-11-21T09:30:00+0530",
                           "2026-11-21T09:30:00+24:00",
                           "2026-11-21T09:30:00+05:60",
                           "2026-11-21T9:30:00Z",
                           "2026-11-21T09:30.5Z",
                           "+026-11-21T09:30:00Z"}) {
    EXPECT_FALSE(parse_iso8601(text)) << text;
  }
}

TEST(Iso8601, ReadsWhatItPrinted) {
  for (std::int64_t ms = -62'135'596'800'000; ms < 253'402'300'799'999; ms += 9'876'543'210'123) {
    EXPECT_EQ(parse_iso8601(to_iso8601({ms})), Instant{ms});
  }
}

}  // namespace
}  // namespace frontdesk
