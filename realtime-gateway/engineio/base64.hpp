#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::engineio {

std::string base64(std::string_view bytes);  // RFC 4648 section 4, padded

// With or without padding; line breaks count for nothing, because clients in Java write them. nullopt: not base64.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace frontdesk::engineio
