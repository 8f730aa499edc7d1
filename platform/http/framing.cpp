#include "platform/http/framing.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "platform/http/field_text.hpp"
#include "platform/http/target.hpp"

namespace frontdesk::http {
namespace {

constexpr std::size_t headers_max = 100;

bool is_token_character(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return c != '\0' && std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

bool is_field_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7f);
}

// The line up to the next CRLF, removed from `rest`. The scan has made sure that there is one.
std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find("\r\n");
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end + 2);
  return line;
}

std::optional<Malformed> read_request_line(std::string_view line, Head& head) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return Malformed{400};
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, last - first - 1);
  const auto version = line.substr(last + 1);
  if (!is_token(head.method) || head.target.empty() || head.target.find(' ') != std::string::npos)
    return Malformed{400};
  if (version == "HTTP/1.1") return std::nullopt;
  head.http_1_0 = version == "HTTP/1.0";
  head.keep_alive = false;
  if (head.http_1_0) return std::nullopt;
  return Malformed{version.starts_with("HTTP/") && version.size() == 8 ? 505 : 400};
}

std::optional<Malformed> read_header(std::string_view line, Head& head) {
  if (head.headers.size() == headers_max) return Malformed{431};
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return Malformed{400};
  const auto value = trim(line.substr(colon + 1));
  if (!std::all_of(value.begin(), value.end(), is_field_character)) return Malformed{400};
  head.headers.emplace_back(to_lower(line.substr(0, colon)), value);
  return std::nullopt;
}

bool lists(std::string_view values, std::string_view wanted) {
  while (!values.empty()) {
    const auto end = std::min(values.find(','), values.size());
    if (to_lower(trim(values.substr(0, end))) == wanted) return true;
    values.remove_prefix(std::min(end + 1, values.size()));
  }
  return false;
}

void read_connection(std::string_view value, Head& head) {
  if (lists(value, "close"))
    head.keep_alive = false;
  else if (head.http_1_0 && lists(value, "keep-alive"))
    head.keep_alive = true;
}

std::optional<Malformed> read_length(std::string_view digits, Head& head) {
  const auto all_digits = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits.empty() || !all_digits) return Malformed{400};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), head.content_length);
  if (error != std::errc{}) return Malformed{413};
  return std::nullopt;
}

struct Seen {
  int hosts = 0, lengths = 0, encodings = 0;
};

std::optional<Malformed> interpret(Head& head) {
  Seen seen;
  for (const auto& [name, value] : head.headers) {
    if (name == "host") ++seen.hosts;
    if (name == "transfer-encoding") ++seen.encodings;
    if (name == "connection") read_connection(value, head);
    if (name == "content-length") {
      if (++seen.lengths > 1) return Malformed{400};
      if (const auto wrong = read_length(value, head)) return wrong;
    }
    if (name == "expect") {
      if (to_lower(value) != "100-continue") return Malformed{417};
      head.expects_continue = !head.http_1_0;
    }
  }
  if (seen.encodings > 0) return Malformed{seen.lengths > 0 || head.http_1_0 ? 400 : 411};
  if (seen.hosts > 1 || (seen.hosts == 0 && !head.http_1_0)) return Malformed{400};
  return std::nullopt;
}

// RFC 9112 section 2.2: one empty line before the request line is forgiven.
std::string_view from_request_line(std::string_view bytes) {
  if (bytes.starts_with("\r\n")) bytes.remove_prefix(2);
  return bytes;
}

std::variant<Incomplete, Malformed, Head> read_complete(std::string_view bytes) {
  Head head;
  head.bytes = bytes.size();
  auto rest = from_request_line(bytes);
  if (const auto wrong = read_request_line(take_line(rest), head)) return *wrong;
  for (auto line = take_line(rest); !line.empty(); line = take_line(rest))
    if (const auto wrong = read_header(line, head)) return *wrong;
  if (const auto wrong = interpret(head)) return *wrong;
  return head;
}

}  // namespace

std::variant<Incomplete, Malformed, Head> read_head(std::string_view bytes, std::size_t& scanned,
                                                    std::size_t head_bytes_max) {
  for (; scanned < bytes.size(); ++scanned) {
    if (scanned == head_bytes_max) return Malformed{431};
    const char c = bytes[scanned];
    if (c == '\0') return Malformed{400};
    if (scanned > 0 && bytes[scanned - 1] == '\r' && c != '\n') return Malformed{400};
    if (c != '\n') continue;
    if (scanned == 0 || bytes[scanned - 1] != '\r') return Malformed{400};
    const bool empty_line = scanned >= 3 && bytes[scanned - 2] == '\n';
    if (empty_line) return read_complete(bytes.substr(0, scanned + 1));
  }
  return Incomplete{};
}

std::string_view path_of(std::string_view head) {
  head = from_request_line(head);
  const auto line = head.substr(0, std::min(head.find_first_of("\r\n"), head.size()));
  auto target = line.substr(std::min(line.find(' '), line.size()));
  target.remove_prefix(std::min(target.find_first_not_of(' '), target.size()));
  target = without_authority(target.substr(0, target.find(' ')));
  if (!target.starts_with('/')) return {};
  return target.substr(0, std::min(target.find_first_of("?#"), target.size()));
}

std::string_view origin_of(std::string_view head) {
  constexpr std::string_view name = "origin";
  head = from_request_line(head);
  for (auto end = head.find("\r\n"); end != std::string_view::npos; end = head.find("\r\n")) {
    const auto line = head.substr(0, end);
    head.remove_prefix(end + 2);
    const auto colon = line.find(':');
    if (colon == name.size() && to_lower(line.substr(0, colon)) == name) return trim(line.substr(colon + 1));
    if (line.empty()) return {};  // what follows is the body
  }
  return {};
}

}  // namespace frontdesk::http
