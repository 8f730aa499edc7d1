#include "schemas/wire/url.hpp"

#include <arpa/inet.h>
#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "schemas/wire/ascii.hpp"

namespace frontdesk::wire {

namespace {
constexpr std::string_view sub_delimiters = "!$&'()*+,;=";

bool is_unreserved(char c) {
  return is_digit(c) || is_letter(c) || std::string_view("-._~").find(c) != std::string_view::npos;
}
bool is_name_character(char c) { return is_unreserved(c) || sub_delimiters.find(c) != std::string_view::npos; }

std::optional<std::string_view> behind_scheme(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    const auto start = text.substr(0, scheme.size());
    const auto same = [](char a, char b) { return lower(a) == b; };
    if (std::equal(start.begin(), start.end(), scheme.begin(), scheme.end(), same)) return text.substr(scheme.size());
  }
  return std::nullopt;
}

// nullopt: an escape is broken.
std::optional<std::string> unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    const auto digits = text.substr(i + 1, 2);
    unsigned char byte = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (error != std::errc() || digits.size() != 2 || end != digits.data() + 2) return std::nullopt;
    plain += static_cast<char>(byte);
    i += 2;
  }
  return plain;
}

// What a resolver would be asked for, as browsers make it of a name: UTS 46, which judges no lengths and no hyphens.
std::optional<std::string> ascii_name(const std::string& name) {
  UErrorCode failure = U_ZERO_ERROR;
  static const std::unique_ptr<const icu::IDNA> idna(icu::IDNA::createUTS46Instance(
      UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
      failure));
  if (idna == nullptr) return std::nullopt;
  constexpr std::uint32_t unjudged = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG |
                                     UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_LEADING_HYPHEN |
                                     UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
  std::string ascii;
  icu::StringByteSink<std::string> sink(&ascii);
  icu::IDNAInfo info;
  UErrorCode error = U_ZERO_ERROR;
  idna->nameToASCII_UTF8(name, sink, info, error);
  if (U_FAILURE(error) || (info.getErrors() & ~unjudged) != 0) return std::nullopt;
  return ascii;
}

// As the URL standard reads a part of an IPv4 address: decimal, octal or hexadecimal.
std::optional<std::uint64_t> address_part(std::string_view text) {
  int base = 10;
  if (text.size() >= 2 && text[0] == '0') {
    base = lower(text[1]) == 'x' ? 16 : 8;
    text.remove_prefix(base == 16 ? 2 : 1);
    if (text.empty()) return 0;
  }
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<std::string_view> labels_of(std::string_view name) {
  std::vector<std::string_view> labels;
  for (;;) {
    const auto dot = name.find('.');
    labels.push_back(name.substr(0, dot));
    if (dot == std::string_view::npos) break;
    name.remove_prefix(dot + 1);
  }
  if (labels.size() > 1 && labels.back().empty()) labels.pop_back();
  return labels;
}

// A name that ends in a number is an IPv4 address to a browser, or nothing.
bool is_no_broken_address(std::string_view name) {
  const auto labels = labels_of(name);
  const auto last = labels.back();
  const bool digits = !last.empty() && std::all_of(last.begin(), last.end(), is_digit);
  const bool hexadecimal = last.size() >= 2 && last[0] == '0' && lower(last[1]) == 'x' && address_part(last);
  if (!digits && !hexadecimal) return true;
  if (labels.size() > 4) return false;
  for (const auto& label : labels) {
    const auto value = address_part(label);
    const auto bytes = &label == &labels.back() ? 5 - labels.size() : 1;
    if (!value || *value >= std::uint64_t{1} << (8 * bytes)) return false;
  }
  return true;
}

bool is_ipv6(std::string_view text) {
  in6_addr address{};
  return inet_pton(AF_INET6, std::string(text).c_str(), &address) == 1;
}

bool is_host_name(std::string_view text) {
  const auto plain = unescaped(text);
  if (!plain || plain->find('\0') != std::string::npos) return false;
  const auto name = ascii_name(*plain);
  return name && !name->empty() && std::all_of(name->begin(), name->end(), is_name_character) &&
         is_no_broken_address(*name);
}

bool is_user_info(std::string_view text) {
  return unescaped(text) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_name_character(c) || c == ':' || c == '%'; });
}

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return text.empty() || (error == std::errc() && end == text.data() + text.size());
}

bool is_authority(std::string_view text) {
  if (const auto at = text.find('@'); at != std::string_view::npos) {
    if (!is_user_info(text.substr(0, at))) return false;
    text.remove_prefix(at + 1);
  }
  const bool bracketed = text.starts_with('[');
  const auto end = bracketed ? text.find(']') : std::min(text.find(':'), text.size());
  if (end == std::string_view::npos) return false;
  if (!(bracketed ? is_ipv6(text.substr(1, end - 1)) : is_host_name(text.substr(0, end)))) return false;
  text.remove_prefix(bracketed ? end + 1 : end);
  return text.empty() || (text.front() == ':' && is_port(text.substr(1)));
}
}  // namespace

bool is_http_url(std::string_view text) {
  const auto rest = behind_scheme(text);
  const auto visible = [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7F; };
  return rest && std::all_of(text.begin(), text.end(), visible) &&
         is_authority(rest->substr(0, rest->find_first_of("/?#")));
}

}  // namespace frontdesk::wire
