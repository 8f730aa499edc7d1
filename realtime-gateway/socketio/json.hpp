#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::socketio {

// The string that an object has under that name. nullopt: none, or no string.
std::optional<std::string> string_member(std::string_view object_json, std::string_view name);

// The content of a JSON string; nullopt: it is none.
std::optional<std::string> string_value(std::string_view json);

// The elements of an array that has been checked, at most `max` of them.
std::vector<std::string_view> elements(std::string_view array_json, std::size_t max);

}  // namespace frontdesk::socketio
