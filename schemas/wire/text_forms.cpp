#include "schemas/wire/text_forms.hpp"

#include <unicode/uchar.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "schemas/wire/ascii.hpp"

namespace frontdesk::wire {

namespace {
bool is_email_local(std::string_view local) {
  if (local.empty() || local.front() == '.' || local.back() == '.') return false;
  for (std::size_t i = 0; i < local.size(); ++i) {
    const char c = local[i];
    const bool allowed = is_letter(c) || is_digit(c) || std::string_view("_'+-.").find(c) != std::string_view::npos;
    if (!allowed || (c == '.' && local[i - 1] == '.')) return false;
  }
  return true;
}

bool is_domain_label(std::string_view label) {
  if (label.empty() || label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

bool is_email_domain(std::string_view domain) {
  std::size_t labels = 0;
  for (;;) {
    const auto dot = domain.find('.');
    const auto label = domain.substr(0, dot);
    if (!is_domain_label(label)) return false;
    ++labels;
    if (dot == std::string_view::npos) {
      return labels >= 2 && label.size() >= 2 && std::all_of(label.begin(), label.end(), is_letter);
    }
    domain.remove_prefix(dot + 1);
  }
}

// ICU's macro narrows without a cast.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
template <class Use>
void for_each_character(std::string_view text, const Use& use) {
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t next = 0; next < length;) {
    const auto at = next;
    UChar32 character = 0;
    U8_NEXT_OR_FFFD(text.data(), next, length, character);
    use(character, static_cast<std::size_t>(at), static_cast<std::size_t>(next - at));
  }
}
#pragma GCC diagnostic pop

constexpr UChar32 byte_order_mark = 0xFEFF;  // a blank to JavaScript
constexpr UChar32 blank_braille = 0x2800;    // a pattern without dots

bool is_blank(UChar32 character) { return u_isUWhiteSpace(character) != 0 || character == byte_order_mark; }

// Joiners, soft hyphens, fillers, variation selectors, control characters and the like.
bool is_invisible(UChar32 character) {
  return u_hasBinaryProperty(character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0 || u_iscntrl(character) != 0 ||
         character == blank_braille;
}
}  // namespace

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) ++units;  // every code point's first byte
    if (byte >= 0xF0) ++units;           // outside the basic plane: a surrogate pair
  }
  return units;
}

std::string_view trim(std::string_view text) {
  std::size_t begin = 0;
  std::size_t end = 0;
  for_each_character(text, [&](UChar32 character, std::size_t at, std::size_t size) {
    if (is_blank(character)) return;
    if (end == 0) begin = at;
    end = at + size;
  });
  return text.substr(begin, end - begin);
}

bool shows_nothing(std::string_view text) {
  bool nothing = true;
  for_each_character(text, [&](UChar32 character, std::size_t, std::size_t) {
    nothing = nothing && (is_blank(character) || is_invisible(character));
  });
  return nothing;
}

std::string_view first_units(std::string_view text, std::size_t units_max) {
  std::size_t units = 0;
  std::size_t kept = 0;
  for_each_character(text, [&](UChar32 character, std::size_t at, std::size_t size) {
    units += static_cast<std::size_t>(U16_LENGTH(character));
    if (units <= units_max) kept = at + size;
  });
  return text.substr(0, kept);
}

std::optional<double> number_in(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size() || error == std::errc::invalid_argument) return std::nullopt;
  // Too small for a double is zero, or the smallest one; from_chars does not tell which.
  if (error == std::errc::result_out_of_range) value = std::strtod(std::string(text).c_str(), nullptr);
  if (!std::isfinite(value)) return std::nullopt;
  return value + 0.0;  // + 0.0: minus zero is zero
}

bool is_phone(std::string_view text) { return text.size() == 10 && std::all_of(text.begin(), text.end(), is_digit); }

bool is_clock_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return false;
  for (const std::size_t i : {0U, 1U, 3U, 4U}) {
    if (!is_digit(text[i])) return false;
  }
  const int hours = (text[0] - '0') * 10 + (text[1] - '0');
  return hours <= 23 && text[3] <= '5';
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos) return false;
  return is_email_local(text.substr(0, at)) && is_email_domain(text.substr(at + 1));
}

}  // namespace frontdesk::wire
