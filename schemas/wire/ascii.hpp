// Letters and digits of ASCII: what the forms of this folder are made of. No locale, unlike <cctype>.
#pragma once

namespace frontdesk::wire {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace frontdesk::wire
