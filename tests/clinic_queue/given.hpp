#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "domain/clinic_queue/clinics.hpp"
#include "domain/clinic_queue/queues.hpp"
#include "domain/clinic_queue/tokens.hpp"
#include "tests/domain/given_when_then.hpp"

// A clinic whose days are 1,000 ms long, and what happens in it.
namespace frontdesk::clinic_queue {

// Day n is [1000 n, 1000 (n + 1)), open from 100 to 900. Zone "late" is 500 ms behind, "last" more than a day, as
// Etc/GMT+12 is behind Pacific/Kiritimati.
class ShortDays final : public Calendar {
 public:
  bool knows(std::string_view zone, const events::OpeningHours&) const override { return zone != "gone"; }
  LocalDay day_of(std::string_view zone, const events::OpeningHours&, Instant at) const override {
    const std::int64_t shift = zone == "late" ? 500 : zone == "last" ? 1100 : 0;
    const std::int64_t number = (at.ms - shift) / 1000;
    const std::int64_t start = number * 1000 + shift;
    const std::string digits = std::to_string(number);
    return {{"2026-01-" + std::string(digits.size() < 2 ? "0" : "") + digits},
            {start},
            {start + 1000},
            {start + 100},
            {start + 900}};
  }
};

inline LocalDay short_day(std::int64_t at) { return ShortDays().day_of("soon", {}, {at}); }

inline events::ClinicCreated clinic(const char* id, const char* zone = "soon", std::int64_t at = 1000) {
  events::ClinicCreated created;
  created.clinic_id = {id};
  created.name = std::string("Clinic ") + id;
  created.latitude = 40.5;
  created.longitude = -73.25;
  created.opening_hours = {"09:00", "17:00"};
  created.zone = zone;
  created.first_day_ends_at = ShortDays().day_of(zone, {}, {at}).ends_at;
  created.created_at = {at};
  return created;
}

inline events::QueueOpened opened(const char* queue, const char* clinic_id = "c", std::int64_t at = 1000,
                                  int size = 50) {
  const LocalDay day = short_day(at);
  return {{queue}, {clinic_id}, day.day, day.starts_at, day.ends_at, day.opens_at, day.closes_at, size, false, {at}};
}

inline events::TokenIssued issued(const char* token, const char* patient, int number, const char* queue = "q") {
  return {{queue}, {"c"}, {token}, {patient}, number, {1000 + number}};
}

inline events::RenumberedToken renumbered(const char* token, const char* patient, int number) {
  return {{token}, {patient}, number};
}

inline events::TokenCalled called(const char* token, const char* patient, int number,
                                  std::optional<events::CompletedToken> completed = std::nullopt) {
  return {{"q"}, {"c"}, {token}, {patient}, number, {1200 + number}, {"sue"}, std::move(completed)};
}

// As called() leaves it.
inline events::CompletedToken still_called(const char* token, const char* patient) { return {{token}, {patient}}; }

inline events::TokenStarted started(const char* token, const char* patient) {
  return {{"q"}, {"c"}, {token}, {patient}, {1250}, {"sue"}};
}

inline events::TokenSkipped skipped(const char* token, const char* patient) {
  return {{"q"}, {"c"}, {token}, {patient}, {1300}, {"sue"}};
}

const Staff sue{{"sue"}, false, ClinicId{"c"}};
const Staff foreign{{"fay"}, false, ClinicId{"other"}};
const Staff patient_as_staff{{"pat"}, false, std::nullopt};
const Staff admin{{"ada"}, true, std::nullopt};

using Command = domain::AnyCommand<State, events::Event>;
using Given = domain::Specification<State, events::Event>;
inline Given given(const std::vector<events::Event>& events) { return Given(events); }

}  // namespace frontdesk::clinic_queue
