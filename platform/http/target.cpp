#include "platform/http/target.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "platform/http/field_text.hpp"

namespace frontdesk::http {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Of a text that begins with '%'; nothing when no two digits follow.
std::optional<char> escaped_byte(std::string_view text) {
  const int high = text.size() < 3 ? -1 : hex_value(text[1]);
  const int low = text.size() < 3 ? -1 : hex_value(text[2]);
  if (high < 0 || low < 0) return std::nullopt;
  return static_cast<char>(high * 16 + low);
}

std::optional<std::string> form_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = text[i] == '%' ? escaped_byte(text.substr(i)) : std::nullopt;
    decoded.push_back(byte ? *byte : text[i] == '+' ? ' ' : text[i]);
    if (byte) i += 2;
  }
  if (!is_utf8(decoded)) return std::nullopt;
  return decoded;
}

bool is_target_character(char c) { return c > ' ' && c < 0x7f && c != '#'; }

bool read_path(std::string_view path, Request& request) {
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    auto segment = percent_decode(path.substr(0, end));
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
    if (to_lower(target.substr(0, scheme.size())) != scheme) continue;
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

std::optional<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(text[i]);
      continue;
    }
    const auto byte = escaped_byte(text.substr(i));
    if (!byte) return std::nullopt;
    decoded.push_back(*byte);
    i += 2;
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
    auto name = form_decode(pair.substr(0, equals));
    auto value = form_decode(pair.substr(std::min(equals + 1, pair.size())));
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
