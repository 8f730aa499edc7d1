#include "platform/http/body.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace frontdesk::http {
namespace {

const std::string type = "multipart/form-data; boundary=XX";

std::string part(const std::string& head, const std::string& value) {
  return "--XX\r\n" + head + "\r\n\r\n" + value + "\r\n";
}
std::string named(const std::string& name, const std::string& value) {
  return part("Content-Disposition: form-data; name=\"" + name + "\"", value);
}

TEST(Multipart, ReadsTextFieldsAndFilesInOrder) {
  const std::string file{"\x89PNG\r\n\0\r\n--X", 13};
  const auto fields = parse_multipart(
      type,
      named("a", "1") +
          part("content-disposition: form-data; name=f; filename=\"x \\\"y%22.png\"\r\nContent-Type: image/png", file) +
          named("a", "") + "--XX--\r\n");
  ASSERT_TRUE(fields);
  ASSERT_EQ(fields->size(), 3U);
  EXPECT_EQ((*fields)[0].name, "a");
  EXPECT_EQ((*fields)[0].value, "1");
  EXPECT_FALSE((*fields)[0].filename);
  EXPECT_EQ((*fields)[1].name, "f");
  EXPECT_EQ((*fields)[1].filename, "x \"y\".png");
  EXPECT_EQ((*fields)[1].content_type, "image/png");
  EXPECT_EQ((*fields)[1].value, file);
  EXPECT_EQ((*fields)[2].value, "");
}

TEST(Multipart, TakesAQuotedBoundaryAndAnEmptyForm) {
  EXPECT_TRUE(parse_multipart("Multipart/Form-Data; charset=utf-8; boundary=\"a b\"",
                              "--a b\r\nContent-Disposition: form-data; name=n\r\n\r\nv\r\n--a b--"));
  const auto empty = parse_multipart(type, "--XX--\r\n");
  ASSERT_TRUE(empty);
  EXPECT_TRUE(empty->empty());
}

TEST(Multipart, RefusesWhatDoesNotKeepToTheForm) {
  const std::string good = named("a", "1") + "--XX--\r\n";
  ASSERT_TRUE(parse_multipart(type, good));
  EXPECT_FALSE(parse_multipart("multipart/mixed; boundary=XX", good)) << "another kind";
  EXPECT_FALSE(parse_multipart("multipart/form-data", good)) << "no boundary";
  EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=", good)) << "an empty boundary";
  EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=XX; boundary=YY", good)) << "two boundaries";
  EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=" + std::string(71, 'X'), good)) << "a long boundary";
  EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=\"XX", good)) << "an open quote";
  EXPECT_FALSE(parse_multipart(type, "")) << "no body";
  EXPECT_FALSE(parse_multipart(type, named("a", "1"))) << "no end";
  EXPECT_FALSE(parse_multipart(type, named("a", "1") + "--XX--x")) << "text behind the last boundary in its line";
  EXPECT_FALSE(parse_multipart(type, named("a", "1") + "--XX x\r\n" + good)) << "text behind a boundary in its line";
  EXPECT_FALSE(parse_multipart(type, "preamble alone")) << "no boundary in the body";
  EXPECT_FALSE(parse_multipart(type, part("Content-Type: text/plain", "1") + "--XX--")) << "no disposition";
  EXPECT_FALSE(parse_multipart(type, part("Content-Disposition: form-data", "1") + "--XX--")) << "no name";
  EXPECT_FALSE(parse_multipart(type, part("Content-Disposition: attachment; name=a", "1") + "--XX--"))
      << "another disposition";
  EXPECT_FALSE(parse_multipart(
      type, part("Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b", "1") + "--XX--"))
      << "two dispositions";
  EXPECT_FALSE(parse_multipart(type, part("Content-Disposition: form-data; name=a; name=b", "1") + "--XX--"))
      << "two names";
  EXPECT_FALSE(parse_multipart(
      type, part("Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64", "1") + "--XX--"))
      << "an encoding";
  EXPECT_FALSE(parse_multipart(type, named("a", "\xff") + "--XX--")) << "text that is not UTF-8";
  EXPECT_FALSE(parse_multipart(
      type, "--XX\r\nA: " + std::string(9000, 'a') + "\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--XX--"))
      << "long headers";
}

TEST(Multipart, IgnoresPreambleEpilogueAndBlanksBehindABoundary) {
  const auto one = [](const std::string& body) {
    const auto fields = parse_multipart(type, body);
    return fields && fields->size() == 1 ? (*fields)[0].name + "=" + (*fields)[0].value : std::string("refused");
  };
  const auto field = named("a", "1");
  EXPECT_EQ(one("This is a preamble.\r\n" + field + "--XX--\r\n"), "a=1");
  EXPECT_EQ(one("two\r\nlines with --XX inside\r\n" + field + "--XX--"), "a=1");
  EXPECT_EQ(one("\r\n" + field + "--XX--"), "a=1");
  EXPECT_EQ(one(field + "--XX--\r\nThis is the epilogue.\r\n--XX\r\n"), "a=1");
  EXPECT_EQ(one("--XX \t \r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--XX-- \t\r\n"), "a=1");
  EXPECT_EQ(one(field + "--XX-- "), "a=1");
  EXPECT_EQ(one("a boundary inside a line is none: " + field + field + "--XX--"), "a=1");
}

TEST(Multipart, KeepsANulOfATextForValidationToName) {
  const auto fields = parse_multipart(type, named("a", std::string("x\0y", 3)) + "--XX--");
  ASSERT_TRUE(fields);
  EXPECT_EQ((*fields)[0].value, std::string("x\0y", 3));
  EXPECT_FALSE(parse_multipart(type, named(std::string("a\0", 2), "1") + "--XX--")) << "a name with a NUL";
}

TEST(Multipart, LimitsTheNumberOfParts) {
  std::string hundred;
  for (int i = 0; i < 100; ++i) hundred += named("a", "1");
  EXPECT_TRUE(parse_multipart(type, hundred + "--XX--"));
  EXPECT_FALSE(parse_multipart(type, hundred + named("a", "1") + "--XX--"));
}

TEST(Multipart, TakesTimeInProportionToAHostileBody) {
  const std::string boundary(70, 'a');
  std::string almost;
  while (almost.size() < 8 * 1024 * 1024) almost += "\r\n--" + std::string(69, 'a');
  const auto body = "--" + boundary + "\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n" + almost;
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=" + boundary, body));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

TEST(Urlencoded, KeepsOrderAndDuplicatesAndRefusesWhatIsNotUtf8) {
  EXPECT_EQ(parse_urlencoded("a=1+2&b=%C3%A4&a="),
            (std::vector<std::pair<std::string, std::string>>{{"a", "1 2"}, {"b", "\xc3\xa4"}, {"a", ""}}));
  EXPECT_FALSE(parse_urlencoded("a=%ff"));
  EXPECT_FALSE(parse_urlencoded(std::string(1000, '&')));
  EXPECT_TRUE(parse_urlencoded(""));
}

TEST(Urlencoded, TakesAPercentSignThatIsNoEscapeLiterally) {
  const auto value = [](const std::string& body) { return parse_urlencoded("a=" + body).value().at(0).second; };
  EXPECT_EQ(value("100%"), "100%");
  EXPECT_EQ(value("%g1"), "%g1");
  EXPECT_EQ(value("%1"), "%1");
  EXPECT_EQ(value("%%41"), "%A");
  EXPECT_EQ(value("50%+off"), "50% off");
  EXPECT_EQ(parse_urlencoded("%=%").value().at(0), (std::pair<std::string, std::string>{"%", "%"}));
  EXPECT_FALSE(parse_urlencoded("a=%c3%"));
}

}  // namespace
}  // namespace frontdesk::http
