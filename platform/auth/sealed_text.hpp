#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::auth {

// Text that a client keeps for us and can neither read nor make: AES-SIV (RFC 5297), in base64url. Equal content gives
// equal text. Whoever has the secret can open it. One thread.
class SealedText {
 public:
  // The key is derived from the secret, for this purpose alone. Throws std::invalid_argument when the secret is empty.
  SealedText(std::string_view secret, std::string_view purpose);
  ~SealedText();
  SealedText(const SealedText&) = delete;
  SealedText& operator=(const SealedText&) = delete;

  // `context` is not in the text, but it opens with the same context only; not empty.
  std::string seal(std::string_view context, std::string_view content);
  // nullopt: not sealed with this secret, for this purpose, in this context.
  std::optional<std::string> open(std::string_view context, std::string_view text);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::auth
