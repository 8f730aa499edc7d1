// What the tables of contract 000 say that no running system can be brought to say.
#include <gtest/gtest.h>

#include <map>

#include "schemas/api/pet_care/family.hpp"

namespace frontdesk::api::pet_care {
namespace {

TEST(PetCare, SaysTheRoutesOwnWordsOfAnUnexpectedFailure) {
  const std::map<std::string_view, std::string_view> words = {
      {"/appointments/book", "Failed to book appointment"},
      {"/appointments/complete", "Failed to complete appointment"},
      {"/admin/active-chats", "Failed to fetch active chat rooms"},
      {"/admin/assign", "Failed to assign chat"},
      {"/staff/assigned", "Failed to fetch  chat rooms"},
  };
  std::size_t found = 0;
  for (const auto& route : family().routes) {
    auto path = route.at.pattern;
    if (path.starts_with("/api")) path.remove_prefix(4);
    if (!words.contains(path)) continue;
    ++found;
    EXPECT_EQ(route.unexpected, words.at(path)) << route.name();
  }
  EXPECT_EQ(found, 14U) << "at both prefixes, and what only reads by GET, too";
}

TEST(PetCare, AnswersEverythingUnderApiToo) {
  std::map<std::string, int> names;
  for (const auto& route : family().routes) {
    if (route.at.pattern.empty()) continue;
    const auto pattern = std::string(route.at.pattern);
    const auto path = pattern.starts_with("/api/") ? pattern.substr(4) : pattern;
    names[std::string(route.at.method) + " " + path] += pattern.starts_with("/api/") ? 1 : 10;
  }
  for (const auto& [name, places] : names) EXPECT_EQ(places, 11) << name;
}

// The edge goes by this, not by the method.
TEST(PetCare, ReadsAreAnsweredByTheQuerySideAlsoByPost) {
  for (const auto& route : family().routes) {
    const auto name = route.name();
    const bool reads = name.find("active-chats") != std::string::npos || name.find("assigned") != std::string::npos ||
                       name.find("history") != std::string::npos;
    EXPECT_EQ(route.side == Side::query, reads) << name;
  }
}

}  // namespace
}  // namespace frontdesk::api::pet_care
