#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "platform/time/instant.hpp"

namespace frontdesk::auth {

// Claims that Frontdesk reads or writes (contracts, "Reading a token": first present wins).
struct Claims {
  std::string user_id;  // userId, id, sub, uid
  std::string role;     // as printed in the token; informs only
  std::string email;
  std::string name;        // name, fullname, displayName
  std::string picture;     // image
  std::string profile_id;  // refId, else user id
  std::string session_id;  // sid; empty for tokens from outside
  std::int64_t issued_at_s = 0;
  std::int64_t expires_at_s = 0;  // of a token without `exp`: the last second of the year 9999
  bool own_key = false;           // RS256 by our key: only these may carry STAFF or ADMIN rights under 004
};

// Contract 004 section 1: `jwt malformed`, `invalid token`, `jwt signature is required`, `invalid algorithm`, `invalid
// signature`, `jwt expired`.
enum class TokenFault { malformed, invalid, signature_required, invalid_algorithm, invalid_signature, expired };
std::string_view text_of(TokenFault fault);

// Signs and verifies. The algorithm is pinned per key: RS256 for the key pair, HS256 for the shared secret, `none`
// never. Signatures verified once are cached (bounded); expiry is checked at every use. Thread-safe.
class Tokens {
 public:
  struct Keys {
    std::string private_pem;  // empty: cannot sign
    std::string
        public_pem;  // may hold several: the first is that of the private key, the others are retired but still verify
    std::string shared_secret;  // empty: HS256 refused
    std::int64_t life_s = 3600;
  };
  explicit Tokens(Keys keys);  // throws std::invalid_argument naming the bad key
  ~Tokens();
  // RS256; fills iat, exp, iss "Qure", type "access". Throws std::logic_error without a private key.
  std::string sign(const Claims& claims, Instant now) const;
  // HS256 by the shared secret, for an hour: the claims of contract 000 alone. `role` as that prints it. Throws
  // std::logic_error without a secret.
  std::string sign_simulated(std::string_view user_id, std::string_view role, Instant now) const;
  // Faults in the order of contract 004: the first that applies is told.
  std::variant<Claims, TokenFault> verify(std::string_view token, Instant now) const;
  std::string jwks() const;  // body of /.well-known/jwks.json
  std::int64_t life_s() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::auth
