#pragma once
#include <string>

namespace frontdesk::test_support {

// An HS256 token for ten minutes, as an outside issuer that shares JWT_SECRET with the running system signs it. Throws
// std::runtime_error when that is not set.
std::string outside_token(const std::string& user_id, const std::string& role);
// With claims of one's own: a JSON object.
std::string outside_token_of(const std::string& claims_json);
// With a header of one's own, too, and signed with another secret.
std::string signed_token(const std::string& header_json, const std::string& claims_json, const std::string& secret);

}  // namespace frontdesk::test_support
