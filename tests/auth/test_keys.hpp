#pragma once
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace frontdesk::auth {

struct PemPair {
  std::string private_pem;
  std::string public_pem;
};

inline std::string text_of_bio(BIO* bio) {
  char* data = nullptr;
  const long length = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(length)};
}

inline PemPair pem_pair_of(EVP_PKEY* key) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> owner(key, &EVP_PKEY_free);
  if (key == nullptr) throw std::runtime_error("no key was made");
  const std::unique_ptr<BIO, decltype(&BIO_free)> secret(BIO_new(BIO_s_mem()), &BIO_free);
  const std::unique_ptr<BIO, decltype(&BIO_free)> open(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_PrivateKey(secret.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  PEM_write_bio_PUBKEY(open.get(), key);
  return {text_of_bio(secret.get()), text_of_bio(open.get())};
}

// Two RSA pairs, made once a program.
inline const PemPair& first_pair() {
  static const PemPair pair = pem_pair_of(EVP_RSA_gen(2048));
  return pair;
}
inline const PemPair& second_pair() {
  static const PemPair pair = pem_pair_of(EVP_RSA_gen(2048));
  return pair;
}

}  // namespace frontdesk::auth
