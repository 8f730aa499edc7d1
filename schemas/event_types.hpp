#pragma once
#include <compare>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

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

// Where an event's record goes: the key chooses the partition, the subject is the aggregate ("queue/<id>").
struct Place {
  std::string key;
  std::string subject;
  bool operator==(const Place&) const = default;
};

// A text about a person: `x-personal` in its schema says whose. The log never forgets, so such texts are to be
// encrypted by a key per person, which can be thrown away; until there are such keys it holds its text plainly, here
// and in the log. A type of its own, so that whoever shows it says so, and nothing prints it by accident.
class Sealed {
 public:
  Sealed() = default;
  explicit Sealed(std::string text) : text_(std::move(text)) {}
  // To show it to who may see it, or to store it where it can be deleted. Empty once the person is forgotten.
  const std::string& reveal() const { return text_; }
  bool operator==(const Sealed&) const = default;

 private:
  std::string text_;
};

// An event as it stands in logs: an example of its schema.
struct Sample {
  std::string_view type;
  int version = 1;
  std::string_view json;
};

// What the generated hear() of a context is made of.
template <class Event, class Listener>
void tell(Listener& listener, int version, std::string_view json) {
  if constexpr (std::is_invocable_v<Listener&, Event>) listener(Event::decode(version, json));
}
template <class... Events, class Listener>
bool hear(Listener& listener, std::string_view type, int version, std::string_view json) {
  return ((type == Events::type && (tell<Events>(listener, version, json), true)) || ...);
}

}  // namespace events
}  // namespace frontdesk

template <class Tag>
struct std::hash<frontdesk::Id<Tag>> {
  std::size_t operator()(const frontdesk::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.value); }
};
