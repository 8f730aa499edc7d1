#include "tests/support/outside_token.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <chrono>
#include <cstdlib>
#include <stdexcept>

#include "platform/auth/base64url.hpp"

namespace frontdesk::test_support {

namespace {
std::string hmac_sha256(const std::string& key, const std::string& text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), digest, &size);
  return {reinterpret_cast<const char*>(digest), size};
}
}  // namespace

std::string outside_token(const std::string& user_id, const std::string& role) {
  const auto now_s =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
  return outside_token_of(R"({"userId":")" + user_id + R"(","role":")" + role + R"(","iat":)" +
                          std::to_string(now_s.count()) + R"(,"exp":)" + std::to_string(now_s.count() + 600) + "}");
}

std::string outside_token_of(const std::string& claims_json) {
  const char* secret = std::getenv("JWT_SECRET");
  if (secret == nullptr || *secret == '\0') throw std::runtime_error("JWT_SECRET is not set");
  return signed_token(R"({"alg":"HS256","typ":"JWT"})", claims_json, secret);
}

std::string signed_token(const std::string& header_json, const std::string& claims_json, const std::string& secret) {
  const auto signed_part = auth::to_base64url(header_json) + "." + auth::to_base64url(claims_json);
  return signed_part + "." + auth::to_base64url(hmac_sha256(secret, signed_part));
}

}  // namespace frontdesk::test_support
