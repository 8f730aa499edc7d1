#include "platform/http/preference.hpp"

#include <algorithm>

#include "platform/http/field_text.hpp"

namespace frontdesk::http {
namespace {

// What stands before the separator, which may itself stand in quotes; both are removed from `rest`.
std::string_view take_until(char separator, std::string_view& rest) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < rest.size() && (quoted || rest[end] != separator); ++end) {
    if (rest[end] == '"') quoted = !quoted;
    if (rest[end] == '\\' && quoted) ++end;
  }
  end = std::min(end, rest.size());
  const auto taken = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return taken;
}

std::string unquoted(std::string_view word) {
  if (word.size() < 2 || word.front() != '"' || word.back() != '"') return std::string{word};
  std::string text;
  for (std::size_t i = 1; i + 1 < word.size(); ++i) {
    if (word[i] == '\\' && i + 2 < word.size()) ++i;
    text += word[i];
  }
  return text;
}

}  // namespace

std::optional<std::string> preference(const Request& request, std::string_view lower_case_name) {
  for (const auto& [name, value] : request.headers) {
    if (name != "prefer") continue;
    for (std::string_view rest = value; !rest.empty();) {
      auto mention = take_until(',', rest);
      auto pair = take_until(';', mention);
      if (to_lower(trim(take_until('=', pair))) == lower_case_name) return unquoted(trim(pair));
    }
  }
  return std::nullopt;
}

}  // namespace frontdesk::http
