#include "platform/projected/settling.hpp"

#include <algorithm>
#include <charconv>

namespace frontdesk::projected {
namespace {

template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<Announcement> parse_line(std::string_view line) {
  const auto last = line.rfind(' ');
  if (last == std::string_view::npos || last == 0) return std::nullopt;
  const auto first = line.rfind(' ', last - 1);
  if (first == std::string_view::npos || first == 0) return std::nullopt;
  const auto partition = parse_number<int>(line.substr(first + 1, last - first - 1));
  const auto next_offset = parse_number<std::int64_t>(line.substr(last + 1));
  if (!partition || !next_offset) return std::nullopt;
  return Announcement{{std::string(line.substr(0, first)), *partition}, *next_offset};
}

}  // namespace

std::vector<Announcement> parse_announcements(std::string_view text) {
  std::vector<Announcement> announcements;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (auto announcement = parse_line(text.substr(0, end))) announcements.push_back(std::move(*announcement));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return announcements;
}

std::int64_t Settling::trusted(const PositionRow& row, Time now) {
  Unit& unit = units_[row.unit];
  // The position went back (the read schema was made anew): what was seen of the old one says nothing.
  if (!unit.seen.empty() && row.next_offset < unit.seen.back().next_offset) unit = {};
  if (unit.seen.empty() || row.next_offset > unit.seen.back().next_offset) unit.seen.push_back({now, row.next_offset});

  // Rows not looked at for long may have said something else meanwhile.
  const bool lost_sight = now - unit.looked_at >= gates_closed_after;
  unit.looked_at = now;
  if (row.cache_ok) {
    unit.cache_off_since.reset();
  } else if (!unit.cache_off_since || lost_sight) {
    unit.cache_off_since = now;
  }
  const bool gates_closed = unit.cache_off_since && now - *unit.cache_off_since >= gates_closed_after;

  if (row.confirmed) unit.trusted = std::max(unit.trusted, std::min(*row.confirmed, row.next_offset));
  while (!unit.seen.empty() && (gates_closed || now - unit.seen.front().at >= settled_after)) {
    unit.trusted = std::max(unit.trusted, unit.seen.front().next_offset);
    if (unit.seen.size() == 1) break;  // the newest stays, to notice a position that goes back
    unit.seen.pop_front();
  }
  return unit.trusted;
}

}  // namespace frontdesk::projected
