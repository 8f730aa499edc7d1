#include <gtest/gtest.h>

#include <limits>
#include <ostream>
#include <type_traits>

#include "events/sample.hpp"

// What every generated codec holds to, seen on the sample schemas beside this file.
namespace frontdesk::sample {
namespace {

using events::Malformed;

const std::string broken = R"({"lampId":"l1"})";
const std::string lit =
    R"({"house":"h1","lampId":"l1","litBy":"p1","color":"WARM_WHITE","brightness":0.1,"timer":true,"timerMinutes":-5,"note":"\"ü\" \u0000 €",)"
    R"("litOn":"2026-11-21","litAt":"2026-11-21T14:00:00.007Z","goesOutAt":"2026-11-21T15:00:00.000Z",)"
    R"("bulbs":[{"type":"led","socket":{"row":2}},{"type":"","socket":{"row":0}}],"steps":[0.25,1e-9,100.0],)"
    R"("main":{"type":"led","socket":{"row":2}}})";

events::LampLit decoded(const std::string& json) {
  return std::get<events::LampLit>(events::decode("LampLit", 2, json).value());
}

TEST(Codec, KeepsEveryByte) {
  EXPECT_EQ(events::encode(decoded(lit)), lit);
  EXPECT_EQ(events::encode(*events::decode("LampBroken", 1, broken)), broken);
}

TEST(Codec, ReadsEveryMember) {
  const events::LampLit event = decoded(lit);
  EXPECT_EQ(event.house, "h1");
  EXPECT_EQ(event.lamp_id, LampId{"l1"});
  EXPECT_EQ(event.lit_by, PersonId{"p1"});
  EXPECT_EQ(event.color, events::Color::warm_white);
  EXPECT_EQ(event.brightness, 0.1);
  EXPECT_TRUE(event.timer);
  EXPECT_EQ(event.timer_minutes, -5);
  EXPECT_EQ(event.note.value().reveal(), std::string("\"ü\" \0 €", 10));
  EXPECT_EQ(event.lit_on, LocalDate{"2026-11-21"});
  EXPECT_EQ(event.lit_at, parse_iso8601("2026-11-21T14:00:00.007Z"));
  EXPECT_EQ(event.goes_out_at, parse_iso8601("2026-11-21T15:00:00Z"));
  EXPECT_EQ(event.bulbs, (std::vector<events::Bulb>{{"led", {2}}, {"", {0}}}));
  EXPECT_EQ(event.steps, (std::vector<double>{0.25, 1e-9, 100}));
  EXPECT_EQ(event.main_bulb, (events::Bulb{"led", {2}}));
}

TEST(Codec, LeavesOutWhatIsAbsent) {
  events::LampLit event;
  event.lit_on = {"2026-11-21"};
  const std::string json = events::encode(event);
  EXPECT_EQ(
      json,
      R"({"house":"","lampId":"","litBy":"","color":"WARM_WHITE","brightness":0.0,"timer":false,"litOn":"2026-11-21",)"
      R"("litAt":"1970-01-01T00:00:00.000Z","bulbs":[],"steps":[]})");
  EXPECT_EQ(decoded(json), event);
}

TEST(Codec, TakesMembersInAnyOrder) {
  const auto event =
      events::decode("LampLit", 1, R"({ "bulb": {"kind":"led"}, "litAt":"2026-11-21T14:00Z", "lampId":"l1" })");
  EXPECT_EQ(std::get<events::LampLit>(*event).bulbs.at(0).bulb_type, "led");
}

TEST(Codec, ReadsAnOldVersionAsTheNewest) {
  const auto event =
      events::decode("LampLit", 1, R"({"lampId":"l1","litAt":"2026-11-21T14:00:00.000Z","bulb":{"kind":"led"}})");
  EXPECT_EQ(events::version_of(*event), 2);
  EXPECT_EQ(std::get<events::LampLit>(*event).bulbs.at(0), (events::Bulb{"led", {1}}));
}

TEST(Codec, KnowsItsOwnEventsOnly) {
  EXPECT_TRUE(events::is_event("LampLit"));
  EXPECT_FALSE(events::is_event("lampLit"));
  EXPECT_FALSE(events::is_event("Bulb"));
  EXPECT_FALSE(events::decode("TermStarted", 1, "no JSON"));
  EXPECT_THROW(events::decode("LampLit", 3, lit), Malformed);
  EXPECT_EQ(events::type_of(decoded(lit)), "LampLit");
  EXPECT_EQ(events::Color::red, events::color_from("red"));
  EXPECT_FALSE(events::color_from("RED"));
}

template <class Type>
concept Printed = requires(std::ostream& out, const Type& value) {
  out << value;
};

// A personal text is shown by who says so: it neither comes from a text by itself, nor becomes one, nor is printed.
TEST(Sealed, OpensToNobodyWhoDoesNotAsk) {
  EXPECT_EQ(events::Sealed("asha").reveal(), "asha");
  EXPECT_EQ(events::Sealed().reveal(), "");
  EXPECT_EQ(events::Sealed("asha"), events::Sealed("asha"));
  EXPECT_NE(events::Sealed("asha"), events::Sealed("ben"));
  EXPECT_FALSE((std::is_convertible_v<std::string, events::Sealed>));
  EXPECT_FALSE((std::is_convertible_v<events::Sealed, std::string>));
  EXPECT_FALSE((std::is_convertible_v<events::Sealed, std::string_view>));
  EXPECT_TRUE(Printed<std::string>);
  EXPECT_FALSE(Printed<events::Sealed>);
}

TEST(Place, IsWhatTheSchemaSays) {
  EXPECT_EQ(events::place_of(decoded(lit)), (events::Place{"h1", "lamp/l1"}));
  EXPECT_EQ(events::place_of(*events::decode("LampBroken", 1, broken)), (events::Place{"l1", "lamp/l1"}));
}

struct HearsLampLit {
  std::vector<std::string> heard;
  void operator()(const events::LampLit& event) { heard.push_back(event.lamp_id.value); }
};

TEST(Hear, TellsOfAnyVersionInItsNewestForm) {
  HearsLampLit listener;
  EXPECT_TRUE(events::hear(listener, "LampLit", 2, lit));
  EXPECT_TRUE(events::hear(listener, "LampLit", 1,
                           R"({"lampId":"l0","litAt":"2026-11-21T14:00:00.000Z","bulb":{"kind":"led"}})"));
  EXPECT_EQ(listener.heard, (std::vector<std::string>{"l1", "l0"}));
}

TEST(Hear, ReadsNothingOfWhatDoesNotConcernTheListener) {
  HearsLampLit listener;
  EXPECT_TRUE(events::hear(listener, "LampBroken", 1, "no JSON"));
  EXPECT_TRUE(events::hear(listener, "LampBroken", 7, broken));
  EXPECT_TRUE(listener.heard.empty());
}

TEST(Hear, SaysWhetherTheEventIsOfThisContext) {
  HearsLampLit listener;
  EXPECT_FALSE(events::hear(listener, "TermStarted", 1, lit));
  EXPECT_FALSE(events::hear(listener, "lampLit", 2, lit));
  EXPECT_TRUE(listener.heard.empty());
}

TEST(Hear, RefusesWhatConcernsTheListenerAndDoesNotFit) {
  HearsLampLit listener;
  EXPECT_THROW(events::hear(listener, "LampLit", 2, broken), Malformed);
  EXPECT_THROW(events::hear(listener, "LampLit", 3, lit), Malformed);
  EXPECT_TRUE(listener.heard.empty());
}

TEST(Hear, TakesOneOverloadForAll) {
  std::vector<std::string_view> types;
  const auto note = [&types](const auto& event) { types.push_back(event.type); };
  EXPECT_TRUE(events::hear(note, "LampLit", 2, lit));
  EXPECT_TRUE(events::hear(note, "LampBroken", 1, broken));
  EXPECT_EQ(types, (std::vector<std::string_view>{"LampLit", "LampBroken"}));
}

std::string with(const std::string& from, const std::string& to) {
  std::string json = lit;
  const auto at = json.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return json.replace(at, from.size(), to);
}

struct Fault {
  std::string json;
  const char* said;
};

TEST(Codec, RefusesWhatDoesNotFitToTheLetter) {
  const Fault faults[] = {
      {"", "no JSON at byte 0"},
      {"null", "LampLit: expected an object"},
      {"[]", "LampLit: expected an object"},
      {lit + "x", "no JSON at byte 374"},
      {with("0.1", "NaN"), "no JSON at byte 75"},
      {with("\"lampId\":\"l1\",", ""), "LampLit: lampId: missing"},
      {with("\"l1\"", "null"), "LampLit: lampId: expected a string"},
      {with("\"l1\"", "\"l\xff\""), "no JSON at byte 25"},
      {with("\"l1\"", "\"l1\",\"lampId\":\"l2\""), "LampLit: a member is unknown or there twice"},
      {with("\"l1\"", "\"l1\",\"extra\":1"), "LampLit: a member is unknown or there twice"},
      {with("WARM_WHITE", "warm_white"), "LampLit: color: not one of the values"},
      {with("\"WARM_WHITE\"", "0"), "LampLit: color: expected a string"},
      {with("0.1", "\"0.1\""), "LampLit: brightness: expected a number"},
      {with("true", "1"), "LampLit: timer: expected a boolean"},
      {with("-5", "-5.0"), "LampLit: timerMinutes: expected a whole number of 32 bits"},
      {with("-5", "2147483648"), "LampLit: timerMinutes: expected a whole number of 32 bits"},
      {with("-5", "null"), "LampLit: timerMinutes: expected a whole number of 32 bits"},
      {with("2026-11-21\"", "2026-11-31\""), "LampLit: litOn: expected a date"},
      {with("2026-11-21\"", "2026-11-21T00\""), "LampLit: litOn: expected a date"},
      {with("14:00:00.007Z", "14:00:00.007"), "LampLit: litAt: expected a time"},
      {with("\"row\":0", "\"row\":\"0\""), "LampLit: bulbs: socket: row: expected a whole number of 32 bits"},
      {with("\"row\":0", "\"row\":0,\"column\":0"), "LampLit: bulbs: socket: a member is unknown or there twice"},
      {with("[0.25", "[true"), "LampLit: steps: expected a number"},
  };
  for (const Fault& fault : faults) {
    try {
      events::decode("LampLit", 2, fault.json);
      ADD_FAILURE() << "accepted: " << fault.json;
    } catch (const Malformed& error) {
      EXPECT_STREQ(error.what(), fault.said);
    }
  }
}

TEST(Codec, RefusesToWriteWhatCouldNotBeRead) {
  events::LampLit event = decoded(lit);
  event.brightness = std::numeric_limits<double>::infinity();
  EXPECT_THROW(events::encode(event), Malformed);
  event = decoded(lit);
  event.note = events::Sealed("\xc3");
  EXPECT_THROW(events::encode(event), Malformed);
}

TEST(Codec, SurvivesDeepNesting) {
  for (const char* bracket : {"[", "{\"a\":"}) {
    std::string deep;
    for (int i = 0; i < 1'000'000; ++i) deep += bracket;
    EXPECT_THROW(events::decode("LampBroken", 1, deep), Malformed);
  }
  const std::string closed = std::string(1'000'000, '[') + std::string(1'000'000, ']');
  EXPECT_THROW(events::decode("LampBroken", 1, R"({"lampId":)" + closed + "}"), Malformed);
}

}  // namespace
}  // namespace frontdesk::sample
