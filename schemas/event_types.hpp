#pragma once
#include <compare>
#include <functional>
#include <stdexcept>
#include <string>

namespace frontdesk {

// An opaque id that cannot be taken for one of another kind: every Tag is a type of its own. Compared byte by byte, so
// callers bring UUIDs in lower case.
template <class Tag>
struct Id {
  std::string value;
  auto operator<=>(const Id&) const = default;
};

// A date on the wall calendar of some place, `YYYY-MM-DD`; in order as texts, too.
struct LocalDate {
  std::string value;
  auto operator<=>(const LocalDate&) const = default;
};

namespace events {

// A record that claims to be an event but does not fit its schema, or an event that cannot be written as JSON. Names
// members, never values: those may be personal.
class Malformed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace events
}  // namespace frontdesk

template <class Tag>
struct std::hash<frontdesk::Id<Tag>> {
  std::size_t operator()(const frontdesk::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.value); }
};
