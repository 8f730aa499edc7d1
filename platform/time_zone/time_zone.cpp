#include "platform/time_zone/time_zone.hpp"

#include <date/tz.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <unordered_set>

namespace frontdesk::time_zone {
namespace {

using LocalMs = date::local_time<std::chrono::milliseconds>;

// The database in one file: its lines `Z <zone> …` and `L <zone> <link>` are all names that there are. The folder
// beside it holds files of the machine, too, and copies of the zones under other names.
constexpr auto database = "/usr/share/zoneinfo/tzdata.zi";

// Stands in the database to say that no zone has been set.
constexpr std::string_view no_zone = "Factory";

std::unordered_set<std::string> read_names() {
  std::ifstream file(database);
  std::unordered_set<std::string> names;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string kind;
    std::string name;
    words >> kind >> name;
    if (kind == "L") words >> name;
    if ((kind == "L" || kind == "Z") && name != no_zone) names.insert(name);
  }
  if (names.empty()) throw std::runtime_error(std::string("no time zones in ") + database);
  return names;
}

const date::time_zone& zone_of(std::string_view name) {
  try {
    return *date::locate_zone(std::string(name));
  } catch (const std::runtime_error&) {
    throw std::invalid_argument("unknown time zone");
  }
}

// In a gap and in a fold alike, the offset before the change gives what the contract asks for.
Instant instant_of(const date::time_zone& zone, LocalMs local) {
  const auto offset = zone.get_info(date::floor<std::chrono::seconds>(local)).first.offset;
  return {(local.time_since_epoch() - offset).count()};
}

LocalMs local_of(const date::time_zone& zone, Instant at) {
  const date::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds{at.ms}};
  return LocalMs{time.time_since_epoch() + zone.get_info(time).offset};
}

Instant midnight_of(const date::time_zone& zone, date::local_days day) { return instant_of(zone, LocalMs{day}); }

std::string text_of(date::local_days day) {
  const date::year_month_day date{day};
  std::array<char, 32> text{};
  const int length = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", int{date.year()}, unsigned{date.month()},
                                   unsigned{date.day()});
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace

bool exists(std::string_view zone) {
  static const auto names = read_names();
  return names.contains(std::string(zone));
}

Day day_of(std::string_view name, Instant at) {
  const date::time_zone& zone = zone_of(name);
  date::local_days day = date::floor<date::days>(local_of(zone, at));
  // Where clocks go back over midnight the date comes twice; the day begins with the first midnight and stays begun.
  if (at >= midnight_of(zone, day + date::days{1})) day += date::days{1};
  return {text_of(day), midnight_of(zone, day), midnight_of(zone, day + date::days{1})};
}

Instant at_local_time(std::string_view name, std::string_view date, std::string_view time) {
  const date::time_zone& zone = zone_of(name);
  const bool forms_fit = date.size() == 10 && time.size() == 5;
  const auto as_utc = parse_iso8601(std::string(date).append("T").append(time).append("Z"));
  if (!forms_fit || !as_utc) throw std::invalid_argument("no local date and time");
  return instant_of(zone, LocalMs{std::chrono::milliseconds{as_utc->ms}});
}

}  // namespace frontdesk::time_zone
