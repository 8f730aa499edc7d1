#include "realtime-gateway/transports/handshake_fields.hpp"

#include <algorithm>

namespace frontdesk::realtime_gateway {
namespace {

// It is echoed in a head that an edge must hold; no registered one is half as long.
constexpr std::size_t subprotocol_chars_max = 128;

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

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char left, char right) { return lower(left) == lower(right); });
}

}  // namespace

// Empty elements of a list are allowed and mean nothing (RFC 9110, section 5.6.1).
std::optional<std::string> first_subprotocol(std::string_view list) {
  std::string_view first;
  for (;;) {
    const std::size_t comma = list.find(',');
    const std::string_view element = trimmed(list.substr(0, comma));
    if (!is_token(element) || element.size() > subprotocol_chars_max) return std::nullopt;
    if (first.empty()) first = element;
    if (comma == std::string_view::npos) return std::string(first);
    list.remove_prefix(comma + 1);
  }
}

std::string last_forwarded(std::string_view header) {
  if (const std::size_t comma = header.rfind(','); comma != std::string_view::npos) header.remove_prefix(comma + 1);
  return std::string(trimmed(header));
}

std::string joined_fields(const web::Headers& headers, std::string_view name) {
  std::string joined;
  for (const auto& [field, value] : headers) {
    if (!same_name(field, name)) continue;
    if (!joined.empty()) joined += ',';
    joined += value;
  }
  return joined;
}

std::string address_of(std::string_view peer, std::string_view forwarded, const std::vector<std::string>& trusted) {
  const bool through_proxy = std::find(trusted.begin(), trusted.end(), peer) != trusted.end();
  return through_proxy && !forwarded.empty() ? last_forwarded(forwarded) : std::string(peer);
}

}  // namespace frontdesk::realtime_gateway
