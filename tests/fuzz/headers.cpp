#include "tests/fuzz/headers.hpp"

#include <string_view>

namespace frontdesk::fuzz {
namespace {

using namespace std::string_literals;

std::string token(Random& random, const Scene& scene) {
  const auto choice = random.below(5);
  return choice < 2 ? scene.patient_token : choice < 4 ? scene.staff_token : scene.admin_token;
}

std::string damaged_token(Random& random, std::string token) {
  if (token.empty()) return "a.b.c";
  switch (random.below(6)) {
    case 0:
      token[random.below(token.size())] = static_cast<char>('A' + random.below(26));
      return token;
    case 1:
      return token.substr(0, random.below(token.size()));
    case 2:
      return token + "." + token;
    case 3:
      token.erase(token.rfind('.') + 1);
      return token;
    case 4:
      return token.substr(token.find('.'));
    default:
      // {"alg":"none","typ":"JWT"} before the claims of a sound token.
      return "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0" + token.substr(token.find('.'));
  }
}

std::string authorization(Random& random, const Scene& scene) {
  static const std::vector<std::string> odd{
      "Bearer", "Bearer ",      "Bearer  x",  "bearer x",        "Basic YTpi",       "Digest a=\"b\"",
      "",       "Bearer a.b.c", "Bearer ...", "Bearer \xff\xfe", "Bearer eyJ.eyJ.x", "Bearer a b"};
  switch (random.below(10)) {
    case 0:
      return "Authorization: " + random.pick(odd);
    case 1:
      return "Authorization: Bearer " + damaged_token(random, token(random, scene));
    case 2:
      if (random.one_in(8)) return "Authorization: Bearer " + std::string(random.below(15'000), 'j');
      return "Authorization: bearer " + token(random, scene);
    default:
      return "Authorization: Bearer " + token(random, scene);
  }
}

std::string odd_header(Random& random) {
  static const std::vector<std::string> lines{
      "Idempotency-Key: ",
      "Idempotency-Key: a b c",
      "Idempotency-Key: \"quoted\"",
      "Idempotency-Key: \xff\xfe",
      "Idempotency-Key: ' OR 1=1 --",
      "Idempotency-Key: \xf0\x9f\x98\x80",
      "Prefer: wait=0",
      "Prefer: wait=-1",
      "Prefer: wait=99999999999999999999",
      "Prefer: wait=abc, respond-async",
      "Prefer: ;;;",
      "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      "traceparent: 00-zz-zz-zz",
      "X-Forwarded-For: 1.2.3.4, 5.6.7.8",
      "X-Forwarded-For: , ,",
      "X-Forwarded-For: ::1, not an address",
      "X-Forwarded-For: \xff",
      "X-Forwarded-Host: evil.example",
      "X-Forwarded-Proto: https",
      "Forwarded: for=\"[::1]\"",
      "X-Correlation-Id: visit-1",
      "X-Correlation-Id: a\"b",
      "X-Request-Id: ../../x",
      "X-Operator-Token: guess",
      "Origin: null",
      "Origin: https://evil.example",
      "Access-Control-Request-Method: DELETE",
      "Accept: application/xml;q=\xff",
      "Accept: ,,,;;;",
      "Accept-Encoding: gzip, br, \x01",
      "Accept-Language: *",
      "Cookie: a",
      "Cookie: token=1; token=2; =; ;",
      "Date: never",
      "If-None-Match: *",
      "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
      "Range: bytes=0-0,-1,5-2",
      "Cache-Control: foo=bar",
      "TE: trailers",
      "Trailer: Content-Length",
      "Content-Encoding: gzip",
      "Content-Language: \xc3\x28",
      "User-Agent: ",
      "Upgrade: h2c",
      "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
      "X-HTTP-Method-Override: DELETE",
      "X-Empty:",
      "X-Tab:\t\tvalue\t",
      "X-Colon: a:b:c",
      "x-lower: 1",
      "X-Under_score: 1",
      "X.Dot: 1",
      "Sec-WebSocket-Key: not base64",
  };
  switch (random.below(14)) {
    case 0:
      return "Idempotency-Key: " + std::string(1 + random.below(300), 'k');
    case 1:
      return "X-Long: " + std::string(random.below(3500), 'h');
    default:
      return random.pick(lines);
  }
}

// Servers may refuse these, in whatever way keeps to HTTP.
std::string malformed_header(Random& random) {
  static const std::vector<std::string> lines{
      "NoColon",   ": no name",  "Name : space", "N\0ame: x"s, "Name: a\0b"s,   "Name: a\rb", "Na me: x",
      "(name): x", "Name: \x7f", "Name: \x01",   "\xff: x",    " folded: line", "=: x",       "Name: a\nInjected: b"};
  return random.pick(lines);
}

}  // namespace

std::vector<std::string> make_headers(Random& random, const Scene& scene) {
  std::vector<std::string> lines;
  if (!random.one_in(12)) lines.push_back(authorization(random, scene));
  if (random.one_in(40)) lines.push_back(authorization(random, scene));
  const auto count = random.one_in(3) ? random.below(6) : 0;
  for (std::size_t i = 0; i < count; ++i) lines.push_back(odd_header(random));
  if (random.one_in(40)) lines.push_back(malformed_header(random));
  if (random.one_in(80)) lines.push_back("X-Huge: " + std::string(8'000 + random.below(40'000), 'H'));
  if (random.one_in(80)) {
    for (int i = 0; i < 150; ++i) lines.push_back("X-Many-" + std::to_string(i) + ": 1");
  }
  return lines;
}

}  // namespace frontdesk::fuzz
