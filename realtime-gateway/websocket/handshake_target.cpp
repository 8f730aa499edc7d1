#include "realtime-gateway/websocket/handshake_target.hpp"

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

std::string last_forwarded(std::string_view header) {
  if (const std::size_t comma = header.rfind(','); comma != std::string_view::npos) header.remove_prefix(comma + 1);
  while (!header.empty() && header.front() == ' ') header.remove_prefix(1);
  while (!header.empty() && header.back() == ' ') header.remove_suffix(1);
  return std::string(header);
}

}  // namespace frontdesk::realtime_gateway
