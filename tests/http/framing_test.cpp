#include "platform/http/framing.hpp"

#include <gtest/gtest.h>

#include <string>

namespace frontdesk::http {
namespace {

std::variant<Incomplete, Malformed, Head> read(std::string_view bytes, std::size_t head_bytes_max = 16 * 1024) {
  std::size_t scanned = 0;
  return read_head(bytes, scanned, head_bytes_max);
}

// 0: incomplete, 200: a head, else the refusal's status.
int outcome(std::string_view bytes) {
  const auto result = read(bytes);
  if (std::holds_alternative<Incomplete>(result)) return 0;
  if (const auto* malformed = std::get_if<Malformed>(&result)) return malformed->status;
  return 200;
}

std::string with(std::string_view header) {
  return "POST /a HTTP/1.1\r\nHost: a\r\n" + std::string{header} + "\r\n\r\n";
}

TEST(Framing, ReadsMethodTargetAndHeadersInOrder) {
  const auto result = read("GET /a?b HTTP/1.1\r\nHost: x\r\nX-One:\t 1 \r\nx-one: 2\r\n\r\nrest");
  const auto& head = std::get<Head>(result);
  EXPECT_EQ(head.method, "GET");
  EXPECT_EQ(head.target, "/a?b");
  ASSERT_EQ(head.headers.size(), 3U);
  EXPECT_EQ(head.headers[1], (std::pair<std::string, std::string>{"x-one", "1"}));
  EXPECT_EQ(head.headers[2], (std::pair<std::string, std::string>{"x-one", "2"}));
  EXPECT_EQ(head.bytes, 52U);
}

TEST(Framing, FindsTheSameHeadHoweverItIsCutUp) {
  const std::string bytes = with("Content-Length: 3");
  std::size_t scanned = 0;
  for (std::size_t length = 1; length < bytes.size(); ++length)
    ASSERT_TRUE(std::holds_alternative<Incomplete>(read_head(std::string_view{bytes}.substr(0, length), scanned, 1024)))
        << length;
  EXPECT_EQ(std::get<Head>(read_head(bytes, scanned, 1024)).content_length, 3U);
}

TEST(Framing, RefusesWhatTwoReadersCouldUnderstandDifferently) {
  struct Row {
    std::string bytes;
    int status;
    const char* what;
  };
  const Row rows[] = {
      {"GET / HTTP/1.1\nHost: a\n\n", 400, "bare line feeds"},
      {"GET / HTTP/1.1\r\nHost: a\n\r\n", 400, "one bare line feed"},
      {"GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", 400, "a bare carriage return"},
      {with("A: b\r\n c"), 400, "a folded header"},
      {with(std::string{"A: b\0c", 6}), 400, "a NUL in a value"},
      {std::string{"GET /\0 HTTP/1.1\r\n", 17}, 400, "a NUL in the target, before the head has ended"},
      {with("A : b"), 400, "a space before the colon"},
      {with("A b: c"), 400, "a space in a name"},
      {with(": c"), 400, "no name"},
      {with("A"), 400, "no colon"},
      {with("A: \x01"), 400, "a control character"},
      {with("Content-Length: 1\r\nContent-Length: 1"), 400, "two lengths, even equal ones"},
      {with("Content-Length: 1, 1"), 400, "a list of lengths"},
      {with("Content-Length: +1"), 400, "a signed length"},
      {with("Content-Length: -1"), 400, "a negative length"},
      {with("Content-Length: 0x1"), 400, "a hexadecimal length"},
      {with("Content-Length: abc"), 400, "a length of letters"},
      {with("Content-Length:"), 400, "an empty length"},
      {with("Content-Length: 99999999999999999999999"), 413, "a length beyond 64 bits"},
      {with("Transfer-Encoding: chunked"), 411, "a chunked body"},
      {with("Transfer-Encoding: chunked\r\nContent-Length: 1"), 400, "chunked and a length"},
      {with("Transfer-Encoding: xchunked"), 411, "an unknown encoding"},
      {with("Host: b"), 400, "two hosts"},
      {"GET / HTTP/1.1\r\n\r\n", 400, "no host"},
      {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "two spaces"},
      {"GET / a HTTP/1.1\r\nHost: a\r\n\r\n", 400, "a space in the target"},
      {" GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "a leading space"},
      {"GET /\r\nHost: a\r\n\r\n", 400, "no version"},
      {"G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "a method that is no token"},
      {"GET / HTTP/\r\nHost: a\r\n\r\n", 400, "half a version"},
      {"GET / http/1.1\r\nHost: a\r\n\r\n", 400, "a version in small letters"},
      {"GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505, "an unknown minor version"},
      {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505, "an unknown major version"},
      {"\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "two empty lines before the request"},
      {with("Expect: the-unexpected"), 417, "an unknown expectation"},
  };
  for (const auto& row : rows) EXPECT_EQ(outcome(row.bytes), row.status) << row.what;
}

TEST(Framing, TakesWhatTheRfcHasServersTake) {
  EXPECT_EQ(outcome("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"), 200) << "one empty line before the request";
  EXPECT_EQ(outcome("GET / HTTP/1.0\r\n\r\n"), 200) << "no host in HTTP/1.0";
  EXPECT_EQ(outcome(with("A: \xc3\xa4")), 200) << "bytes beyond ASCII in a value";
  EXPECT_EQ(outcome(with("A:")), 200) << "an empty value";
  EXPECT_EQ(outcome("GET / HTTP/1.1\r\nHost: a\r\n"), 0) << "an unfinished head";
}

TEST(Framing, KnowsWhetherTheConnectionStays) {
  const auto keeps = [](std::string_view bytes) { return std::get<Head>(read(bytes)).keep_alive; };
  EXPECT_TRUE(keeps("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_FALSE(keeps("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n"));
  EXPECT_FALSE(keeps("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_TRUE(keeps("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"));
}

TEST(Framing, LimitsTheHeadInBytesAndHeaders) {
  const auto status = [](std::string_view bytes) { return std::get<Malformed>(read(bytes, 1024)).status; };
  EXPECT_EQ(status("GET /" + std::string(2000, 'a')), 431);
  EXPECT_TRUE(std::holds_alternative<Incomplete>(read("GET /" + std::string(1000, 'a'), 1024)));
  std::string many;
  for (int i = 0; i < 101; ++i) many += "a:b\r\n";
  EXPECT_EQ(status("GET / HTTP/1.1\r\n" + many + "\r\n"), 431);
}

}  // namespace
}  // namespace frontdesk::http
