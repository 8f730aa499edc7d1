#include "tests/fuzz/bodies.hpp"

#include <string_view>
#include <vector>

namespace frontdesk::fuzz {
namespace {

using namespace std::string_literals;

std::string nested(Random& random, std::size_t depth) {
  switch (random.below(4)) {
    case 0:
      return std::string(depth, '[') + std::string(depth, ']');
    case 1:
      return std::string(depth, '[');
    case 2: {
      std::string text;
      for (std::size_t i = 0; i < depth; ++i) text += R"({"a":)";
      return text + "1" + std::string(depth, '}');
    }
    default:
      return std::string(depth, '{');
  }
}

std::string with_scene(std::string_view value, Random& random, const Scene& scene) {
  if (value == R"("$id")") return '"' + (scene.ids.empty() ? "1"s : random.pick(scene.ids)) + '"';
  if (value == R"("$refresh")") return '"' + scene.refresh_token + '"';
  return std::string(value);
}

// Sound in most fields, odd in some: a request that is odd everywhere never gets past the first of them.
std::string json_object(Random& random, const Route& route, const Scene& scene) {
  const bool all_sound = random.one_in(3);
  std::string text = "{";
  const auto add = [&](std::string_view name, const std::string& value) {
    if (text.size() > 1) text += ',';
    text.append("\"").append(name).append("\":").append(value);
  };
  for (const auto& [name, value] : route.body) {
    const auto sound = with_scene(value, random, scene);
    if (all_sound || !random.one_in(4)) {
      add(name, sound);
      continue;
    }
    const auto fate = random.below(4);
    if (fate == 0) continue;
    add(name, odd_json_value(random));
    if (fate == 1) add(name, sound);
  }
  if (!all_sound && random.one_in(6)) add("unknown\\u0000key", odd_json_value(random));
  if (!all_sound && random.one_in(6)) add("__proto__", odd_json_value(random));
  return text + "}";
}

std::string damaged_text(Random& random, std::string text) {
  const auto at = random.below(text.size() + 1);
  switch (random.below(6)) {
    case 0:
      text.resize(at);
      break;
    case 1:
      text.insert(at, random.bytes(1 + random.below(4)));
      break;
    case 2:
      text.insert(at, "\0"s);
      break;
    case 3:
      text += random.one_in(2) ? "}" : "\0 trailing"s;
      break;
    case 4:
      text.insert(0, "\xef\xbb\xbf");
      break;
    default:
      if (at < text.size()) text[at] = static_cast<char>(random.below(256));
      break;
  }
  return text;
}

std::string plain_value(Random& random, std::string_view json, const Scene& scene) {
  auto text = with_scene(json, random, scene);
  if (text.size() >= 2 && text.front() == '"') text = text.substr(1, text.size() - 2);
  static const std::vector<std::string> odd{"",
                                            "%00",
                                            "%",
                                            "%zz",
                                            "%ff%fe",
                                            "1e999",
                                            "-0",
                                            "NaN",
                                            "Infinity",
                                            "0x10",
                                            "+1",
                                            " 1 ",
                                            "1,5",
                                            "\xff",
                                            "a=b",
                                            "&",
                                            "%26%3D",
                                            "%2500",
                                            "null",
                                            "true",
                                            "[]",
                                            "%F0%9F%98%80",
                                            "9223372036854775808"};
  return random.one_in(3) ? random.pick(odd) : text;
}

std::string urlencoded(Random& random, const Route& route, const Scene& scene) {
  std::string text;
  for (const auto& [name, value] : route.body) {
    if (!text.empty()) text += random.one_in(20) ? "&&" : "&";
    text.append(name).append(random.one_in(20) ? "==" : "=").append(plain_value(random, value, scene));
    if (random.one_in(12)) text.append("&").append(name).append("[]=2&").append(name).append("=3");
  }
  if (random.one_in(20)) text += std::string(random.one_in(2) ? 999 : 3000, '&');
  return text;
}

std::string part_head(Random& random, std::string_view name) {
  static const std::vector<std::string> odd{
      "Content-Disposition: form-data\r\n",
      "Content-Disposition: attachment; name=\"a\"\r\n",
      "Content-Disposition: form-data; name=\"a\0b\"\r\n"s,
      "Content-Disposition: form-data; name=\"unclosed\r\n",
      "Content-Disposition: form-data; name=\"a\"; name=\"b\"\r\n",
      "Content-Disposition: form-data; name=\"\xff\xfe\"\r\n",
      "Content-Disposition: form-data; name*=utf-8''a\r\n",
      "Content-Disposition: form-data; name=\"a%22%0d%0a\"\r\n",
      "Content-Disposition: form-data; name=\"logo\"; filename=\"../../etc/passwd\"\r\nContent-Type: image/png\r\n",
      "Content-Disposition: form-data; name=\"logo\"; filename=\"a\0.png\"\r\n"s,
      "content-disposition:form-data;name=name\r\n",
      "Content-Transfer-Encoding: base64\r\n",
      ": empty\r\n",
      "",
  };
  if (random.one_in(6)) return random.pick(odd);
  return "Content-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n";
}

Body multipart(Random& random, const Route& route, const Scene& scene) {
  static const std::vector<std::string> boundaries{
      "----fuzz", "a", "x'()+_,-./:=?", std::string(70, 'b'), std::string(71, 'b'), "", "\"quoted b\"", "--", "a\r"};
  const auto boundary = random.one_in(4) ? random.pick(boundaries) : boundaries.front();
  const auto written = random.one_in(12) ? "other" : boundary;
  std::string text;
  for (const auto& [name, value] : route.body) {
    if (random.one_in(8)) continue;
    text += "--" + written + "\r\n" + part_head(random, name);
    if (random.one_in(40)) text += "X-Long: " + std::string(9000, 'x') + "\r\n";
    text += "\r\n" + plain_value(random, value, scene);
    if (random.one_in(15)) text += "\0"s;
    if (!random.one_in(30)) text += "\r\n";
  }
  if (random.one_in(25)) {
    for (int i = 0; i < 120; ++i) text += "--" + written + "\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n\r\n";
  }
  if (!random.one_in(5)) text += "--" + written + (random.one_in(8) ? "-" : "--\r\n");
  if (random.one_in(10)) text = damaged_text(random, std::move(text));
  return {"multipart/form-data; boundary=" + boundary, std::move(text)};
}

std::string large_text(Random& random, const Route& route) {
  // Around each limit: 100 KiB JSON, the edge's 1 MiB, the services' 1 and 16 MiB. The largest rarely: they take time.
  static const std::vector<std::size_t> sizes{1024, 65'535, 102'400, 102'401, 200'000};
  static const std::vector<std::size_t> largest{1'048'576, 1'048'577, 14'680'064, 16'777'217};
  const auto size = random.one_in(40) ? random.pick(largest) : random.pick(sizes);
  const auto name = route.body.empty() ? "a" : std::string(random.pick(route.body).first);
  switch (random.below(3)) {
    case 0:
      return "{\"" + name + "\":\"" + std::string(size, 'x') + "\"}";
    case 1:
      return "{\"" + name + "\":[" + std::string(size, '1') + "]}";
    default:
      return nested(random, size / 8);
  }
}

std::string odd_type(Random& random) {
  static const std::vector<std::string> types{"application/json",
                                              "application/json; charset=utf-8",
                                              "APPLICATION/JSON",
                                              "application/json; charset=utf-16",
                                              "text/plain",
                                              "multipart/form-data",
                                              "multipart/form-data; boundary",
                                              "application/x-www-form-urlencoded",
                                              "application/octet-stream",
                                              "application/json, text/html",
                                              "/",
                                              ";",
                                              "\xff\xfe",
                                              ""};
  return random.pick(types);
}

}  // namespace

std::string odd_json_value(Random& random) {
  static const std::vector<std::string> values{"null",
                                               "true",
                                               "0",
                                               "-0",
                                               "-1",
                                               "1.5",
                                               "1e999",
                                               "-1e999",
                                               "1e-999",
                                               "18446744073709551616",
                                               "9007199254740993",
                                               "123456789012345678901234567890",
                                               "0.1e",
                                               "01",
                                               "+1",
                                               "NaN",
                                               "Infinity",
                                               "[]",
                                               "{}",
                                               "[null]",
                                               R"([["a"]])",
                                               R"({"a":{"b":{}}})",
                                               R"("")",
                                               R"(" ")",
                                               R"("\u0000")",
                                               R"("a\u0000b")",
                                               R"("\ud800")",
                                               R"("\udc00")",
                                               R"("\ud83d\ude00")",
                                               R"("\ud800\ud800")",
                                               R"("\udc00\ud800")",
                                               R"("\ud800\u0041")",
                                               R"("\u12")",
                                               R"("\x")",
                                               "\"\xff\xfe\"",
                                               "\"\xed\xa0\x80\"",
                                               "\"\xc0\x80\"",
                                               "\"\xf4\x90\x80\x80\"",
                                               "\"\n\"",
                                               "\"a\0b\""s,
                                               R"("' OR 1=1 --")",
                                               R"("%s%n")",
                                               R"("../../etc/passwd")",
                                               R"("http://127.0.0.1:22/")",
                                               R"("{{7*7}}")",
                                               R"("\u202e")",
                                               "'single'",
                                               "undefined",
                                               R"("unclosed)",
                                               R"("00000000-0000-0000-0000-000000000000")",
                                               R"("FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF")"};
  switch (random.below(12)) {
    case 0:
      return nested(random, 1 + random.below(300));
    case 1:
      return '"' + std::string(random.below(6000), 'y') + '"';
    case 2:
      return std::string(1 + random.below(400), '9');
    default:
      return random.pick(values);
  }
}

Body make_body(Random& random, const Route& route, const Scene& scene) {
  switch (random.below(16)) {
    case 0:
    case 1:
      return {"application/x-www-form-urlencoded", urlencoded(random, route, scene)};
    case 2:
    case 3:
      return multipart(random, route, scene);
    case 4:
      return {"application/json", damaged_text(random, json_object(random, route, scene))};
    case 5:
      return {odd_type(random), json_object(random, route, scene)};
    case 6:
      return {"application/json", odd_json_value(random)};
    case 7:
      return {"application/json", random.bytes(random.below(300))};
    case 8:
      if (random.one_in(4)) return {"application/json", large_text(random, route)};
      return {"application/json", nested(random, random.one_in(3) ? 40'000 : 1000)};
    case 9:
      return {"", json_object(random, route, scene)};
    default:
      return {"application/json", json_object(random, route, scene)};
  }
}

}  // namespace frontdesk::fuzz
