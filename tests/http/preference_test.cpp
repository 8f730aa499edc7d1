#include "platform/http/preference.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace frontdesk::http {
namespace {

std::string wait_in(const std::vector<std::string>& lines) {
  Request request;
  for (const auto& line : lines) request.headers.emplace_back("prefer", line);
  return preference(request, "wait").value_or("none");
}

TEST(Preference, IsFoundInAListWhateverItsCase) {
  EXPECT_EQ(wait_in({"wait=0"}), "0");
  EXPECT_EQ(wait_in({"Wait=0"}), "0");
  EXPECT_EQ(wait_in({"respond-async, wait=0"}), "0");
  EXPECT_EQ(wait_in({"respond-async,wait=0,handling=lenient"}), "0");
  EXPECT_EQ(wait_in({"respond-async, , wait=0"}), "0");
  EXPECT_EQ(wait_in({" wait = 0 "}), "0");
}

TEST(Preference, IsFoundInEachLine) { EXPECT_EQ(wait_in({"respond-async", "WAIT=0"}), "0"); }

TEST(Preference, MayBeQuotedAndHaveParameters) {
  EXPECT_EQ(wait_in({R"(wait="0")"}), "0");
  EXPECT_EQ(wait_in({R"(wait="\0")"}), "0");
  EXPECT_EQ(wait_in({"wait=0; foo=bar"}), "0");
  EXPECT_EQ(wait_in({R"(foo; bar="a, wait=1; b=\"c", wait=0)"}), "0");
}

TEST(Preference, CountsWhereItStandsFirst) { EXPECT_EQ(wait_in({"wait=5, wait=0", "wait=1"}), "5"); }

TEST(Preference, MayHaveNoValue) {
  EXPECT_EQ(wait_in({"wait"}), "");
  EXPECT_EQ(wait_in({"wait=\"\""}), "");
}

TEST(Preference, IsNotSeenInOtherNamesOrValues) {
  for (const auto* line : {"", ",;=", "await=0", "waiting=0", "foo=\"wait=0\"", "foo; wait=0", "\"wait=0", "foo=\"a\\"})
    EXPECT_EQ(wait_in({line}), "none") << line;
}

}  // namespace
}  // namespace frontdesk::http
