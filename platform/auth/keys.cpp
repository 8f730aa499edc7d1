#include "platform/auth/keys.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <stdexcept>

#include "platform/auth/openssl_bytes.hpp"

namespace frontdesk::auth {
namespace {

constexpr int rsa_bits_min = 2048;

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FreeNumber {
  void operator()(BIGNUM* number) const { BN_free(number); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

Bio reading(const std::string& text) { return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

// Never asks on the terminal for the password of an encrypted key.
int no_password(char*, int, int, void*) { return -1; }

void require_rsa(const EVP_PKEY& key, const char* name) {
  if (EVP_PKEY_get_base_id(&key) != EVP_PKEY_RSA) throw std::invalid_argument(std::string(name) + " is no RSA key");
  if (EVP_PKEY_get_bits(&key) < rsa_bits_min) {
    throw std::invalid_argument(std::string(name) + " has fewer than 2048 bits");
  }
}

std::string number(const EVP_PKEY& key, const char* parameter) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(&key, parameter, &raw) != 1) throw std::runtime_error("RSA key without numbers");
  const std::unique_ptr<BIGNUM, FreeNumber> owner(raw);
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(raw)), '\0');
  BN_bn2bin(raw, reinterpret_cast<unsigned char*>(bytes.data()));
  return bytes;
}

}  // namespace

Key read_private_key(const std::string& pem, const char* name) {
  const Bio bio = reading(pem);
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
  ERR_clear_error();
  if (!key) throw std::invalid_argument(std::string(name) + " is no private key in PEM form without password");
  require_rsa(*key, name);
  return key;
}

std::vector<Key> read_public_keys(const std::string& pem, const char* name) {
  const Bio bio = reading(pem);
  std::vector<Key> keys;
  while (Key key{PEM_read_bio_PUBKEY(bio.get(), nullptr, no_password, nullptr)}) {
    require_rsa(*key, name);
    keys.push_back(std::move(key));
  }
  ERR_clear_error();  // the end of the text is an error to OpenSSL
  if (keys.empty()) throw std::invalid_argument(std::string(name) + " is no public key in PEM form");
  return keys;
}

std::string public_der(const EVP_PKEY& key) {
  unsigned char* raw = nullptr;
  const int length = i2d_PUBKEY(&key, &raw);
  if (length <= 0) throw std::runtime_error("public key cannot be encoded");
  std::string der(reinterpret_cast<const char*>(raw), static_cast<std::size_t>(length));
  OPENSSL_free(raw);
  return der;
}

Key public_part(const EVP_PKEY& private_key) {
  const std::string der = public_der(private_key);
  const unsigned char* begin = bytes_of(der);
  return Key(d2i_PUBKEY(nullptr, &begin, static_cast<long>(der.size())));
}

RsaNumbers rsa_numbers(const EVP_PKEY& key) {
  return {number(key, OSSL_PKEY_PARAM_RSA_N), number(key, OSSL_PKEY_PARAM_RSA_E)};
}

std::string sign_rs256(const EVP_PKEY& key, std::string_view text) {
  const Context context(EVP_MD_CTX_new());
  auto* mutable_key = const_cast<EVP_PKEY*>(&key);  // OpenSSL counts its users in it
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(&key)), '\0');
  std::size_t length = signature.size();
  const bool done = context && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, mutable_key) == 1 &&
                    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                                   bytes_of(text), text.size()) == 1;
  if (!done) throw std::runtime_error("RSA signing failed");
  signature.resize(length);
  return signature;
}

bool verify_rs256(const EVP_PKEY& key, std::string_view text, std::string_view signature) {
  const Context context(EVP_MD_CTX_new());
  auto* mutable_key = const_cast<EVP_PKEY*>(&key);
  const bool good =
      context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, mutable_key) == 1 &&
      EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text), text.size()) == 1;
  if (!good) ERR_clear_error();  // it would be taken for a later operation's
  return good;
}

std::string mac_hs256(std::string_view secret, std::string_view text) {
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes_of(text), text.size(), mac, &length) ==
      nullptr) {
    throw std::runtime_error("HMAC failed");
  }
  return {reinterpret_cast<const char*>(mac), length};
}

}  // namespace frontdesk::auth
