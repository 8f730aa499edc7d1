#include "platform/auth/token_keys.hpp"

#include "platform/config/config.hpp"

namespace frontdesk::auth {
namespace {

constexpr std::size_t secret_bytes_min = 32;

}  // namespace

Tokens::Keys read_verifying_keys(config::Environment& environment) {
  Tokens::Keys keys;
  keys.public_pem = environment.pem("JWT_PUBLIC_KEY");
  keys.shared_secret = environment.secret("JWT_SECRET");
  if (environment.production() && keys.shared_secret.size() < secret_bytes_min) {
    throw config::Invalid("JWT_SECRET must have at least 32 bytes in production");
  }
  if (keys.public_pem.empty())
    throw config::Invalid("JWT_PUBLIC_KEY must be set (./frontdesk up makes a pair in development)");
  return keys;
}

Tokens::Keys read_signing_keys(config::Environment& environment) {
  auto keys = read_verifying_keys(environment);
  keys.private_pem = environment.pem("JWT_PRIVATE_KEY");
  keys.life_s = environment.duration_seconds("JWT_EXPIRES_IN", "1h");
  if (keys.private_pem.empty())
    throw config::Invalid("JWT_PRIVATE_KEY must be set (./frontdesk up makes a pair in development)");
  return keys;
}

}  // namespace frontdesk::auth
