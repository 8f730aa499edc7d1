#include "realtime-gateway/engineio/utf16.hpp"

namespace frontdesk::engineio {
namespace {

// A character of four bytes is a pair of surrogates; bytes that continue a character count nothing.
std::size_t units_of(char byte) {
  const auto bits = static_cast<unsigned char>(byte);
  if ((bits & 0xc0U) == 0x80U) return 0;
  return bits >= 0xf0U ? 2 : 1;
}

}  // namespace

std::size_t utf16_units(std::string_view utf8) {
  std::size_t units = 0;
  for (const char byte : utf8) units += units_of(byte);
  return units;
}

std::optional<std::size_t> bytes_of_utf16_units(std::string_view utf8, std::size_t units) {
  std::size_t bytes = 0;
  for (std::size_t counted = 0;; ++bytes) {
    const bool at_end = bytes == utf8.size();
    const std::size_t next = at_end ? 1 : units_of(utf8[bytes]);
    if (counted == units && next > 0) return bytes;
    counted += next;
    if (at_end || counted > units) return std::nullopt;
  }
}

}  // namespace frontdesk::engineio
