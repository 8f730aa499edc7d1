#pragma once
#include <string>
#include <string_view>

#include "platform/time/instant.hpp"

// Local days and times by the IANA rules of the machine's tzdata, whatever the machine's own zone. A local time that a
// clock change skips moves forward by the gap; one that occurs twice means the first (contract 004, section 6). All
// functions are thread-safe. All but exists() throw std::invalid_argument on an unknown zone or a malformed argument.
namespace frontdesk::time_zone {

// A name of the IANA database, in its exact case: "America/New_York", "UTC", "US/Eastern". Nothing else that lies among
// the machine's tzdata is one ("localtime", "posixrules", "posix/…", "right/…"), nor is "Factory", which says that no
// zone is set. Throws std::runtime_error when the machine has no tzdata. The functions below go on reading zones that
// were taken once.
bool exists(std::string_view zone);

// A calendar day of a zone, from its local midnight to the next: usually 24 hours, 23 or 25 when clocks change.
struct Day {
  std::string date;  // YYYY-MM-DD
  Instant starts_at;
  Instant ends_at;
};

// The day with starts_at <= at < ends_at.
Day day_of(std::string_view zone, Instant at);

// `time` (HH:MM) on the local `date` (YYYY-MM-DD).
Instant at_local_time(std::string_view zone, std::string_view date, std::string_view time);

}  // namespace frontdesk::time_zone
