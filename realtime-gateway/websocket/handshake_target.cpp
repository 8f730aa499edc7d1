#include "realtime-gateway/websocket/handshake_target.hpp"

#include <algorithm>
#include <charconv>

namespace frontdesk::realtime_gateway {
namespace {

// A bad escape stays as it is: the token it stands in is then no token.
std::string decoded(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr == text.data() + i + 3) {
      plain += static_cast<char>(value);
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// RFC 9110, section 5.6.2.
bool is_token(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

}  // namespace

HandshakeTarget parse_handshake_target(std::string_view target) {
  const std::size_t question = target.find('?');
  HandshakeTarget parsed{std::string(target.substr(0, question)), std::nullopt};
  if (question == std::string_view::npos) return parsed;
  std::string_view query = target.substr(question + 1);
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    if (pair.starts_with("token=") && !parsed.token) parsed.token = decoded(pair.substr(6));
    if (end == std::string_view::npos) break;
    query.remove_prefix(end + 1);
  }
  return parsed;
}

// Empty elements of a list are allowed and mean nothing (RFC 9110, section 5.6.1).
std::optional<std::string> first_subprotocol(std::string_view list) {
  std::string_view first;
  for (;;) {
    const std::size_t comma = list.find(',');
    const std::string_view element = trimmed(list.substr(0, comma));
    if (!is_token(element)) return std::nullopt;
    if (first.empty()) first = element;
    if (comma == std::string_view::npos) return std::string(first);
    list.remove_prefix(comma + 1);
  }
}

std::string last_forwarded(std::string_view header) {
  if (const std::size_t comma = header.rfind(','); comma != std::string_view::npos) header.remove_prefix(comma + 1);
  return std::string(trimmed(header));
}

}  // namespace frontdesk::realtime_gateway
