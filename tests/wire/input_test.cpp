#include "schemas/wire/input.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <memory>

namespace frontdesk::wire {
namespace {

TEST(JsonInput, IsAnObjectOrAnArray) {
  EXPECT_EQ(Input::from_json("{}").value().type(), Input::Type::object);
  EXPECT_EQ(Input::from_json(" [1] ").value().type(), Input::Type::array);
  for (const auto* text : {"", "1", "true", "null", "\"x\"", "{", "{}x", "{'a':1}", "{\"a\":1,}", "{\"a\":\"\xff\"}",
                           "{\"a\":\"\\ud800\"}", "nan"}) {
    EXPECT_FALSE(Input::from_json(text)) << text;
  }
}

TEST(JsonInput, TakesAnyDepthWithoutOverflowingTheStack) {
  const auto deep = std::string(100000, '[') + std::string(100000, ']');
  EXPECT_TRUE(Input::from_json(deep));
  EXPECT_FALSE(Input::from_json(std::string(100000, '[')));
}

TEST(JsonInput, TellsAbsentFromNull) {
  const auto input = Input::from_json(R"({"a":null})").value();
  EXPECT_EQ(input.member("a").type(), Input::Type::null);
  EXPECT_EQ(input.member("b").type(), Input::Type::undefined);
  EXPECT_EQ(input.member("a").member("b").type(), Input::Type::undefined);
}

TEST(JsonInput, OutlivesItsText) {
  auto text = std::make_unique<std::string>(R"({"a":{"b":"kept"}})");
  const auto member = Input::from_json(*text).value().member("a").member("b");
  text.reset();
  EXPECT_EQ(member.string(), "kept");
}

TEST(JsonInput, TakesSurrogatesInPairsOnly) {
  EXPECT_EQ(Input::from_json(R"({"a":"\ud83d\ude00"})").value().member("a").string(), "\xf0\x9f\x98\x80");
  EXPECT_EQ(Input::from_json(R"({"a":"\\udc00"})").value().member("a").string(), "\\udc00");  // an escaped backslash
  EXPECT_FALSE(Input::from_json(R"({"a":"\udc00"})"));
  EXPECT_FALSE(Input::from_json(R"({"a":"\uDFFFb"})"));
  EXPECT_FALSE(Input::from_json(R"({"a":"\ud83d\ude00\ude00"})"));
  EXPECT_FALSE(Input::from_json(R"({"a":"\ud83d"})"));
  EXPECT_FALSE(Input::from_json(R"({"\udc00":1})"));
}

TEST(JsonInput, EndsWhereItsTextEnds) { EXPECT_FALSE(Input::from_json(std::string_view("{}\0\\", 4))); }

TEST(JsonInput, CountsTheLastOfDuplicateKeysAtAnyDepth) {
  const auto input = Input::from_json(R"({"a":1,"b":{"c":"x","c":"y"},"a":"2"})").value();
  EXPECT_EQ(input.member("a").string(), "2");
  EXPECT_EQ(input.member("b").member("c").string(), "y");
  EXPECT_EQ(input.member_names(), (std::vector<std::string>{"a", "b"}));
}

TEST(JsonInput, IsSlowedDownByNoNumberOfKeys) {
  std::string many = "{";
  for (int i = 0; i < 100'000; ++i) many += "\"" + std::to_string(i % 50'000) + "\":1,";
  const auto input = Input::from_json(many + "\"last\":1}").value();
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(input.member_names().size(), 50'001U);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

TEST(JsonInput, GivesTheNearestNumber) {
  const auto number = [](const std::string& digits) {
    return Input::from_json(R"({"a":)" + digits + "}").value().member("a").number();
  };
  EXPECT_EQ(number("21.701083603113346"), 21.701083603113346);
  EXPECT_EQ(number("-99.13320799999997"), -99.13320799999997);
  EXPECT_EQ(number("9007199254740993"), 9007199254740992.0) << "halfway, to even";
  EXPECT_EQ(number("9007199254740993.0000000000000000000000000000000000001"), 9007199254740994.0);
  EXPECT_EQ(number("123456789012345678901234567890"), 123456789012345678901234567890.0);
  EXPECT_EQ(number("4.9406564584124654e-324"), 5e-324);
  EXPECT_EQ(number("1e-400"), 0.0);
  EXPECT_FALSE(std::signbit(*number("-0.0")));
  EXPECT_FALSE(std::signbit(*number("-0")));
}

TEST(FormInput, ShowsARepeatedFieldAsAnArrayAsTheOriginalsDo) {
  const auto input = Input::from_form({{"a", "1"}, {"b", ""}, {"a", "2"}});
  EXPECT_EQ(input.member("a").string(), std::nullopt);
  EXPECT_EQ(input.member("a").type(), Input::Type::array);
  EXPECT_EQ(input.member("b").string(), "");
  EXPECT_EQ(input.member_names(), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(input.is_form());
  EXPECT_FALSE(Input::from_json("{}").value().is_form());
}

}  // namespace
}  // namespace frontdesk::wire
