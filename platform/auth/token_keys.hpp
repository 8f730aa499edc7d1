#pragma once
#include "platform/auth/jwt.hpp"

namespace frontdesk::config {
class Environment;
}

namespace frontdesk::auth {

// The keys of all tokens, as the environment has them (JWT_PUBLIC_KEY, JWT_SECRET; to sign JWT_PRIVATE_KEY, too).
// Throws config::Invalid: without a secret no outside token is taken, but in production a weak one stops the start.
Tokens::Keys read_verifying_keys(config::Environment& environment);
Tokens::Keys read_signing_keys(config::Environment& environment);

}  // namespace frontdesk::auth
