#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace frontdesk::engineio {

// Clients of the third revision count characters as JavaScript does: in units of UTF-16.
std::size_t utf16_units(std::string_view utf8);

// How many bytes the first `units` take; nullopt: there are fewer, or the cut would split a character.
std::optional<std::size_t> bytes_of_utf16_units(std::string_view utf8, std::size_t units);

}  // namespace frontdesk::engineio
