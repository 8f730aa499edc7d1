#pragma once
#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::auth {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

// RSA keys of at least 2048 bits in PEM; anything else is std::invalid_argument, its text begins with `name`.
Key read_private_key(const std::string& pem, const char* name);
std::vector<Key> read_public_keys(const std::string& pem, const char* name);  // one or more
Key public_part(const EVP_PKEY& private_key);

std::string public_der(const EVP_PKEY& key);  // SubjectPublicKeyInfo
struct RsaNumbers {
  std::string modulus;
  std::string exponent;
};
RsaNumbers rsa_numbers(const EVP_PKEY& key);  // big-endian bytes

std::string sign_rs256(const EVP_PKEY& key, std::string_view text);
bool verify_rs256(const EVP_PKEY& key, std::string_view text, std::string_view signature);
std::string mac_hs256(std::string_view secret, std::string_view text);

}  // namespace frontdesk::auth
