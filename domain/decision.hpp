#pragma once
#include <string_view>
#include <variant>

namespace frontdesk::domain {

// A refusal is a value with a stable code (`queue_full`), a literal; the route's table (schemas/api/<family>) owns words and status.
struct Rejection {
  std::string_view code;
  bool operator==(const Rejection&) const = default;
};

// A success that changes nothing, such as a repeated command.
struct NoChange {
  bool operator==(const NoChange&) const = default;
};

// One command, at most one event.
template <class Event>
using Decision = std::variant<Event, Rejection, NoChange>;

}  // namespace frontdesk::domain
