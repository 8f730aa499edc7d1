// Contract 004, section 6: midnights of one clinic after the other, wherever they are peculiar, watched live.
#include <memory>

#include "tests/days/end_of_day.hpp"

namespace frontdesk::days {
namespace {

// A place, the midnight at which a day ends there, and the times of the next day as the zone's rules have them.
struct Midnight {
  const char* name;
  const char* zone;
  const char* instant;
  const char* opens_at;   // 09:00
  const char* closes_at;  // 17:00
};

// In the order of time, which only goes forward.
const std::vector<Midnight> midnights = {
    {"QuarterOfAnHourFromTheNextZone", "Asia/Kathmandu", "2027-03-14T18:15:00Z", "2027-03-15T03:15:00Z",
     "2027-03-15T11:15:00Z"},
    // Clocks go back by half an hour at 02:00 of the day that begins.
    {"HalfAnHourBack", "Australia/Lord_Howe", "2027-04-03T13:00:00Z", "2027-04-03T22:30:00Z", "2027-04-04T06:30:00Z"},
    // Clocks went back at 03:00 of the day that ends: 25 hours.
    {"DayAheadAfterSummer", "Pacific/Auckland", "2027-04-04T12:00:00Z", "2027-04-04T21:00:00Z", "2027-04-05T05:00:00Z"},
    // There is no 00:00 on this day: clocks go to 01:00.
    {"MidnightThatIsSkipped", "Africa/Cairo", "2027-04-29T22:00:00Z", "2027-04-30T06:00:00Z", "2027-04-30T14:00:00Z"},
    // There is a second 00:00 on this day, an hour later: the first begins it.
    {"MidnightThatComesTwice", "America/Havana", "2027-11-07T04:00:00Z", "2027-11-07T14:00:00Z",
     "2027-11-07T22:00:00Z"},
};

struct Midnights : testing::TestWithParam<Midnight> {
  static void SetUpTestSuite() {
    rehearsal = std::make_unique<Rehearsal>();
    rehearsal->start_at(at("2027-03-13T12:00:00Z"));
    ClinicClient client(rehearsal->deployment());
    admin = administrator(rehearsal->deployment(), client);
    for (const auto& midnight : midnights) {
      clinics[midnight.name] = create_clinic(client, admin, R"(,"timezone":")" + std::string(midnight.zone) + '"');
    }
  }
  static void TearDownTestSuite() { rehearsal.reset(); }

  static std::unique_ptr<Rehearsal> rehearsal;
  static Person admin;
  static std::map<std::string, std::string> clinics;
};
std::unique_ptr<Rehearsal> Midnights::rehearsal;
Person Midnights::admin;
std::map<std::string, std::string> Midnights::clinics;

TEST_P(Midnights, EndTheDayAndBeginTheNext) {
  const auto& [name, zone, instant, opens_at, closes_at] = GetParam();
  rehearsal->start_before(at(instant));
  const auto queue = expect_end_of_day(*rehearsal, clinics.at(name), at(instant));
  EXPECT_EQ(queue["startTime"].text(), to_iso8601(at(opens_at)));
  EXPECT_EQ(queue["endTime"].text(), to_iso8601(at(closes_at)));
}

INSTANTIATE_TEST_SUITE_P(Of, Midnights, testing::ValuesIn(midnights),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace frontdesk::days
