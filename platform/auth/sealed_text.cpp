#include "platform/auth/sealed_text.hpp"

#include <openssl/evp.h>

#include <stdexcept>

#include "platform/auth/base64url.hpp"
#include "platform/auth/keys.hpp"

namespace frontdesk::auth {
namespace {

constexpr std::size_t tag_bytes = 16;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
struct FreeCipher {
  void operator()(EVP_CIPHER* cipher) const { EVP_CIPHER_free(cipher); }
};

void require(int ok) {
  if (ok != 1) throw std::runtime_error("AES-SIV failed");
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

// In OpenSSL a context of SIV serves once. Copying one that has its key takes half the time of setting the key up.
class SealedText::Impl {
 public:
  Impl(std::string_view secret, std::string_view purpose)
      : cipher_(EVP_CIPHER_fetch(nullptr, "AES-128-SIV", nullptr)),
        keyed_to_seal_(EVP_CIPHER_CTX_new()),
        keyed_to_open_(EVP_CIPHER_CTX_new()),
        used_(EVP_CIPHER_CTX_new()) {
    if (secret.empty()) throw std::invalid_argument("nothing can be sealed without a secret");
    if (!cipher_ || !keyed_to_seal_ || !keyed_to_open_ || !used_) throw std::runtime_error("OpenSSL has no AES-SIV");
    const std::string key = mac_hs256(secret, purpose);
    require(EVP_EncryptInit_ex2(keyed_to_seal_.get(), cipher_.get(), bytes_of(std::string_view(key)), nullptr, nullptr));
    require(EVP_DecryptInit_ex2(keyed_to_open_.get(), cipher_.get(), bytes_of(std::string_view(key)), nullptr, nullptr));
  }

  std::string seal(std::string_view context, std::string_view content) {
    auto* const sealing = used_.get();
    std::string sealed(tag_bytes + content.size(), '\0');
    int size = 0;
    require(EVP_CIPHER_CTX_copy(sealing, keyed_to_seal_.get()));
    require(EVP_EncryptUpdate(sealing, nullptr, &size, bytes_of(context), static_cast<int>(context.size())));
    require(EVP_EncryptUpdate(sealing, bytes_of(sealed) + tag_bytes, &size, bytes_of(content),
                              static_cast<int>(content.size())));
    require(EVP_EncryptFinal_ex(sealing, bytes_of(sealed) + tag_bytes, &size));
    require(EVP_CIPHER_CTX_ctrl(sealing, EVP_CTRL_AEAD_GET_TAG, tag_bytes, sealed.data()));
    return to_base64url(sealed);
  }

  std::optional<std::string> open(std::string_view context, std::string_view text) {
    auto sealed = from_base64url(text);
    if (!sealed || sealed->size() <= tag_bytes) return std::nullopt;
    auto* const opening = used_.get();
    std::string content(sealed->size() - tag_bytes, '\0');
    int size = 0;
    require(EVP_CIPHER_CTX_copy(opening, keyed_to_open_.get()));
    require(EVP_CIPHER_CTX_ctrl(opening, EVP_CTRL_AEAD_SET_TAG, tag_bytes, sealed->data()));
    require(EVP_DecryptUpdate(opening, nullptr, &size, bytes_of(context), static_cast<int>(context.size())));
    if (EVP_DecryptUpdate(opening, bytes_of(content), &size, bytes_of(*sealed) + tag_bytes,
                          static_cast<int>(content.size())) != 1) {
      return std::nullopt;
    }
    return content;
  }

 private:
  std::unique_ptr<EVP_CIPHER, FreeCipher> cipher_;
  std::unique_ptr<EVP_CIPHER_CTX, FreeContext> keyed_to_seal_;
  std::unique_ptr<EVP_CIPHER_CTX, FreeContext> keyed_to_open_;
  std::unique_ptr<EVP_CIPHER_CTX, FreeContext> used_;
};

SealedText::SealedText(std::string_view secret, std::string_view purpose)
    : impl_(std::make_unique<Impl>(secret, purpose)) {}
SealedText::~SealedText() = default;

std::string SealedText::seal(std::string_view context, std::string_view content) {
  return impl_->seal(context, content);
}

std::optional<std::string> SealedText::open(std::string_view context, std::string_view text) {
  return impl_->open(context, text);
}

}  // namespace frontdesk::auth
