#include "platform/http/wire.hpp"

#include <gtest/gtest.h>

namespace frontdesk::http {
namespace {

bool has(const std::string& answer, std::string_view line) {
  return answer.find("\r\n" + std::string{line} + "\r\n") != std::string::npos;
}

TEST(Answer, CarriesTheSecurityHeadersAndNoNameOfTheServer) {
  const auto answer = serialise(Response{.status = 200, .body = "{}", .headers = {}}, {});
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\nDate: "));
  EXPECT_TRUE(has(answer, "X-Content-Type-Options: nosniff"));
  EXPECT_TRUE(has(answer, "X-Frame-Options: DENY"));
  EXPECT_TRUE(has(answer, "Referrer-Policy: no-referrer"));
  EXPECT_TRUE(has(answer, "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'"));
  EXPECT_TRUE(has(answer, "Content-Type: application/json; charset=utf-8"));
  EXPECT_TRUE(has(answer, "Content-Length: 2"));
  EXPECT_EQ(answer.find("Server:"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("\r\n\r\n{}"));
}

TEST(Answer, LetsTheHandlerReplaceASecurityHeaderAndRepeatItsOwn) {
  const auto answer = serialise(
      Response{
          .body = {},
          .headers = {{"content-security-policy", "default-src 'self'"}, {"Set-Cookie", "a"}, {"Set-Cookie", "b"}}},
      {});
  EXPECT_TRUE(has(answer, "content-security-policy: default-src 'self'"));
  EXPECT_EQ(answer.find("frame-ancestors"), std::string::npos);
  EXPECT_TRUE(has(answer, "Set-Cookie: a"));
  EXPECT_TRUE(has(answer, "Set-Cookie: b"));
}

TEST(Answer, KeepsFramingToItself) {
  const auto answer =
      serialise(Response{.body = "abc",
                         .headers = {{"Content-Length", "1"}, {"transfer-encoding", "chunked"}, {"Connection", "x"}}},
                {});
  EXPECT_TRUE(has(answer, "Content-Length: 3"));
  EXPECT_EQ(answer.find("Content-Length: 1\r"), std::string::npos);
  EXPECT_EQ(answer.find("chunked"), std::string::npos);
  EXPECT_EQ(answer.find("Connection"), std::string::npos);
}

TEST(Answer, HasNoLengthWhereThereCanBeNoBody) {
  for (const int status : {204, 304}) {
    const auto answer = serialise(Response{.status = status, .body = "x", .headers = {}}, {});
    EXPECT_EQ(answer.find("Content-"
                          "Length"),
              std::string::npos);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
  }
}

TEST(Answer, ToHeadHasTheLengthButNotTheBody) {
  const auto answer = serialise(Response{.body = "abc", .headers = {}}, {.head = true, .correlation_id = {}});
  EXPECT_TRUE(has(answer, "Content-Length: 3"));
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

TEST(Answer, SaysWhetherTheConnectionStays) {
  EXPECT_TRUE(has(serialise({}, {.keep_alive = false, .correlation_id = {}}), "Connection: close"));
  EXPECT_TRUE(has(serialise({}, {.http_1_0 = true, .correlation_id = {}}), "Connection: keep-alive"));
}

TEST(Answer, ThatWouldSplitBecomesA500) {
  const std::pair<std::string, std::string> wrong[] = {
      {"A", "b\r\nSet-Cookie: c"}, {"A\r\nB", "c"}, {"A", std::string{"b\0", 2}}, {"A b", "c"}, {"", "c"}};
  for (const auto& header : wrong) {
    const auto answer = serialise(Response{.body = "secret", .headers = {header}}, {});
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 "));
    EXPECT_EQ(answer.find("Set-Cookie"), std::string::npos);
    EXPECT_EQ(answer.find("secret"), std::string::npos);
  }
  EXPECT_TRUE(serialise(Response{.status = 101, .body = {}, .headers = {}}, {}).starts_with("HTTP/1.1 500 "));
  EXPECT_TRUE(serialise(Response{.body = {}, .content_type = "a\nb", .headers = {}}, {}).starts_with("HTTP/1.1 500 "));
}

}  // namespace
}  // namespace frontdesk::http
