#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::socketio {

// What a packet's JSON is.
struct Payload {
  enum class Kind { object, array, string, other } kind = Kind::other;
  // Of an array: its first element, if that is a string or a number, and where the next ones begin.
  enum class First { none, string, number, other } first = First::none;
  std::string first_text;
  std::size_t rest_begin = 0;  // behind the first element and its comma; of one element: at the closing bracket
};

// nullopt: no JSON, nested deeper than `depth_max`, or (with attachments) a placeholder for one that is not there.
std::optional<Payload> check_payload(std::string_view json, std::size_t depth_max,
                                     std::optional<std::size_t> attachments);

}  // namespace frontdesk::socketio
