#include "platform/time_zone/time_zone.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace frontdesk::time_zone {
namespace {

Instant at(const char* text) { return parse_iso8601(text).value(); }

struct DayRow {
  const char* zone;
  const char* at;
  const char* date;
  const char* starts_at;
  const char* ends_at;
};

constexpr DayRow days[] = {
    // winter and summer, and both changes
    {"America/New_York", "2026-11-21T14:00:00Z", "2026-11-21", "2026-11-21T05:00:00.000Z", "2026-11-22T05:00:00.000Z"},
    {"America/New_York", "2026-07-01T03:59:59.999Z", "2026-06-30", "2026-06-30T04:00:00.000Z",
     "2026-07-01T04:00:00.000Z"},
    {"America/New_York", "2026-07-01T04:00:00Z", "2026-07-01", "2026-07-01T04:00:00.000Z", "2026-07-02T04:00:00.000Z"},
    {"America/New_York", "2026-03-08T12:00:00Z", "2026-03-08", "2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z"},
    {"America/New_York", "2026-11-01T12:00:00Z", "2026-11-01", "2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z"},
    // the last year whose changes the database spells out
    {"America/New_York", "2036-07-01T12:00:00Z", "2036-07-01", "2036-07-01T04:00:00.000Z", "2036-07-02T04:00:00.000Z"},
    // offsets of quarters of an hour
    {"Asia/Kathmandu", "2026-01-01T18:15:00Z", "2026-01-02", "2026-01-01T18:15:00.000Z", "2026-01-02T18:15:00.000Z"},
    // half an hour of summer time
    {"Australia/Lord_Howe", "2026-04-04T20:00:00Z", "2026-04-05", "2026-04-04T13:00:00.000Z",
     "2026-04-05T13:30:00.000Z"},
    {"Australia/Lord_Howe", "2026-10-03T20:00:00Z", "2026-10-04", "2026-10-03T13:30:00.000Z",
     "2026-10-04T13:00:00.000Z"},
    // midnight is skipped: the day begins at 01:00
    {"America/Asuncion", "2023-10-01T12:00:00Z", "2023-10-01", "2023-10-01T04:00:00.000Z", "2023-10-02T03:00:00.000Z"},
    {"Africa/Cairo", "2024-04-25T23:00:00Z", "2024-04-26", "2024-04-25T22:00:00.000Z", "2024-04-26T21:00:00.000Z"},
    // the hour before midnight comes twice: both belong to the ending day
    {"Africa/Cairo", "2024-10-31T20:30:00Z", "2024-10-31", "2024-10-30T21:00:00.000Z", "2024-10-31T22:00:00.000Z"},
    {"Africa/Cairo", "2024-10-31T21:30:00Z", "2024-10-31", "2024-10-30T21:00:00.000Z", "2024-10-31T22:00:00.000Z"},
    // midnight comes twice: the first begins the day
    {"America/Havana", "2024-11-03T04:30:00Z", "2024-11-03", "2024-11-03T04:00:00.000Z", "2024-11-04T05:00:00.000Z"},
    {"America/Havana", "2024-11-03T05:30:00Z", "2024-11-03", "2024-11-03T04:00:00.000Z", "2024-11-04T05:00:00.000Z"},
    // back from 00:01 to 23:01: the day that has begun stays begun
    {"America/St_Johns", "2010-11-07T02:30:30Z", "2010-11-07", "2010-11-07T02:30:00.000Z", "2010-11-08T03:30:00.000Z"},
    {"America/St_Johns", "2010-11-07T03:00:00Z", "2010-11-07", "2010-11-07T02:30:00.000Z", "2010-11-08T03:30:00.000Z"},
    // a whole day was skipped
    {"Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29", "2011-12-29T10:00:00.000Z", "2011-12-30T10:00:00.000Z"},
    {"Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31", "2011-12-30T10:00:00.000Z", "2011-12-31T10:00:00.000Z"},
    {"UTC", "2026-01-01T00:00:00Z", "2026-01-01", "2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"},
};

TEST(DayOf, RunsFromLocalMidnightToLocalMidnight) {
  for (const DayRow& row : days) {
    SCOPED_TRACE(std::string(row.zone) + " " + row.at);
    const Day day = day_of(row.zone, at(row.at));
    EXPECT_EQ(day.date, row.date);
    EXPECT_EQ(to_iso8601(day.starts_at), row.starts_at);
    EXPECT_EQ(to_iso8601(day.ends_at), row.ends_at);
  }
}

TEST(DayOf, LeavesNoMomentBetweenTwoDays) {
  for (const char* zone : {"America/New_York", "Africa/Cairo", "America/Havana", "Australia/Lord_Howe",
                           "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu", "Europe/Lisbon", "America/Asuncion"}) {
    const Instant end = at("2026-12-31T00:00:00Z");
    for (Day day = day_of(zone, at("2010-01-01T00:00:00Z")); day.ends_at < end;) {
      const Day next = day_of(zone, day.ends_at);
      ASSERT_EQ(next.starts_at, day.ends_at) << zone << ' ' << day.date;
      ASSERT_LT(day.date, next.date) << zone;
      const Day last_moment = day_of(zone, Instant{day.ends_at.ms - 1});
      ASSERT_EQ(last_moment.date, day.date) << zone;
      day = next;
    }
  }
}

struct TimeRow {
  const char* zone;
  const char* date;
  const char* time;
  const char* instant;
};

constexpr TimeRow times[] = {
    {"America/New_York", "2026-11-21", "09:00", "2026-11-21T14:00:00.000Z"},
    {"America/New_York", "2026-07-01", "09:00", "2026-07-01T13:00:00.000Z"},
    {"America/New_York", "2026-03-08", "01:59", "2026-03-08T06:59:00.000Z"},
    {"America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30:00.000Z"},     // skipped: 03:30
    {"America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00.000Z"},     // twice: the first
    {"Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45:00.000Z"},  // skipped: 02:45
    {"Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00.000Z"},  // twice: the first
    {"Asia/Kathmandu", "2026-01-02", "23:59", "2026-01-02T18:14:00.000Z"},
};

TEST(AtLocalTime, MovesSkippedTimesForwardAndTakesTheFirstOfTwo) {
  for (const TimeRow& row : times) {
    EXPECT_EQ(to_iso8601(at_local_time(row.zone, row.date, row.time)), row.instant)
        << row.zone << ' ' << row.date << ' ' << row.time;
  }
}

TEST(AtLocalTime, RefusesWhatIsNoDateOrTime) {
  EXPECT_THROW(at_local_time("UTC", "2026-02-30", "09:00"), std::invalid_argument);
  EXPECT_THROW(at_local_time("UTC", "2026-02-03", "24:00"), std::invalid_argument);
  EXPECT_THROW(at_local_time("UTC", "2026-02-03", "09:00:00"), std::invalid_argument);
}

// What is in the log stays readable, though nobody can choose it any more.
TEST(DayOf, ReadsAZoneThatWasTakenBefore) { EXPECT_NO_THROW(day_of("localtime", Instant{0})); }

TEST(Exists, KnowsAliasesAndOddNames) {
  for (const char* zone : {"GB", "W-SU", "EST5EDT", "EST", "GMT+0", "Etc/GMT-14", "Zulu", "Asia/Calcutta",
                           "Asia/Kolkata", "America/Indiana/Knox", "Pacific/Kiritimati", "Etc/UTC", "PST8PDT"}) {
    EXPECT_TRUE(exists(zone)) << zone;
  }
}

TEST(Exists, KnowsIanaNamesOnly) {
  for (const char* zone : {"America/New_York", "UTC", "Etc/GMT+5", "America/Argentina/Buenos_Aires", "US/Eastern"}) {
    EXPECT_TRUE(exists(zone)) << zone;
  }
  for (const char* zone : {"", "America", "America/Nowhere", "america/new_york", "../../etc/passwd", "/etc/localtime",
                           "posix/America/New_York", "right/America/New_York", "America/New_York ", "zone.tab",
                           // files of the machine, and a zone that says that none is set
                           "localtime", "posixrules", "Factory", "posix", "right", "tzdata.zi", "zone1970.tab",
                           "iso3166.tab", "leapseconds", "leap-seconds.list", "America/", "/America/New_York",
                           "./America/New_York", "America//New_York", "America/../UTC", "Etc", "utc",
                           "AMERICA/NEW_YORK", "America/New York", "EST5EDT4", ":UTC", "+01:00", "UTC\n"}) {
    EXPECT_FALSE(exists(zone)) << zone;
  }
  EXPECT_THROW(day_of("America/Nowhere", Instant{0}), std::invalid_argument);
}

}  // namespace
}  // namespace frontdesk::time_zone
