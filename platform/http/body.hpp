#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontdesk::http {

struct FormField {
  std::string name;                     // UTF-8 without NUL
  std::string value;                    // a file's content as it came; a text field's is UTF-8, a NUL kept
  std::optional<std::string> filename;  // given by files only, as the client wrote it: never a path to open
  std::string content_type;             // of the part, empty when not given
};

// multipart/form-data (RFC 7578), with the preamble, the epilogue and the blanks behind a boundary that RFC 2046 lets
// stand and has ignored. Nothing when the body does not keep to the form or exceeds its limits: 100 parts, 8
// KiB of headers each. Takes time in proportion to the body, whatever its content.
std::optional<std::vector<FormField>> parse_multipart(std::string_view content_type, std::string_view body);

// application/x-www-form-urlencoded; order and duplicates kept. Nothing on text that is not UTF-8 and on more than 1000
// fields.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_urlencoded(std::string_view body);

}  // namespace frontdesk::http
