#include "platform/http/wire.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace frontdesk::http {
namespace {

using Header = std::pair<std::string_view, std::string_view>;

constexpr std::array<Header, 4> security_headers{{
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
}};

constexpr std::array<std::string_view, 5> owned_by_the_server{"content-length", "connection", "transfer-encoding",
                                                              "date", "x-correlation-id"};

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 423:
      return "Locked";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Unknown";
  }
}

bool equal_names(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [lower](char a, char b) { return lower(a) == lower(b); });
}

bool splits(std::string_view text) {
  return text.find_first_of(std::string_view{"\r\n\0", 3}) != std::string_view::npos;
}

bool is_sendable(const Response& response) {
  if (response.status < 200 || response.status > 599 || splits(response.content_type)) return false;
  return std::none_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
    return header.first.empty() || header.first.find_first_of(": \t") != std::string::npos || splits(header.first) ||
           splits(header.second);
  });
}

bool given(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [name](const auto& header) { return equal_names(header.first, name); });
}

// Written once a second and thread: formatting it costs as much as the rest of a small answer.
std::string_view date_now() {
  thread_local std::time_t at = 0;
  thread_local std::array<char, 40> text{};
  thread_local std::size_t length = 0;
  if (const auto now = std::time(nullptr); now != at) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    // The names are English in every locale by RFC 9110; strftime's are so as long as no program calls setlocale, and
    // none does.
    length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
    at = now;
  }
  return {text.data(), length};
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

void append_connection(std::string& out, const AnswerForm& form) {
  if (!form.keep_alive)
    append_header(out, "Connection", "close");
  else if (form.http_1_0)
    append_header(out, "Connection", "keep-alive");
}

}  // namespace

std::string serialise(const Response& response, const AnswerForm& form) {
  if (!is_sendable(response))
    return serialise(Response{.status = 500, .body = {}, .content_type = {}, .headers = {}}, form);
  const bool bodiless = response.status == 204 || response.status == 304;
  std::string out;
  out.reserve(512 + response.body.size());
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(1, ' ').append(reason(response.status));
  out.append("\r\n");
  append_header(out, "Date", date_now());
  append_connection(out, form);
  if (!bodiless) {
    if (!response.content_type.empty()) append_header(out, "Content-Type", response.content_type);
    append_header(out, "Content-Length", std::to_string(response.body.size()));
  }
  for (const auto& [name, value] : security_headers)
    if (!given(response, name)) append_header(out, name, value);
  if (!form.correlation_id.empty()) append_header(out, "X-Correlation-Id", form.correlation_id);
  for (const auto& [name, value] : response.headers) {
    const auto is_name = [&name = name](std::string_view other) { return equal_names(name, other); };
    if (std::none_of(owned_by_the_server.begin(), owned_by_the_server.end(), is_name)) append_header(out, name, value);
  }
  out.append("\r\n");
  if (!bodiless && !form.head) out.append(response.body);
  return out;
}

}  // namespace frontdesk::http
