#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::auth {

// RFC 4648 section 5 without padding, as in JSON Web Tokens.
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace frontdesk::auth
