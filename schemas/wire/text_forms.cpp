#include "schemas/wire/text_forms.hpp"

#include <algorithm>
#include <cctype>

namespace frontdesk::wire {

namespace {
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

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
  const auto blank = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

bool is_http_url(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (text.substr(0, scheme.size()) != scheme) continue;
    const auto rest = text.substr(scheme.size());
    const auto host = rest.substr(0, rest.find_first_of("/?#"));
    const auto visible = [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7F; };
    return !host.empty() && host.front() != ':' && std::all_of(text.begin(), text.end(), visible) &&
           host.find_first_of("<>\"\\^`{|}") == std::string_view::npos;
  }
  return false;
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
