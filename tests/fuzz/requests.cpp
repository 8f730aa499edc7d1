#include "tests/fuzz/requests.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "tests/fuzz/bodies.hpp"
#include "tests/fuzz/headers.hpp"
#include "tests/fuzz/random.hpp"
#include "tests/fuzz/routes.hpp"
#include "tests/fuzz/sockets.hpp"
#include "tests/fuzz/targets.hpp"

namespace frontdesk::fuzz {
namespace {

using namespace std::string_literals;
using std::chrono::milliseconds;

struct Draft {
  std::string method;
  Target target;
  std::vector<std::string> headers;
  Body body;
};

std::string method_of(Random& random, const Route& route) {
  static const std::vector<std::string> others{"GET",   "HEAD",     "POST", "PUT",   "PATCH", "DELETE", "OPTIONS",
                                               "TRACE", "PROPFIND", "get",  "M-X!#", "A",     "QUERY"};
  return random.one_in(10) ? random.pick(others) : std::string(route.method);
}

Draft draft(Random& random, Door door, const Scene& scene) {
  const auto& route = random.pick(routes(door));
  Draft request{method_of(random, route), make_target(random, route, scene), make_headers(random, scene), {}};
  const bool usual = !route.body.empty();
  if (usual ? !random.one_in(12) : random.one_in(10)) request.body = make_body(random, route, scene);
  return request;
}

std::string head_of(const Draft& request, std::string_view version, const std::vector<std::string>& framing) {
  std::string head = request.method + " " + request.target.text + " " + std::string(version) + "\r\n";
  for (const auto& line : framing) head += line + "\r\n";
  for (const auto& line : request.headers) head += line + "\r\n";
  if (!request.body.content_type.empty()) head += "Content-Type: " + request.body.content_type + "\r\n";
  return head + "\r\n";
}

std::string length_line(const Draft& request) { return "Content-Length: " + std::to_string(request.body.bytes.size()); }

std::string sound_bytes(const Draft& request) {
  std::vector<std::string> framing{"Host: localhost"};
  if (!request.body.bytes.empty() || request.method == "POST") framing.push_back(length_line(request));
  return head_of(request, "HTTP/1.1", framing) + request.body.bytes;
}

std::string chunked(Random& random, std::string_view body, bool sound) {
  std::string text;
  while (!body.empty()) {
    const auto size = std::min<std::size_t>(body.size(), 1 + random.below(4000));
    char digits[20];
    std::snprintf(digits, sizeof digits, random.one_in(2) ? "%zx" : "%zX", size);
    text += std::string(digits) + (random.one_in(15) ? ";name=\"value\"" : "") + "\r\n";
    text.append(body.substr(0, size)).append("\r\n");
    body.remove_prefix(size);
  }
  text += random.one_in(10) ? "0\r\nX-Trailer: 1\r\n\r\n" : "0\r\n\r\n";
  if (sound) return text;
  static const std::vector<std::string> sizes{
      "-1\r\n", "zz\r\n", "ffffffffffffffff\r\n", "10000000000000000\r\n", "\r\n", "1\n", "5;\0\r\n"s};
  text.insert(random.below(text.size()), random.pick(sizes));
  return text;
}

// What ends where is said in a way that readers disagree about, or not at all.
std::string odd_framing(Random& random, const Draft& request) {
  const auto& body = request.body.bytes;
  const auto with = [&](std::vector<std::string> lines) { return head_of(request, "HTTP/1.1", lines) + body; };
  static const std::vector<std::string> lengths{"-1",   "+5",  "abc",
                                                "",     "1 1", "5, 5",
                                                "0x10", "1e3", "99999999999999999999999",
                                                "٣",    "5;",  "18446744073709551615"};
  static const std::vector<std::string> versions{"HTTP/1.0",   "HTTP/2.0", "HTTP/1.2", "HTTP/0.9",       "http/1.1",
                                                 "HTTP/1.1.1", "HTTP/",    "HTTQ/1.1", "HTTP/9999999.1", "RTSP/1.0"};
  static const std::vector<std::string> codings{"chunked",  "Chunked",  "gzip, chunked", "chunked, identity",
                                                "identity", "xchunked", "chunked\t",     ""};
  const std::string host = "Host: localhost";
  switch (random.below(18)) {
    case 0:
      return with({host, "Content-Length: " + random.pick(lengths)});
    case 1:
      return with({host, length_line(request), length_line(request)});
    case 2:
      return with({host, "Content-Length: " + std::to_string(body.size() + 1 + random.below(100))});
    case 3:
      return with({host, "Content-Length: " + std::to_string(body.size() / 2)});
    case 4:
      return with({host, length_line(request), "Transfer-Encoding: chunked"});
    case 5:
    case 16:
      return head_of(request, "HTTP/1.1", {host, "Transfer-Encoding: " + random.pick(codings)}) +
             chunked(random, body, true);
    case 6:
    case 17:
      return head_of(request, "HTTP/1.1", {host, "Transfer-Encoding: chunked"}) + chunked(random, body, false);
    case 7:
      return with({length_line(request)});  // no Host
    case 8:
      return with({host, "Host: other", length_line(request)});
    case 9:
      return with({"Host: \xff\"<>", length_line(request)});
    case 10:
      return head_of(request, random.pick(versions), {host, length_line(request)}) + body;
    case 11: {
      auto text = sound_bytes(request);
      std::erase(text, '\r');
      return text;
    }
    case 12:
      return "\r\n\r\n\n" + sound_bytes(request);
    case 13:
      return with({host, length_line(request), " folded line", "X: a", "\tb"});
    case 14:
      return with({host, length_line(request), random.one_in(2) ? "Expect: 100-continue" : "Expect: a miracle"});
    default:
      return with({host, length_line(request), random.one_in(2) ? "Connection: close" : "Connection: upgrade, \x01"});
  }
}

std::string damaged(Random& random, std::string text) {
  static const std::vector<std::string> pieces{
      "\r\n", "\n", "\r", "\0"s, ":", " ", "%", "\xff", "\r\n\r\n", "HTTP/1.1", "Transfer-Encoding: chunked\r\n"};
  for (auto left = 1 + random.below(5); left > 0; --left) {
    // Mostly near the front: that is where the request is taken apart.
    const auto at = random.below((random.one_in(3) ? text.size() : std::min<std::size_t>(text.size(), 200)) + 1);
    switch (random.below(4)) {
      case 0:
        text.insert(at, random.pick(pieces));
        break;
      case 1:
        text.erase(at, 1 + random.below(20));
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(random.below(256));
        break;
      default:
        text.insert(at, random.bytes(1 + random.below(8)));
        break;
    }
  }
  return text.empty() ? "\r" : text;
}

// In up to 20 pieces, so that it ends within a second.
std::vector<Piece> dribbled(Random& random, const std::string& text) {
  std::vector<Piece> pieces;
  const auto size = text.size() / 20 + 1 + random.below(50);
  for (std::size_t at = 0; at < text.size(); at += size) {
    pieces.push_back({text.substr(at, size), milliseconds(random.below(30))});
  }
  return pieces;
}

// A raw space or line end in the target moves the framing's own marks.
bool keeps_its_line(const Draft& request) {
  return std::none_of(request.target.text.begin(), request.target.text.end(),
                      [](char c) { return static_cast<unsigned char>(c) <= ' '; });
}

// nginx keeps no path of a request line that it refuses as such, so its answer cannot have the path's shape.
bool is_readable(const Draft& request) {
  constexpr std::size_t line_bytes_max = 4000;
  return request.target.text.size() < line_bytes_max &&
         std::all_of(request.method.begin(), request.method.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

Exchange sound_exchange(Random& random, Door door, const Scene& scene) {
  const auto request = draft(random, door, scene);
  Exchange exchange;
  exchange.answers_due = keeps_its_line(request) ? 1 : 0;
  exchange.without_version = exchange.answers_due == 0;
  exchange.head = request.method == "HEAD";
  if (is_readable(request)) exchange.path = request.target.path;
  const auto text = sound_bytes(request);
  if (random.one_in(25)) {
    exchange.pieces = dribbled(random, text);
  } else {
    exchange.pieces.push_back({text});
  }
  if (random.one_in(40)) (random.one_in(2) ? exchange.resets : exchange.leaves) = true;
  return exchange;
}

// Several at once, answered in their order. Small ones: a server may cut off who sends much without reading.
Exchange pipelined(Random& random, Door door, const Scene& scene) {
  Exchange exchange;
  exchange.pieces.emplace_back();
  for (auto left = 2 + random.below(4); left > 0; --left) {
    auto request = draft(random, door, scene);
    if (request.method == "HEAD") request.method = "GET";
    if (request.body.bytes.size() > 10'000) request.body.bytes.clear();
    if (!keeps_its_line(request)) request.target = {"/health", "/health"};
    exchange.pieces.front().bytes += sound_bytes(request);
    ++exchange.answers_due;
  }
  return exchange;
}

Exchange broken(Random& random, Door door, const Scene& scene) {
  const auto request = draft(random, door, scene);
  Exchange exchange;
  exchange.head = request.method == "HEAD";
  exchange.without_version = true;
  std::string text;
  switch (random.below(4)) {
    case 0:
      text = damaged(random, sound_bytes(request));
      break;
    case 1:
      text = sound_bytes(request);
      text.resize(1 + random.below(text.size()));
      break;
    case 2:
      text =
          random.one_in(4) ? random.bytes(1 + random.below(2000)) : request.method + " " + request.target.text + "\r\n";
      break;
    default:
      text = odd_framing(random, request);
      break;
  }
  exchange.pieces = random.one_in(20) ? dribbled(random, text) : std::vector<Piece>{{text}};
  if (random.one_in(4)) (random.one_in(2) ? exchange.resets : exchange.leaves) = true;
  return exchange;
}

}  // namespace

Exchange make_exchange(std::uint64_t seed, std::uint64_t index, Door door, const Scene& scene) {
  Random random(seed, index);
  if (door == Door::realtime_gateway ? !random.one_in(3) : door == Door::edge && random.one_in(8)) {
    return make_socket_exchange(random, scene);
  }
  const auto kind = random.below(20);
  if (kind < 4) return broken(random, door, scene);
  if (kind == 4) return pipelined(random, door, scene);
  return sound_exchange(random, door, scene);
}

}  // namespace frontdesk::fuzz
