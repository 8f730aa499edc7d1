#include "tests/fuzz/targets.hpp"

#include <string_view>
#include <vector>

namespace frontdesk::fuzz {
namespace {

std::string odd_segment(Random& random) {
  static const std::vector<std::string> segments{"%00",
                                                 "a%00b",
                                                 "..",
                                                 ".",
                                                 "%2e%2e",
                                                 "%2E",
                                                 "..%2f..%2fetc%2fpasswd",
                                                 "%2F",
                                                 "%5c",
                                                 "%",
                                                 "%z",
                                                 "%zz",
                                                 "%ff",
                                                 "%c0%80",
                                                 "%ed%a0%80",
                                                 "%F0%9F%98%80",
                                                 "",
                                                 ":queueId",
                                                 "'%20OR%201=1",
                                                 "{}",
                                                 "[]",
                                                 "a;b=c",
                                                 "a,b",
                                                 "~",
                                                 "*",
                                                 "null",
                                                 "undefined",
                                                 "-1",
                                                 "0",
                                                 "6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f5",
                                                 "6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f50",
                                                 "6f1d2c3b4a594e688f7a0b1c2d3e4f50",
                                                 "00000000-0000-0000-0000-000000000000",
                                                 "ffffffff-ffff-ffff-ffff-ffffffffffff",
                                                 "6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f50%0a",
                                                 "%36f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f50",
                                                 "$%7Bx%7D",
                                                 "%25%30%30"};
  if (random.one_in(12)) return std::string(100 + random.below(3000), 'i');
  return random.pick(segments);
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

bool is_plain(std::string_view text) {
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && c != '-' && c != '/') return false;
  }
  return text.find("//") == std::string_view::npos;
}

std::string filled_path(Random& random, const Route& route, const Scene& scene) {
  std::string path;
  for (std::string_view rest = route.path; !rest.empty();) {
    const auto at = rest.find(':');
    path += rest.substr(0, at);
    if (at == std::string_view::npos) break;
    const auto name = rest.substr(at, rest.find('/', at) - at);
    rest.remove_prefix(at + name.size());
    if (name == ":patientId" && random.one_in(2)) {
      path += scene.patient_id;
    } else if (random.one_in(3) || scene.ids.empty()) {
      path += odd_segment(random);
    } else {
      path += random.one_in(8) ? upper(random.pick(scene.ids)) : random.pick(scene.ids);
    }
  }
  return path;
}

std::string damaged_path(Random& random, std::string path) {
  switch (random.below(12)) {
    case 0:
      return "//" + path;
    case 1:
      return path + "/";
    case 2:
      return path + "/" + odd_segment(random);
    case 3:
      return "http://127.0.0.1" + path;
    case 4:
      return "/./" + path + "/../x";
    case 5:
      return "*";
    case 6:
      return path.substr(1);
    case 7:
      return path + "#fragment";
    case 8:
      return path + std::string(random.one_in(2) ? 5000 : 20'000, 'p');
    case 9:
      return upper(path);
    case 10:
      path.insert(random.below(path.size() + 1), "%" + random.bytes(1));
      return path;
    default:
      path.insert(random.below(path.size() + 1), random.bytes(1 + random.below(3)));
      return path;
  }
}

std::string odd_value(Random& random) {
  static const std::vector<std::string> values{"",
                                               "0",
                                               "-1",
                                               "1.5",
                                               "1e999",
                                               "NaN",
                                               "Infinity",
                                               "0x10",
                                               "%00",
                                               "a%00b",
                                               "%",
                                               "%zz",
                                               "%ff",
                                               "%ed%a0%80",
                                               "+",
                                               "%2B",
                                               "9223372036854775808",
                                               "99999999999999999999999",
                                               "1e2",
                                               "%20",
                                               "%25",
                                               "%27;--",
                                               "%5f%25",
                                               "%5C",
                                               "true",
                                               "90.0001",
                                               "180.0001",
                                               "%F0%9F%98%80",
                                               "DENTIST%00",
                                               "waiting",
                                               "a=b",
                                               "[]"};
  if (random.one_in(15)) return std::string(random.below(4000), 'v');
  return random.pick(values);
}

std::string query(Random& random, const Route& route) {
  std::string text;
  const auto add = [&](std::string_view name, std::string_view value) {
    text.append(text.empty() ? "?" : "&").append(name).append("=").append(value);
  };
  for (const auto& [name, value] : route.query) {
    if (random.one_in(4)) continue;
    add(name, random.one_in(3) ? odd_value(random) : std::string(value));
    if (random.one_in(10)) add(name, odd_value(random));
  }
  if (random.one_in(8)) add("unknown", odd_value(random));
  if (random.one_in(20)) add("page[]", "1");
  if (random.one_in(20)) text += random.one_in(2) ? "?&&=&" : "?&%00=%00";
  return text;
}

}  // namespace

Target make_target(Random& random, const Route& route, const Scene& scene) {
  auto path = filled_path(random, route, scene);
  if (random.one_in(10)) path = damaged_path(random, std::move(path));
  auto question = query(random, route);
  return {path + question, is_plain(path) ? path : std::string{}};
}

}  // namespace frontdesk::fuzz
