#include "schemas/wire/json.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace frontdesk::wire {
namespace {

TEST(JsonText, EscapesWhatMustBe) {
  EXPECT_EQ(quoted("a\"b\\c\n\r\t/é😀"), "\"a\\\"b\\\\c\\n\\r\\t/é😀\"");
  EXPECT_EQ(quoted(std::string_view("\0\x1f\x7f", 3)), "\"\\u0000\\u001f\x7f\"");
  EXPECT_EQ(quoted(""), "\"\"");
}

TEST(ObjectWriter, KeepsTheOrderOfItsCalls) {
  EXPECT_EQ(ObjectWriter().text("z", "1").null("a").boolean("b", false).raw("c", "[1]").number("d", 5LL).take(),
            R"({"z":"1","a":null,"b":false,"c":[1],"d":5})");
  EXPECT_EQ(ObjectWriter().take(), "{}");
}

TEST(ObjectWriter, PrintsNumbersInTheShortestFormThatReadsBackTheSame) {
  const auto printed = [](double value) { return ObjectWriter().number("a", value).take(); };
  EXPECT_EQ(printed(40.7128), R"({"a":40.7128})");
  EXPECT_EQ(printed(-74), R"({"a":-74})");
  EXPECT_EQ(printed(0.1 + 0.2), R"({"a":0.30000000000000004})");
  EXPECT_EQ(printed(std::nan("")), R"({"a":null})");
}

TEST(ObjectWriter, PrintsNumbersAsTheLanguageOfTheOriginalClientsDoes) {
  const auto printed = [](double value) {
    const auto object = ObjectWriter().number("a", value).take();
    return object.substr(5, object.size() - 6);
  };
  EXPECT_EQ(printed(-0.0), "0");
  EXPECT_EQ(printed(0.0001), "0.0001");
  EXPECT_EQ(printed(-0.000001), "-0.000001");
  EXPECT_EQ(printed(1e-7), "1e-7");
  EXPECT_EQ(printed(-1.25e-7), "-1.25e-7");
  EXPECT_EQ(printed(100000), "100000");
  EXPECT_EQ(printed(20015.086796020572), "20015.086796020572");
  EXPECT_EQ(printed(1e20), "100000000000000000000");
  EXPECT_EQ(printed(123456789012345680000.0), "123456789012345680000");
  EXPECT_EQ(printed(1e21), "1e+21");
  EXPECT_EQ(printed(1.7976931348623157e308), "1.7976931348623157e+308");
  EXPECT_EQ(printed(5e-324), "5e-324");
}

}  // namespace
}  // namespace frontdesk::wire
