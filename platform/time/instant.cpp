#include "platform/time/instant.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace frontdesk {
namespace {

// Reads a text from the left; every step fails for good once one has failed.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  int digits(int count) {
    int value = 0;
    for (int i = 0; i < count; ++i) value = value * 10 + digit();
    return value;
  }

  bool at(char c) const { return ok_ && !rest_.empty() && rest_.front() == c; }

  void expect(char c) {
    if (at(c)) {
      rest_.remove_prefix(1);
    } else {
      ok_ = false;
    }
  }

  // One to nine digits after the point; what is finer than a millisecond is cut off.
  int milliseconds() {
    int value = 0;
    int count = 0;
    for (; at_digit(); ++count) {
      const int next = digit();
      if (count < 3) value = value * 10 + next;
    }
    if (count == 0 || count > 9) ok_ = false;
    for (; count < 3; ++count) value *= 10;
    return value;
  }

  bool ended() const { return ok_ && rest_.empty(); }

 private:
  bool at_digit() const { return ok_ && !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }

  int digit() {
    if (!at_digit()) {
      ok_ = false;
      return 0;
    }
    const int value = rest_.front() - '0';
    rest_.remove_prefix(1);
    return value;
  }

  std::string_view rest_;
  bool ok_ = true;
};

struct TimeOfDay {
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millisecond = 0;

  bool valid() const { return hour < 24 && minute < 60 && second < 60; }
  std::int64_t ms() const { return ((hour * 60LL + minute) * 60 + second) * 1000 + millisecond; }
};

std::chrono::year_month_day scan_date(Scanner& scanner) {
  const int year = scanner.digits(4);
  scanner.expect('-');
  const int month = scanner.digits(2);
  scanner.expect('-');
  const int day = scanner.digits(2);
  return {std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
          std::chrono::day{static_cast<unsigned>(day)}};
}

TimeOfDay scan_time(Scanner& scanner) {
  TimeOfDay time;
  time.hour = scanner.digits(2);
  scanner.expect(':');
  time.minute = scanner.digits(2);
  if (!scanner.at(':')) return time;
  scanner.expect(':');
  time.second = scanner.digits(2);
  if (!scanner.at('.')) return time;
  scanner.expect('.');
  time.millisecond = scanner.milliseconds();
  return time;
}

// Minutes east of UTC, which a time without an offset is in; nullopt when out of range.
std::optional<int> scan_zone(Scanner& scanner) {
  if (scanner.ended()) return 0;
  if (scanner.at('Z')) {
    scanner.expect('Z');
    return 0;
  }
  const bool west = scanner.at('-');
  scanner.expect(west ? '-' : '+');
  const int hours = scanner.digits(2);
  scanner.expect(':');
  const int minutes = scanner.digits(2);
  if (hours > 23 || minutes > 59) return std::nullopt;
  return (west ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

std::string to_iso8601(Instant instant) {
  using namespace std::chrono;
  const sys_time<milliseconds> time{milliseconds{instant.ms}};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  std::array<char, 48> text{};
  const int length = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int{date.year()}, unsigned{date.month()},
      unsigned{date.day()}, static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<Instant> parse_iso8601(std::string_view text) {
  Scanner scanner(text);
  const auto date = scan_date(scanner);
  scanner.expect('T');
  const auto time = scan_time(scanner);
  const auto zone_minutes = scan_zone(scanner);
  if (!scanner.ended() || !date.ok() || !time.valid() || !zone_minutes) return std::nullopt;
  const std::int64_t day_ms = std::chrono::sys_days{date}.time_since_epoch().count() * std::int64_t{86'400'000};
  return Instant{day_ms + time.ms() - *zone_minutes * std::int64_t{60'000}};
}

}  // namespace frontdesk
