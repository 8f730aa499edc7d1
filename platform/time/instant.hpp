#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk {

// A moment: milliseconds since 1970-01-01T00:00:00Z. Printed everywhere as ISO 8601 UTC with milliseconds and 'Z'
// (`2026-11-21T09:30:00.000Z`), the form of all seed documents.
struct Instant {
  std::int64_t ms = 0;
  auto operator<=>(const Instant&) const = default;
};

std::string to_iso8601(Instant instant);

// Accepts `YYYY-MM-DDTHH:MM[:SS[.fraction]][Z|±HH:MM]`, in UTC without an offset; anything else is nullopt.
std::optional<Instant> parse_iso8601(std::string_view text);

}  // namespace frontdesk
