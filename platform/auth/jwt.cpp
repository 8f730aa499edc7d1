#include "platform/auth/jwt.hpp"

#include <array>
#include <stdexcept>
#include <vector>

#include "platform/auth/base64url.hpp"
#include "platform/auth/claims.hpp"
#include "platform/auth/keys.hpp"
#include "platform/auth/password.hpp"
#include "platform/auth/verified_tokens.hpp"

namespace frontdesk::auth {
namespace {

constexpr std::size_t token_bytes_max = 16384;

struct Parts {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signed_text;
};

std::optional<Parts> split(std::string_view token) {
  const auto first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) return std::nullopt;
  return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1),
               token.substr(0, second)};
}

struct PublicKey {
  Key key;
  std::string id;
};

PublicKey identified(Key key) {
  std::string id = sha256_hex(public_der(*key)).substr(0, 16);
  return {std::move(key), std::move(id)};
}

std::variant<Claims, TokenFault> judged(const Payload& payload, Instant now) {
  if (payload.not_before_s * 1000 > now.ms) return TokenFault::invalid;
  if (payload.claims.expires_at_s * 1000 <= now.ms) return TokenFault::expired;
  if (!payload.for_access) return TokenFault::invalid;
  return payload.claims;
}

}  // namespace

std::string_view text_of(TokenFault fault) {
  switch (fault) {
    case TokenFault::malformed:
      return "jwt malformed";
    case TokenFault::invalid:
      return "invalid token";
    case TokenFault::signature_required:
      return "jwt signature is required";
    case TokenFault::invalid_algorithm:
      return "invalid algorithm";
    case TokenFault::invalid_signature:
      return "invalid signature";
    case TokenFault::expired:
      break;
  }
  return "jwt expired";
}

class Tokens::Impl {
 public:
  explicit Impl(Keys keys) : shared_secret_(std::move(keys.shared_secret)), life_s_(keys.life_s) {
    if (!keys.private_pem.empty()) private_key_ = read_private_key(keys.private_pem, "JWT_PRIVATE_KEY");
    if (!keys.public_pem.empty()) {
      for (Key& key : read_public_keys(keys.public_pem, "JWT_PUBLIC_KEY")) {
        public_keys_.push_back(identified(std::move(key)));
      }
    } else if (private_key_) {
      public_keys_.push_back(identified(public_part(*private_key_)));
    }
    if (private_key_ && EVP_PKEY_eq(private_key_.get(), public_keys_.front().key.get()) != 1) {
      throw std::invalid_argument("JWT_PUBLIC_KEY does not belong to JWT_PRIVATE_KEY");
    }
  }

  std::string sign(Claims claims, Instant now) const {
    if (!private_key_) throw std::logic_error("no private key to sign with");
    claims.issued_at_s = now.ms / 1000;
    claims.expires_at_s = claims.issued_at_s + life_s_;
    std::string token = to_base64url(header_json(public_keys_.front().id)) + '.' + to_base64url(payload_json(claims));
    token += '.' + to_base64url(sign_rs256(*private_key_, token));
    return token;
  }

  std::string sign_simulated(std::string_view user_id, std::string_view role, Instant now) const {
    if (shared_secret_.empty()) throw std::logic_error("no secret to sign with");
    constexpr std::string_view header = R"({"alg":"HS256","typ":"JWT"})";
    std::string token = to_base64url(header) + '.' + to_base64url(simulated_payload_json(user_id, role, now.ms / 1000));
    token += '.' + to_base64url(mac_hs256(shared_secret_, token));
    return token;
  }

  std::variant<Claims, TokenFault> verify(std::string_view token, Instant now) {
    if (const auto known = verified_.find(token)) return judged(*known, now);
    const auto parts = token.size() <= token_bytes_max ? split(token) : std::nullopt;
    if (!parts) return TokenFault::malformed;

    const auto header_text = from_base64url(parts->header);
    const auto payload_text = from_base64url(parts->payload);
    const auto signature = from_base64url(parts->signature);
    if (!header_text || !payload_text || !signature) return TokenFault::invalid;
    const auto header = parse_header(*header_text);
    auto payload = parse_payload(*payload_text);
    if (!header || !payload) return TokenFault::invalid;
    if (signature->empty()) return TokenFault::signature_required;

    if (const auto fault = check_signature(*header, *parts, *signature)) return *fault;
    payload->claims.own_key = header->algorithm == "RS256";
    verified_.add(token, *payload);
    return judged(*payload, now);
  }

  std::string jwks() const {
    std::string text = R"({"keys":[)";
    for (const PublicKey& key : public_keys_) {
      const RsaNumbers numbers = rsa_numbers(*key.key);
      if (text.back() == '}') text += ',';
      text += R"({"kty":"RSA","use":"sig","alg":"RS256","kid":")" + key.id + R"(","n":")" +
              to_base64url(numbers.modulus) + R"(","e":")" + to_base64url(numbers.exponent) + "\"}";
    }
    return text + "]}";
  }

  std::int64_t life_s() const { return life_s_; }

 private:
  // The algorithm belongs to the key; the header only says which of them to try.
  std::optional<TokenFault> check_signature(const TokenHeader& header, const Parts& parts,
                                            std::string_view signature) const {
    if (const PublicKey* named = key_named(header.key_id)) {
      if (header.algorithm != "RS256") return TokenFault::invalid_algorithm;
      return fault_unless(verify_rs256(*named->key, parts.signed_text, signature));
    }
    if (header.algorithm == "RS256" && !public_keys_.empty()) {
      for (const PublicKey& key : public_keys_) {
        if (verify_rs256(*key.key, parts.signed_text, signature)) return std::nullopt;
      }
      return TokenFault::invalid_signature;
    }
    if (header.algorithm == "HS256" && !shared_secret_.empty()) {
      return fault_unless(equal_constant_time(mac_hs256(shared_secret_, parts.signed_text), signature));
    }
    return TokenFault::invalid_algorithm;
  }

  static std::optional<TokenFault> fault_unless(bool good) {
    return good ? std::nullopt : std::optional(TokenFault::invalid_signature);
  }

  const PublicKey* key_named(std::string_view id) const {
    for (const PublicKey& key : public_keys_) {
      if (key.id == id) return &key;
    }
    return nullptr;
  }

  Key private_key_;
  std::vector<PublicKey> public_keys_;  // the first is the one in use
  std::string shared_secret_;
  std::int64_t life_s_;
  VerifiedTokens verified_;
};

Tokens::Tokens(Keys keys) : impl_(std::make_unique<Impl>(std::move(keys))) {}
Tokens::~Tokens() = default;
std::string Tokens::sign(const Claims& claims, Instant now) const { return impl_->sign(claims, now); }
std::string Tokens::sign_simulated(std::string_view user_id, std::string_view role, Instant now) const {
  return impl_->sign_simulated(user_id, role, now);
}
std::variant<Claims, TokenFault> Tokens::verify(std::string_view token, Instant now) const {
  return impl_->verify(token, now);
}
std::string Tokens::jwks() const { return impl_->jwks(); }
std::int64_t Tokens::life_s() const { return impl_->life_s(); }

}  // namespace frontdesk::auth
