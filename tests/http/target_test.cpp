#include "platform/http/target.hpp"

#include <gtest/gtest.h>

namespace frontdesk::http {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

TEST(Target, DecodesThePathSegmentBySegment) {
  Request request;
  ASSERT_TRUE(read_target("/a%20b/c%2Fd/%C3%A4+", request));
  EXPECT_EQ(request.segments, (std::vector<std::string>{"a b", "c/d", "\xc3\xa4+"}));
  EXPECT_EQ(request.path, "/a b/c/d/\xc3\xa4+");
}

TEST(Target, KeepsTheQuerysOrderAndDuplicates) {
  Request request;
  ASSERT_TRUE(read_target("/a?z=1&b=x+y%26&z=2&flag&=empty&&e=", request));
  EXPECT_EQ(request.query, (Pairs{{"z", "1"}, {"b", "x y&"}, {"z", "2"}, {"flag", ""}, {"", "empty"}, {"e", ""}}));
  EXPECT_EQ(request.query_value("z"), "1");
  EXPECT_EQ(request.query_value("none"), std::nullopt);
}

TEST(Target, KeepsANulOfTheQueryForValidationToName) {
  Request request;
  ASSERT_TRUE(read_target("/?a=b%00c", request));
  EXPECT_EQ(request.query_value("a"), (std::string_view{"b\0c", 3}));
}

TEST(Target, TakesAPercentSignOfTheQueryThatIsNoEscapeLiterally) {
  Request request;
  ASSERT_TRUE(read_target("/a?query=100%&b=%zz&c=%4&d=%25", request));
  EXPECT_EQ(request.query, (Pairs{{"query", "100%"}, {"b", "%zz"}, {"c", "%4"}, {"d", "%"}}));
}

TEST(Target, InAbsoluteFormHasASchemeInAnyCase) {
  Request request;
  ASSERT_TRUE(read_target("HTTP://host/a", request));
  EXPECT_EQ(request.path, "/a");
}

TEST(Target, HasNoSegmentForATrailingSlash) {
  Request root;
  ASSERT_TRUE(read_target("/", root));
  EXPECT_TRUE(root.segments.empty());
  Request folder;
  ASSERT_TRUE(read_target("/a/", folder));
  EXPECT_EQ(folder.segments, std::vector<std::string>{"a"});
  Request gap;
  ASSERT_TRUE(read_target("/a//b", gap));
  EXPECT_EQ(gap.segments, (std::vector<std::string>{"a", "", "b"}));
}

TEST(Target, TakesTheAbsoluteFormAndTheAsterisk) {
  Request absolute;
  ASSERT_TRUE(read_target("http://host:1/a?b=c", absolute));
  EXPECT_EQ(absolute.path, "/a");
  EXPECT_EQ(absolute.query_value("b"), "c");
  Request bare;
  ASSERT_TRUE(read_target("http://host?b=c", bare));
  EXPECT_EQ(bare.path, "/");
  Request asterisk;
  asterisk.method = "OPTIONS";
  EXPECT_TRUE(read_target("*", asterisk));
  asterisk.method = "GET";
  EXPECT_FALSE(read_target("*", asterisk));
}

TEST(Target, RefusesWhatNobodyBehindItCouldTake) {
  for (const char* target : {"/%", "/%4", "/%zz", "/%00", "/a%00b", "/%ff", "/?a=%c3", "/../a", "/a/..", "/%2e%2e/a",
                             "/.", "a", "host:80", "/a#b", "/\xc3\xa4", "?a"}) {
    Request request;
    EXPECT_FALSE(read_target(target, request)) << target;
  }
}

TEST(Utf8, KnowsShortestFormsSurrogatesAndTheEnd) {
  EXPECT_TRUE(is_utf8("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"));
  for (const char* wrong : {"\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                            "\xf8\x88\x80\x80\x80", "\xe2\x82", "\xc3("})
    EXPECT_FALSE(is_utf8(wrong));
}

}  // namespace
}  // namespace frontdesk::http
