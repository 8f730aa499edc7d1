#include "platform/http/body.hpp"

#include <algorithm>

#include "platform/http/field_text.hpp"
#include "platform/http/target.hpp"

namespace frontdesk::http {
namespace {

constexpr std::size_t parts_max = 100;
constexpr std::size_t part_head_bytes_max = 8 * 1024;
constexpr std::size_t fields_max = 1000;

// A header value like `form-data; name="a"; filename="b"`.
struct Parameterised {
  std::string value;                                            // lower-case
  std::vector<std::pair<std::string, std::string>> parameters;  // names lower-case

  std::optional<std::string> find(std::string_view name) const {
    for (const auto& [key, text] : parameters)
      if (key == name) return text;
    return std::nullopt;
  }
};

// Takes a quoted string off the front. A backslash escapes only a quote or a backslash: browsers send file names with
// others bare.
std::optional<std::string> take_quoted(std::string_view& text) {
  std::string unquoted;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return unquoted;
    }
    if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
    unquoted.push_back(text[i]);
  }
  return std::nullopt;
}

std::optional<Parameterised> parse_parameterised(std::string_view text) {
  Parameterised parsed;
  const auto end = std::min(text.find(';'), text.size());
  parsed.value = to_lower(trim(text.substr(0, end)));
  text.remove_prefix(end);
  while (!text.empty()) {
    text = trim(text.substr(1));
    if (text.empty()) break;
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    auto name = to_lower(trim(text.substr(0, equals)));
    text = trim(text.substr(equals + 1));
    std::optional<std::string> value;
    if (text.starts_with('"')) {
      value = take_quoted(text);
    } else {
      value = trim(text.substr(0, text.find(';')));
      text.remove_prefix(std::min(text.find(';'), text.size()));
    }
    text = trim(text);
    if (!value || parsed.find(name) || (!text.empty() && text.front() != ';')) return std::nullopt;
    parsed.parameters.emplace_back(std::move(name), *std::move(value));
  }
  return parsed;
}

bool is_boundary(std::string_view text) {
  constexpr std::string_view others = "'()+_,-./:=? ";
  return !text.empty() && text.size() <= 70 && text.back() != ' ' &&
         std::all_of(text.begin(), text.end(), [others](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  others.find(c) != others.npos;
         });
}

std::optional<std::string> boundary_of(std::string_view content_type) {
  const auto parsed = parse_parameterised(content_type);
  if (!parsed || parsed->value != "multipart/form-data") return std::nullopt;
  auto boundary = parsed->find("boundary");
  if (!boundary || !is_boundary(*boundary)) return std::nullopt;
  return boundary;
}

// How HTML has browsers write the three characters that a quoted name cannot hold.
std::string unescape_name(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto escape = to_lower(text.substr(i, 3));
    const char c = escape == "%22" ? '"' : escape == "%0d" ? '\r' : escape == "%0a" ? '\n' : '\0';
    plain.push_back(c == '\0' ? text[i] : c);
    if (c != '\0') i += 2;
  }
  return plain;
}

bool is_text(std::string_view text) { return is_utf8(text) && text.find('\0') == std::string_view::npos; }

bool read_disposition(std::string_view value, FormField& field) {
  const auto disposition = parse_parameterised(value);
  if (!disposition || disposition->value != "form-data") return false;
  const auto name = disposition->find("name");
  if (!name || !is_text(*name)) return false;
  field.name = unescape_name(*name);
  if (const auto filename = disposition->find("filename")) {
    if (!is_text(*filename)) return false;
    field.filename = unescape_name(*filename);
  }
  return true;
}

// The headers of a part, each line ended by CRLF.
bool read_part_head(std::string_view head, FormField& field) {
  bool disposed = false;
  while (!head.empty()) {
    const auto end = head.find("\r\n");
    const auto line = head.substr(0, end);
    head.remove_prefix(end + 2);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    const auto name = to_lower(line.substr(0, colon));
    const auto value = trim(line.substr(colon + 1));
    if (name == "content-type") field.content_type = value;
    if (name == "content-transfer-encoding" && to_lower(value) != "binary" && to_lower(value) != "8bit" &&
        to_lower(value) != "7bit")
      return false;
    if (name == "content-disposition" && (std::exchange(disposed, true) || !read_disposition(value, field)))
      return false;
  }
  return disposed;
}

std::optional<FormField> read_part(std::string_view part) {
  const auto head_end = part.substr(0, part_head_bytes_max).find("\r\n\r\n");
  if (head_end == std::string_view::npos) return std::nullopt;
  FormField field;
  if (!read_part_head(part.substr(0, head_end + 2), field)) return std::nullopt;
  field.value = part.substr(head_end + 4);
  if (!field.filename && !is_utf8(field.value)) return std::nullopt;
  return field;
}

// Goes behind the first boundary, which may be the first line.
bool skip_preamble(std::string_view& body, std::string_view delimiter) {
  const auto first = delimiter.substr(2);
  if (body.starts_with(first)) {
    body.remove_prefix(first.size());
    return true;
  }
  const auto found = body.find(delimiter);
  if (found == std::string_view::npos) return false;
  body.remove_prefix(found + delimiter.size());
  return true;
}

}  // namespace

std::optional<std::vector<FormField>> parse_multipart(std::string_view content_type, std::string_view body) {
  const auto boundary = boundary_of(content_type);
  if (!boundary) return std::nullopt;
  // The CRLF before a boundary belongs to it. It occurs nowhere else in the delimiter, so the search never looks at a
  // byte twice.
  const auto delimiter = "\r\n--" + *boundary;
  if (!skip_preamble(body, delimiter)) return std::nullopt;
  std::vector<FormField> fields;
  for (;;) {
    const bool last = body.starts_with("--");
    if (last) body.remove_prefix(2);
    body.remove_prefix(std::min(body.find_first_not_of(" \t"), body.size()));
    if (last && (body.empty() || body.starts_with("\r\n"))) return fields;
    if (last || !body.starts_with("\r\n")) return std::nullopt;
    const auto end = body.find(delimiter, 2);
    if (end == std::string_view::npos || fields.size() == parts_max) return std::nullopt;
    auto field = read_part(body.substr(2, end - 2));
    if (!field) return std::nullopt;
    fields.push_back(*std::move(field));
    body.remove_prefix(end + delimiter.size());
  }
}

std::optional<std::vector<std::pair<std::string, std::string>>> parse_urlencoded(std::string_view body) {
  if (static_cast<std::size_t>(std::count(body.begin(), body.end(), '&')) >= fields_max) return std::nullopt;
  return parse_pairs(body);
}

}  // namespace frontdesk::http
