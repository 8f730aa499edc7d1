#pragma once
#include <cstddef>
#include <string_view>

// The forms of text that contract 004, section 3, names. Pure.
namespace frontdesk::wire {

bool is_email(std::string_view text);       // "E-mail form"
bool is_http_url(std::string_view text);    // http(s) with a host, visible characters only
bool is_clock_time(std::string_view text);  // HH:MM, 00:00 to 23:59
bool is_phone(std::string_view text);       // ten digits

// As the original clients' language counts. `text` is valid UTF-8.
std::size_t utf16_length(std::string_view text);
std::string_view trim(std::string_view text);

}  // namespace frontdesk::wire
