#include "platform/http/target.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace frontdesk::http {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_target_character(char c) { return c > ' ' && c < 0x7f && c != '#'; }

bool read_path(std::string_view path, Request& request) {
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    auto segment = percent_decode(path.substr(0, end), false);
    if (!segment || *segment == "." || *segment == ".." || segment->find('\0') != std::string::npos) return false;
    request.path.append(1, '/').append(*segment);
    if (!segment->empty() || end < path.size()) request.segments.push_back(*std::move(segment));
    path.remove_prefix(end);
  }
  return true;
}

}  // namespace

std::string_view without_authority(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const auto path = target.find_first_of("/?", scheme.size());
    return path == std::string_view::npos ? "/" : target.substr(path);
  }
  return target;
}

bool is_utf8(std::string_view text) {
  struct Form {
    unsigned mask, lead, length;
    std::uint32_t least;
  };
  static constexpr std::array<Form, 3> forms{{{0xe0, 0xc0, 2, 0x80}, {0xf0, 0xe0, 3, 0x800}, {0xf8, 0xf0, 4, 0x10000}}};
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const auto form =
        std::find_if(forms.begin(), forms.end(), [lead](const Form& f) { return (lead & f.mask) == f.lead; });
    if (form == forms.end() || i + form->length > text.size()) return false;
    std::uint32_t point = lead & ~form->mask;
    for (std::size_t k = 1; k < form->length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xc0U) != 0x80) return false;
      point = point << 6 | (next & 0x3fU);
    }
    if (point < form->least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
    i += form->length;
  }
  return true;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    decoded.push_back(c);
  }
  if (!is_utf8(decoded)) return std::nullopt;
  return decoded;
}

std::optional<std::vector<std::pair<std::string, std::string>>> parse_pairs(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const auto pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = percent_decode(pair.substr(0, equals), true);
    auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value) return std::nullopt;
    pairs.emplace_back(*std::move(name), *std::move(value));
  }
  return pairs;
}

bool read_target(std::string_view target, Request& request) {
  if (!std::all_of(target.begin(), target.end(), is_target_character)) return false;
  if (target == "*") {
    request.path.assign(1, '*');
    return request.method == "OPTIONS";
  }
  const auto rest = without_authority(target);
  const auto question = std::min(rest.find('?'), rest.size());
  auto path = rest.substr(0, question);
  if (path.empty() && rest.size() < target.size()) path = "/";
  if (!path.starts_with('/')) return false;
  if (!read_path(path, request)) return false;
  auto query = parse_pairs(rest.substr(std::min(question + 1, rest.size())));
  if (!query) return false;
  request.query = *std::move(query);
  return true;
}

}  // namespace frontdesk::http
