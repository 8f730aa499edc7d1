// Generated from schemas/sample: change the schemas, not this file.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "platform/time/instant.hpp"
#include "schemas/event_types.hpp"

namespace frontdesk::sample {

using LampId = Id<struct LampIdTag>;
using PersonId = Id<struct PersonIdTag>;

namespace events {

using frontdesk::events::Malformed;
using frontdesk::events::Place;
using frontdesk::events::Sealed;

inline constexpr std::string_view context = "sample";

enum class Color { warm_white, red };
std::string_view text_of(Color value);
std::optional<Color> color_from(std::string_view text);

// Where it sits.
struct Socket {
  int row = 0;  // From the top.

  bool operator==(const Socket&) const = default;
};

// One bulb.
struct Bulb {
  std::string bulb_type{};  // What it is.
  Socket socket{};  // Where it sits.

  bool operator==(const Bulb&) const = default;
};

// A lamp broke.
struct LampBroken {
  static constexpr std::string_view type = "LampBroken";
  static constexpr int version = 1;
  static LampBroken decode(int version, std::string_view json);

  LampId lamp_id{};  // The lamp.

  bool operator==(const LampBroken&) const = default;
};

// Somebody lit a lamp.
struct LampLit {
  static constexpr std::string_view type = "LampLit";
  static constexpr int version = 2;
  static LampLit decode(int version, std::string_view json);

  std::string house{};  // The house that it is in.
  LampId lamp_id{};  // The lamp.
  PersonId lit_by{};  // Who lit it.
  Color color{};  // Its color.
  double brightness = 0;  // From 0 to 1.
  bool timer = false;  // Whether it goes out by itself.
  std::optional<int> timer_minutes{};  // After how many minutes.
  std::optional<Sealed> note{};  // What was said.
  LocalDate lit_on{};  // The local day.
  Instant lit_at{};  // When it was lit.
  std::optional<Instant> goes_out_at{};  // When it goes out.
  std::vector<Bulb> bulbs{};  // The bulbs in it.
  std::vector<double> steps{};  // Brightness over time.
  std::optional<Bulb> main_bulb{};  // The bulb that matters, if one does.

  bool operator==(const LampLit&) const = default;
};

namespace v1 {

// Its only bulb.
struct Bulb {
  std::string kind{};  // What it is.

  bool operator==(const Bulb&) const = default;
};

// Somebody lit a lamp, when lamps had one color.
struct LampLit {
  static constexpr std::string_view type = "LampLit";
  static constexpr int version = 1;

  LampId lamp_id{};  // The lamp.
  Instant lit_at{};  // When it was lit.
  Bulb bulb{};  // Its only bulb.

  bool operator==(const LampLit&) const = default;
};

}  // namespace v1

using Event = std::variant<LampBroken, LampLit>;

std::string_view context_of(const Event& event);
std::string_view type_of(const Event& event);
int version_of(const Event& event);
bool is_event(std::string_view type);

// The record's key and subject.
Place place_of(const LampBroken& event);
Place place_of(const LampLit& event);
Place place_of(const Event& event);

// One line of JSON, members in the order of the schema. Throws Malformed when a text is no UTF-8.
std::string encode(const Event& event);

// Reads any published version, as its newest form. nullopt: no event of this context. Throws Malformed when it is one,
// but the version is unknown or the JSON does not fit its schema to the letter.
std::optional<Event> decode(std::string_view type, int version, std::string_view json);

// Calls listener(event) if it takes such an event; else the event does not concern it, and is not decoded. False: no
// event of this context. Throws as decode does.
template <class Listener>
bool hear(Listener&& listener, std::string_view type, int version, std::string_view json) {
  return frontdesk::events::hear<LampBroken, LampLit>(listener, type, version, json);
}

// Written by hand in schemas/sample/upcasts.cpp; pure.
LampLit upcast(const v1::LampLit& old);

}  // namespace events
}  // namespace frontdesk::sample
