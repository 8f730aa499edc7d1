#include "command-api/folds/zoned_calendar.hpp"

#include <stdexcept>

#include "platform/time_zone/time_zone.hpp"

namespace frontdesk::command_api {

bool ZonedCalendar::knows(std::string_view zone, const clinic_queue::events::OpeningHours& hours) const {
  try {
    day_of(zone, hours, Instant{});
    return true;
  } catch (const std::invalid_argument&) {
    return false;
  }
}

clinic_queue::LocalDay ZonedCalendar::day_of(std::string_view zone, const clinic_queue::events::OpeningHours& hours,
                                             Instant at) const {
  const auto day = time_zone::day_of(zone, at);
  return {.day = LocalDate{day.date},
          .starts_at = day.starts_at,
          .ends_at = day.ends_at,
          .opens_at = time_zone::at_local_time(zone, day.date, hours.start),
          .closes_at = time_zone::at_local_time(zone, day.date, hours.end)};
}

}  // namespace frontdesk::command_api
