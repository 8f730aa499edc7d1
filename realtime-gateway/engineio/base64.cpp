#include "realtime-gateway/engineio/base64.hpp"

#include <array>
#include <cstdint>

namespace frontdesk::engineio {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> values() {
  std::array<std::int8_t, 256> by_character{};
  by_character.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    by_character[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return by_character;
}
constexpr auto value_of = values();

}  // namespace

std::string base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::string_view group = bytes.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (k < group.size() ? static_cast<unsigned char>(group[k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += k <= group.size() ? alphabet[bits >> (18 - 6 * k) & 63U] : '=';
    }
  }
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  std::size_t digits = 0;
  std::size_t padding = 0;
  for (const char character : text) {
    if (character == '\r' || character == '\n') continue;
    if (character == '=') {
      ++padding;
      continue;
    }
    const auto value = value_of[static_cast<unsigned char>(character)];
    if (value < 0 || padding > 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    // Of four digits the first completes no byte.
    if (digits++ % 4 != 0) bytes += static_cast<char>(bits >> (6 - 2 * ((digits - 1) % 4)) & 0xffU);
  }
  const std::size_t missing = (4 - digits % 4) % 4;
  return missing < 3 && (padding == 0 || padding == missing) ? std::optional(std::move(bytes)) : std::nullopt;
}

}  // namespace frontdesk::engineio
