#include "platform/http/message.hpp"

#include <algorithm>

namespace frontdesk::http {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs::const_iterator find_first(const Pairs& pairs, std::string_view name) {
  return std::find_if(pairs.begin(), pairs.end(), [name](const auto& pair) { return pair.first == name; });
}

std::string_view value_or_empty(const Pairs& pairs, std::string_view name) {
  const auto found = find_first(pairs, name);
  return found == pairs.end() ? std::string_view{} : std::string_view{found->second};
}

}  // namespace

std::string_view Request::header(std::string_view lower_case_name) const {
  return value_or_empty(headers, lower_case_name);
}

bool Request::has_header(std::string_view lower_case_name) const {
  return find_first(headers, lower_case_name) != headers.end();
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
  const auto found = find_first(query, name);
  if (found == query.end()) return std::nullopt;
  return found->second;
}

std::string_view Request::path_parameter(std::string_view name) const { return value_or_empty(path_parameters, name); }

}  // namespace frontdesk::http
