#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

// The forms of text that contract 004, section 3, names. Pure.
namespace frontdesk::wire {

bool is_email(std::string_view text);       // "E-mail form"
bool is_clock_time(std::string_view text);  // HH:MM, 00:00 to 23:59
bool is_phone(std::string_view text);       // ten digits

// The nearest double of a decimal number, as in JSON; nullopt: it is none, or too large for a double.
std::optional<double> number_in(std::string_view text);

// As the original clients' language counts. `text` is valid UTF-8.
std::size_t utf16_length(std::string_view text);
std::string_view trim(std::string_view text);
// Nothing but blanks and invisible characters.
bool shows_nothing(std::string_view text);
// The longest beginning of at most so many UTF-16 units that ends behind a whole character.
std::string_view first_units(std::string_view text, std::size_t units_max);

}  // namespace frontdesk::wire
