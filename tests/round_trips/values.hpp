#pragma once
// Random values for round trips, by seed: any finite double, any text that a client may send.
#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace frontdesk::round_trips {

inline constexpr std::size_t doubles_count = 200'000;
inline constexpr std::size_t texts_count = 10'000;

// All bit patterns that are finite, and as many of the size of coordinates.
inline std::vector<double> random_doubles(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> coordinate(-180, 180);
  std::vector<double> values{0.0, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 21.701083603113346};
  while (values.size() < doubles_count) {
    const auto value = values.size() % 2 == 0 ? std::bit_cast<double>(random()) : coordinate(random);
    if (std::isfinite(value) && value != 0) values.push_back(value);
  }
  return values;
}

inline void append_utf8(std::string& out, char32_t c) {
  const auto byte = [&out](char32_t bits) { out += static_cast<char>(static_cast<unsigned char>(bits)); };
  if (c < 0x80) return byte(c);
  if (c < 0x800) {
    byte(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      byte(0xE0 | c >> 12);
    } else {
      byte(0xF0 | c >> 18);
      byte(0x80 | (c >> 12 & 0x3F));
    }
    byte(0x80 | (c >> 6 & 0x3F));
  }
  byte(0x80 | (c & 0x3F));
}

// Characters of all planes but NUL and halves of surrogate pairs, among them many that parsers and printers trip over.
inline std::u32string random_characters(std::mt19937_64& random) {
  static const std::u32string awkward =
      U"\"\\/%&=+;\r\n\t -{}[],:'<>\x01\x1f\x7f\u0085\u00a0\u0301\u0300\u0327e"
      U"\u00e9\u1100\u1161\u11a8\u200b\u200d\u2028\ufe0f\ufeff\ufffd\uffff"
      U"\U0001f600\U0001f1e6\U000e0100\U0010ffff";
  std::u32string text;
  for (auto length = 1 + random() % 40; length > 0; --length) {
    if (random() % 2 == 0) {
      text += awkward[random() % awkward.size()];
      continue;
    }
    const auto plane = static_cast<char32_t>(random() % 17);
    const auto c = plane << 16 | static_cast<char32_t>(random() % 0x10000);
    if (c != 0 && (c < 0xD800 || c > 0xDFFF)) text += c;
  }
  return text.empty() ? U"x" : text;
}

inline std::vector<std::u32string> random_texts(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::u32string> texts;
  while (texts.size() < texts_count) texts.push_back(random_characters(random));
  return texts;
}

inline std::string utf8(const std::u32string& text) {
  std::string out;
  for (const auto c : text) append_utf8(out, c);
  return out;
}

}  // namespace frontdesk::round_trips
