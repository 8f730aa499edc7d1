#pragma once
#include <string_view>

#include "events/clinic_queue.hpp"

namespace frontdesk::clinic_queue {

// One local day of a clinic. [starts_at, ends_at) run from local midnight to local midnight.
struct LocalDay {
  LocalDate day;
  Instant starts_at;
  Instant ends_at;
  Instant opens_at;
  Instant closes_at;
};

// Where deciders learn what day it is somewhere. Pure: the same question always gets the same answer.
class Calendar {
 public:
  virtual ~Calendar() = default;
  // Whether it can be asked for days of such a clinic: a zone that could be given once may have gone from the rules.
  virtual bool knows(std::string_view zone, const events::OpeningHours& hours) const = 0;
  // The local day of `zone`, which is known, in which `at` lies: starts_at <= at < ends_at.
  virtual LocalDay day_of(std::string_view zone, const events::OpeningHours& hours, Instant at) const = 0;
};

}  // namespace frontdesk::clinic_queue
