#pragma once
#include <string>

namespace frontdesk::test_support {

// An HS256 token for ten minutes, as an outside issuer that shares JWT_SECRET with the running system signs it. Throws
// std::runtime_error when that is not set.
std::string outside_token(const std::string& user_id, const std::string& role);

}  // namespace frontdesk::test_support
