#include "schemas/wire/fields.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>

#include "schemas/wire/text_forms.hpp"

namespace frontdesk::wire {

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.path << ": " << fault.message; }

namespace {

using Faults = std::vector<Fault>;

Fields of_json(std::string_view json) { return Fields(Input::from_json(json).value()); }
Fields of_form(Input::Pairs pairs) { return Fields(Input::from_form(std::move(pairs))); }

Faults text_faults(std::string_view json, const TextRule& rule = {}) {
  auto fields = of_json(json);
  fields.text("a", rule);
  return fields.faults();
}

Faults number_faults(std::string_view json, const NumberRule& rule = {}) {
  auto fields = of_json(json);
  fields.number("a", rule);
  return fields.faults();
}

TEST(Fields, TellsOnceWhenThereIsNoObject) {
  Fields none(Input::none());
  EXPECT_EQ(none.text("a"), std::nullopt);
  EXPECT_EQ(none.number("b"), std::nullopt);
  EXPECT_EQ(none.boolean("c"), std::nullopt);
  EXPECT_EQ(none.uuid("d"), std::nullopt);
  EXPECT_EQ(none.email("e"), std::nullopt);
  none.same("a", "b", "x");
  none.only({});
  EXPECT_EQ(none.faults(), (Faults{{"", "Invalid input: expected object, received undefined"}}));
  EXPECT_EQ(of_json("[]").faults(), (Faults{{"", "Invalid input: expected object, received array"}}));
}

TEST(Fields, NameTheTypeTheyReceived) {
  const auto expected = [](const std::string& type) {
    return Faults{{"a", "Invalid input: expected string, received " + type}};
  };
  EXPECT_EQ(text_faults("{}"), expected("undefined"));
  EXPECT_EQ(text_faults(R"({"a":null})"), expected("null"));
  EXPECT_EQ(text_faults(R"({"a":1.5})"), expected("number"));
  EXPECT_EQ(text_faults(R"({"a":false})"), expected("boolean"));
  EXPECT_EQ(text_faults(R"({"a":[]})"), expected("array"));
  EXPECT_EQ(text_faults(R"({"a":{}})"), expected("object"));
}

TEST(TextField, IsAbsentOnlyWhereTheRuleSaysSo) {
  EXPECT_EQ(text_faults("{}", {.required = false}), Faults{});
  EXPECT_EQ(text_faults(R"({"a":""})", {.min = 1, .required = false, .empty_is_absent = true}), Faults{});
  EXPECT_EQ(text_faults(R"({"a":""})", {.min = 1}),
            (Faults{{"a", "Too small: expected string to have >=1 characters"}}));
  EXPECT_EQ(text_faults(R"({"a":null})", {.required = false}),
            (Faults{{"a", "Invalid input: expected string, received null"}}));
  EXPECT_EQ(text_faults(R"({"a":""})", {.empty_is_absent = true}),
            (Faults{{"a", "Invalid input: expected string, received undefined"}}));
}

TEST(TextField, CountsAsTheOriginalClientsLanguageDoes) {
  // An emoji is two of JavaScript's characters, an umlaut one.
  EXPECT_EQ(text_faults(R"({"a":"😀a"})", {.min = 3}), Faults{});
  EXPECT_EQ(text_faults(R"({"a":"äö"})", {.min = 3, .too_short = "short"}), (Faults{{"a", "short"}}));
  EXPECT_EQ(text_faults(R"({"a":"äöü"})", {.max = 3}), Faults{});
  EXPECT_EQ(text_faults(R"({"a":"😀😀"})", {.max = 3}),
            (Faults{{"a", "Too big: expected string to have <=3 characters"}}));
}

TEST(TextField, HoldsNoNul) {
  EXPECT_EQ(text_faults(R"({"a":"x\u0000"})", {.min = 9}), (Faults{{"a", "Invalid input: NUL character"}}));
}

TEST(NumberField, HasBounds) {
  const NumberRule rule{.min = 1, .max = 100, .whole = true};
  EXPECT_EQ(number_faults(R"({"a":1})", rule), Faults{});
  EXPECT_EQ(number_faults(R"({"a":1e2})", rule), Faults{});
  EXPECT_EQ(number_faults(R"({"a":0})", rule), (Faults{{"a", "Too small: expected number to be >=1"}}));
  EXPECT_EQ(number_faults(R"({"a":101})", rule), (Faults{{"a", "Too big: expected number to be <=100"}}));
  EXPECT_EQ(number_faults(R"({"a":1.5})", rule), (Faults{{"a", "Invalid input: expected int, received number"}}));
  EXPECT_EQ(number_faults(R"({"a":"5"})", rule), (Faults{{"a", "Invalid input: expected number, received string"}}));
  EXPECT_EQ(number_faults("{}", rule), (Faults{{"a", "Invalid input: expected number, received undefined"}}));
}

TEST(NumberField, IsReadFromTextInAForm) {
  const auto value = [](const std::string& text) { return of_form({{"a", text}}).number("a"); };
  EXPECT_EQ(value("-74.5"), -74.5);
  EXPECT_EQ(value(" 7 "), 7);
  EXPECT_EQ(value("1e1"), 10);
  const Faults nan{{"a", "Invalid input: expected number, received NaN"}};
  for (const std::string text : {"", " ", "x", "1x", "1 2", "nan", "inf", "1e999", "0x10"}) {
    auto fields = of_form({{"a", text}});
    fields.number("a");
    EXPECT_EQ(fields.faults(), nan) << text;
  }
  auto missing = of_form({});
  missing.number("a");
  EXPECT_EQ(missing.faults(), nan);
  auto optional = of_form({{"a", ""}});
  EXPECT_EQ(optional.number("a", {.required = false}), std::nullopt);
  EXPECT_FALSE(optional.faulty());
}

TEST(NumberField, IsTheSameInAFormAsInJson) {
  for (const std::string digits : {"-99.13320799999997", "21.701083603113346", "-0.0", "1e-400",
                                   "4.9406564584124654e-324", "9007199254740993", "1E2", "-74"}) {
    const auto in_form = of_form({{"a", digits}}).number("a");
    const auto in_json = of_json(R"({"a":)" + digits + "}").number("a");
    ASSERT_TRUE(in_form && in_json) << digits;
    EXPECT_EQ(std::bit_cast<std::uint64_t>(*in_form), std::bit_cast<std::uint64_t>(*in_json)) << digits;
  }
  EXPECT_EQ(of_form({{"a", "+5"}}).number("a"), 5);
  EXPECT_EQ(of_form({{"a", "\u00a07\ufeff"}}).number("a"), 7);
}

TEST(RepeatedFields, AreOfTheWrongType) {
  const auto faults = [](const auto& read) {
    auto fields = of_form({{"a", "1"}, {"b", "x"}, {"a", "1"}});
    read(fields);
    return fields.faults();
  };
  EXPECT_EQ(faults([](Fields& fields) { fields.text("a"); }),
            (Faults{{"a", "Invalid input: expected string, received array"}}));
  EXPECT_EQ(faults([](Fields& fields) { fields.text("a", {.required = false, .empty_is_absent = true}); }),
            (Faults{{"a", "Invalid input: expected string, received array"}}));
  EXPECT_EQ(faults([](Fields& fields) { fields.number("a", {.required = false}); }),
            (Faults{{"a", "Invalid input: expected number, received NaN"}}));
  EXPECT_EQ(faults([](Fields& fields) { fields.uuid("a"); }),
            (Faults{{"a", "Invalid input: expected string, received array"}}));
  EXPECT_EQ(faults([](Fields& fields) { fields.email("a"); }), (Faults{{"a", "Invalid email address"}}));
  EXPECT_EQ(faults([](Fields& fields) { fields.only({"b"}); }), (Faults{{"", R"(Unrecognized key: "a")"}}));
  EXPECT_EQ(faults([](Fields& fields) { fields.text("b"); }), Faults{}) << "nobody asked for it";
}

TEST(BooleanField, IsNoTextAndNoNumber) {
  EXPECT_EQ(of_json(R"({"a":false})").boolean("a"), false);
  auto text = of_json(R"({"a":"true"})");
  EXPECT_EQ(text.boolean("a"), std::nullopt);
  EXPECT_EQ(text.faults(), (Faults{{"a", "Invalid input: expected boolean, received string"}}));
}

TEST(EmailField, IsTrimmedAndKeepsItsCase) {
  EXPECT_EQ(of_json(R"({"a":" Ann@Example.COM\n"})").email("a"), "Ann@Example.COM");
}

TEST(EmailField, HasOneTextForEveryFault) {
  for (const auto* json : {"{}", R"({"a":5})", R"({"a":null})", R"({"a":"x"})", R"({"a":""})"}) {
    auto fields = of_json(json);
    fields.email("a");
    EXPECT_EQ(fields.faults(), (Faults{{"a", "Invalid email address"}})) << json;
  }
  auto optional = of_json(R"({"a":""})");
  EXPECT_EQ(optional.email("a", false), std::nullopt);
  EXPECT_FALSE(optional.faulty());
}

TEST(Email, HasALocalPartAndADomain) {
  for (const auto* email : {"a@b.co", "o'neil@example.com", "a.b-c+d_e@x-y.z9.org", "1@2.com"}) {
    EXPECT_TRUE(is_email(email)) << email;
  }
  for (const auto* email :
       {"",      "@",       "a@",      "@b.co",   "a@b",      "a@b.c",    "a@b.c1", ".a@b.co", "a.@b.co",  "a..b@b.co",
        "a@.co", "a@b..co", "a@-b.co", "a@b-.co", "a b@c.co", "a@b c.co", "ä@b.co", "a@ä.co",  "a@b@c.co", "a!@b.co"}) {
    EXPECT_FALSE(is_email(email)) << email;
  }
}

TEST(NewPassword, IsCountedInBytes) {
  const auto faults = [](const std::string& password) {
    auto fields = of_json(R"({"a":")" + password + R"("})");
    fields.new_password("a", "short");
    return fields.faults();
  };
  EXPECT_EQ(faults(std::string(72, 'x')), Faults{});
  EXPECT_EQ(faults(std::string(73, 'x')), (Faults{{"a", "Password must be at most 72 bytes"}}));
  std::string umlauts;
  for (int i = 0; i < 37; ++i) umlauts += "ä";
  EXPECT_EQ(faults(umlauts), (Faults{{"a", "Password must be at most 72 bytes"}}));
  EXPECT_EQ(faults("12345"), (Faults{{"a", "short"}}));
}

TEST(WebsiteField, IsAnHttpUrl) {
  const auto accepted = [](const std::string& url) {
    return of_json(R"({"a":")" + url + R"("})").website("a").has_value();
  };
  for (const auto* url : {"http://a", "https://a.b/c?d#e", "https://a.b:8080"}) EXPECT_TRUE(accepted(url)) << url;
  for (const auto* url :
       {"a.b", "ftp://a", "https://", "https:///x", "http://:80", "http://a b", "javascript:x", "http://a<b"}) {
    EXPECT_FALSE(accepted(url)) << url;
  }
  for (const auto* url : {"Https://ex.com", "HTTP://EX.COM/", "https://[::1]/", "https://[2001:DB8::1]:443",
                          "https://ex.com:65535/", "https://ex.com:/", "https://ex.com:00080", "https://u:p%40@ex.com/",
                          "https://1.2.3.4", "https://ex.com./", "https://große.example/straße", "https://a_b.ex.com",
                          "https://ex.com?q", "https://ex.com#f", "https://ex.com/100%", "https://ex.com/a:b@c",
                          "https://xn--groe-xna.example", "https://[::ffff:1.2.3.4]", "https://%65x.com"}) {
    EXPECT_TRUE(accepted(url)) << url;
  }
  for (const auto* url : {"https://ex.com:99999/",
                          "https://ex.com:65536",
                          "https://ex.com:8o",
                          "https://ex.com:-1",
                          "https://[::1",
                          "https://::1]",
                          "https://[]",
                          "https://[::1]x",
                          "https://[::1]:x",
                          "https://[1.2.3.4]",
                          "https://[v1.a]",
                          "https://[fe80::1%25eth0]",
                          "https://[:::1]",
                          "https://1.2.3.256",
                          "https://1.2.3.4.5",
                          "https://ex.09",
                          "https://a@b@c",
                          "https://@",
                          "https://u@",
                          "https://u@:80",
                          "https://ex%2fcom",
                          "https://ex%zz.com",
                          "https://ex.com\\\\@evil.example",
                          "https://a|b",
                          "https://a^b",
                          "https://%00.com",
                          "https://\u00ad",
                          "https://\ufffd.com",
                          "https:/ex.com",
                          "https:ex.com",
                          "https ://ex.com",
                          " https://ex.com",
                          "//ex.com",
                          "https://xn--a",
                          "https://a..b:80:80"}) {
    EXPECT_FALSE(accepted(url)) << url;
  }
}

TEST(OpeningHoursFields, ComeAsAnObjectOrAsItsText) {
  for (const auto* json :
       {R"({"a":{"start":"00:00","end":"23:59"}})", R"({"a":"{\"start\":\"00:00\",\"end\":\"23:59\"}"})"}) {
    auto fields = of_json(json);
    const auto hours = fields.opening_hours("a");
    ASSERT_TRUE(hours) << json;
    EXPECT_EQ(hours->start + "-" + hours->end, "00:00-23:59");
  }
  auto both = of_json(R"({"a":{"start":"x","end":5}})");
  both.opening_hours("a");
  EXPECT_EQ(both.faults(), (Faults{{"a.start", R"(Invalid string: must match pattern /^([01]\d|2[0-3]):[0-5]\d$/)"},
                                   {"a.end", "Invalid input: expected string, received number"}}));
  auto backwards = of_json(R"({"a":{"start":"10:00","end":"09:59"}})");
  backwards.opening_hours("a");
  EXPECT_EQ(backwards.faults(), (Faults{{"a.end", "End must be after start"}}));
}

TEST(NestedText, IsRequiredInsideAnOptionalObject) {
  auto absent = of_json("{}");
  EXPECT_EQ(absent.nested_text("a", "b"), std::nullopt);
  EXPECT_FALSE(absent.faulty());
  auto empty = of_json(R"({"a":{}})");
  empty.nested_text("a", "b");
  EXPECT_EQ(empty.faults(), (Faults{{"a.b", "Invalid input: expected string, received undefined"}}));
}

TEST(SameTexts, AreComparedOnlyWhenBothAreTexts) {
  const auto faults = [](std::string_view json) {
    auto fields = of_json(json);
    fields.same("b", "a", "differ");
    return fields.faults();
  };
  EXPECT_EQ(faults(R"({"a":"x","b":"y"})"), (Faults{{"b", "differ"}}));
  EXPECT_EQ(faults(R"({"a":"x","b":"x"})"), Faults{});
  EXPECT_EQ(faults(R"({"a":"x"})"), Faults{});
  EXPECT_EQ(faults(R"({"a":1,"b":"1"})"), Faults{});
}

TEST(OnlyTheseFields, NamesTheOthersInTheirOrder) {
  const auto faults = [](std::string_view json) {
    auto fields = of_json(json);
    fields.only({"a"});
    return fields.faults();
  };
  EXPECT_EQ(faults(R"({"a":1})"), Faults{});
  EXPECT_EQ(faults(R"({"z":1,"a":1})"), (Faults{{"", R"(Unrecognized key: "z")"}}));
  EXPECT_EQ(faults(R"({"z":1,"a":1,"b":2})"), (Faults{{"", R"(Unrecognized keys: "z", "b")"}}));
}

}  // namespace
}  // namespace frontdesk::wire
