#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <sstream>

#include "events/clinic_queue.hpp"
#include "events/identity.hpp"

// Every event version ever published, as it stands in logs: tests/codegen/golden/<context>/<Type>.v<version>.json.
namespace frontdesk {
namespace {

struct Golden {
  std::string context;
  std::string type;
  int version = 0;
  std::string json;
};

std::vector<Golden> all_golden() {
  std::vector<Golden> found;
  for (const auto& file : std::filesystem::recursive_directory_iterator("tests/codegen/golden")) {
    if (!file.is_regular_file()) continue;
    const std::string name = file.path().filename().string();
    std::ifstream in(file.path());
    std::string line;
    std::getline(in, line);
    const auto dot = name.find(".v");
    found.push_back(
        {file.path().parent_path().filename().string(), name.substr(0, dot), std::stoi(name.substr(dot + 2)), line});
  }
  return found;
}

// The text after reading and writing; nullopt when it is no event of the context. Throws Malformed.
std::optional<std::string> round_trip(const Golden& golden, const std::string& json) {
  const auto again = [&](const auto& decoded) -> std::optional<std::string> {
    if (!decoded) return std::nullopt;
    return encode(*decoded);
  };
  if (golden.context == "identity") return again(identity::events::decode(golden.type, golden.version, json));
  return again(clinic_queue::events::decode(golden.type, golden.version, json));
}

int newest_version(const Golden& golden) {
  const auto of = [](const auto& decoded) { return version_of(decoded.value()); };
  if (golden.context == "identity") return of(identity::events::decode(golden.type, golden.version, golden.json));
  return of(clinic_queue::events::decode(golden.type, golden.version, golden.json));
}

TEST(GoldenEvents, AreReadAndWrittenToTheSameBytes) {
  const auto golden = all_golden();
  EXPECT_GE(golden.size(), 21U);
  for (const Golden& one : golden) {
    SCOPED_TRACE(one.type);
    const auto again = round_trip(one, one.json);
    ASSERT_TRUE(again);
    const bool is_newest = newest_version(one) == one.version;
    // An older version is written as the newest one.
    EXPECT_TRUE(!is_newest || *again == one.json) << *again;
  }
}

TEST(GoldenEvents, BelongToOneContextOnly) {
  for (const Golden& one : all_golden()) {
    EXPECT_EQ(identity::events::is_event(one.type), one.context == "identity") << one.type;
    EXPECT_EQ(clinic_queue::events::is_event(one.type), one.context == "clinic_queue") << one.type;
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
  for (const Golden& one : all_golden()) {
    for (int i = 0; i < 1'000; ++i) {
      const std::string json = damaged(one.json, random);
      try {
        const std::string written = round_trip(one, json).value();
        ASSERT_EQ(round_trip(one, written), written) << json;
        ++read;
      } catch (const events::Malformed&) {
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 1'000);
  EXPECT_GT(read, 100);
}

}  // namespace
}  // namespace frontdesk
