#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::domain {

// The JSON of an event's example (events/<context>_samples.hpp) with other texts and whole numbers, asked for by the
// names of their members; nullopt leaves one as it is. So histories made at random know every event by its schema.
struct Replacing {
  std::function<std::optional<std::string>(std::string_view member)> text;
  std::function<std::optional<int>(std::string_view member)> number;
  std::function<bool(std::string_view member)> leave_out;  // of an object, or the rest of a list
};
std::string replaced(std::string_view json, const Replacing& by);

}  // namespace frontdesk::domain
