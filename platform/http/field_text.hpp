#pragma once
#include <string>
#include <string_view>

namespace frontdesk::http {

// The two things that header texts need all the time: names compare without case (ASCII), values come with spaces and
// tabs around.
inline std::string to_lower(std::string_view text) {
  std::string lower{text};
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

inline std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace frontdesk::http
