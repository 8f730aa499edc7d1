#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "events/booking.hpp"
#include "events/booking_samples.hpp"
#include "events/clinic_queue.hpp"
#include "events/clinic_queue_samples.hpp"
#include "events/identity.hpp"
#include "events/identity_samples.hpp"

// Every version of every event, as it stands in logs: the examples of its schema.
namespace frontdesk {
namespace {

// The newest version of the event and its text after reading and writing; nullopt: no event of the context.
struct Again {
  int version = 0;
  std::string json;
};
template <class Decoded>
std::optional<Again> again(const Decoded& decoded) {
  if (!decoded) return std::nullopt;
  return Again{version_of(*decoded), encode(*decoded)};
}

struct Context {
  std::string name;
  std::vector<events::Sample> samples;
  std::optional<Again> (*round_trip)(std::string_view type, int version, std::string_view json);
  bool (*is_event)(std::string_view type);
};

const std::vector<Context> contexts = {
    {"identity",
     {std::begin(identity::events::samples), std::end(identity::events::samples)},
     [](auto type, auto version, auto json) { return again(identity::events::decode(type, version, json)); },
     identity::events::is_event},
    {"clinic_queue",
     {std::begin(clinic_queue::events::samples), std::end(clinic_queue::events::samples)},
     [](auto type, auto version, auto json) { return again(clinic_queue::events::decode(type, version, json)); },
     clinic_queue::events::is_event},
    {"booking",
     {std::begin(booking::events::samples), std::end(booking::events::samples)},
     [](auto type, auto version, auto json) { return again(booking::events::decode(type, version, json)); },
     booking::events::is_event},
};

TEST(Examples, AreReadAndWrittenToTheSameBytes) {
  for (const Context& context : contexts) {
    for (const auto& sample : context.samples) {
      SCOPED_TRACE(sample.type);
      const auto written = context.round_trip(sample.type, sample.version, sample.json);
      ASSERT_TRUE(written);
      // An older version is written as the newest one.
      EXPECT_TRUE(written->version != sample.version || written->json == sample.json) << written->json;
    }
  }
}

TEST(Examples, BelongToOneContextOnly) {
  for (const Context& context : contexts) {
    for (const auto& sample : context.samples) {
      for (const Context& other : contexts) {
        EXPECT_EQ(other.is_event(sample.type), other.name == context.name) << sample.type;
      }
    }
  }
}

std::string damaged(std::string json, std::mt19937& random) {
  const auto draw = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
  static constexpr std::string_view pieces[] = {
      "\"",      "{",  "}",     "[",       "]",    ",",    ":",
      "null",    "-1", "1e400", "\\u0000", "\xff", "true", "99999999999999999999",
      "\\ud800", "{}", "\"\""};
  for (std::size_t i = 0, changes = 1 + draw(3); i < changes && !json.empty(); ++i) {
    const std::size_t at = draw(json.size());
    switch (draw(4)) {
      case 0:
        json[at] = static_cast<char>(draw(256));
        break;
      case 1:
        json.erase(at, 1 + draw(20));
        break;
      case 2:
        json.insert(at, pieces[draw(std::size(pieces))]);
        break;
      default:
        json.insert(at, json.substr(draw(json.size()), draw(40)));
        break;
    }
  }
  return json;
}

TEST(DamagedEvents, AreRefusedOrReadAsWhatIsWrittenBack) {
  std::mt19937 random(20261121);
  int refused = 0;
  int read = 0;
  for (const Context& context : contexts) {
    for (const auto& sample : context.samples) {
      for (int i = 0; i < 1'000; ++i) {
        const std::string json = damaged(std::string(sample.json), random);
        try {
          const Again written = context.round_trip(sample.type, sample.version, json).value();
          ASSERT_EQ(context.round_trip(sample.type, written.version, written.json).value().json, written.json) << json;
          ++read;
        } catch (const events::Malformed&) {
          ++refused;
        }
      }
    }
  }
  EXPECT_GT(refused, 1'000);
  EXPECT_GT(read, 100);
}

}  // namespace
}  // namespace frontdesk
