#pragma once
#include "domain/clinic_queue/calendar.hpp"

namespace frontdesk::command_api {

// The calendar of the deciders, by the IANA rules of the machine's tzdata.
class ZonedCalendar : public clinic_queue::Calendar {
 public:
  bool knows(std::string_view zone, const clinic_queue::events::OpeningHours& hours) const override;
  clinic_queue::LocalDay day_of(std::string_view zone, const clinic_queue::events::OpeningHours& hours,
                                Instant at) const override;
};

}  // namespace frontdesk::command_api
