#include "schemas/api/answers.hpp"

#include <algorithm>

#include "platform/http/body.hpp"
#include "platform/http/field_text.hpp"
#include "platform/http/target.hpp"

namespace frontdesk::api {

using wire::Input;

namespace {
bool media_type_is(const http::Request& request, std::string_view wanted) {
  auto type = request.header("content-type");
  type = type.substr(0, type.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  return type.size() == wanted.size() && std::equal(type.begin(), type.end(), wanted.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
         });
}

// A form that cannot be read says as much as no body does.
http::Response unreadable_form_answer(const Manners& manners) {
  return json_answer(400, manners.invalid(Part::body, wire::Fields(Input::none()).faults()));
}

// What a browser sends for a file field in which nothing was chosen.
bool is_no_file(const http::FormField& field) {
  return field.filename && field.filename->empty() && field.value.empty();
}

std::variant<Input, http::Response> read_multipart(const Manners& manners, const http::Request& request) {
  const auto fields = http::parse_multipart(request.header("content-type"), request.body);
  if (!fields) return unreadable_form_answer(manners);
  Input::Pairs pairs;
  for (const auto& field : *fields) {
    if (is_no_file(field)) continue;
    if (field.filename) return error_answer(manners, request.path, 400, words::unexpected_file);
    pairs.emplace_back(field.name, field.value);
  }
  return Input::from_form(pairs);
}

// RFC 9110, section 8.4: a list, in one line or several.
bool is_encoded(const http::Request& request) {
  for (const auto& [name, value] : request.headers) {
    if (name != "content-encoding") continue;
    for (std::string_view rest = value; !rest.empty();) {
      const auto end = std::min(rest.find(','), rest.size());
      const auto coding = http::trim(rest.substr(0, end));
      if (!coding.empty() && http::to_lower(coding) != "identity") return true;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return false;
}

// RFC 6265, section 4.2: `name=value; name=value`, in one line or several.
std::string_view cookie(const http::Request& request, std::string_view name) {
  for (const auto& [header, value] : request.headers) {
    if (header != "cookie") continue;
    for (std::string_view rest = value; !rest.empty();) {
      const auto end = std::min(rest.find(';'), rest.size());
      const auto pair = http::trim(rest.substr(0, end));
      const auto equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return {};
}
}  // namespace

http::Response json_answer(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

http::Response error_answer(const Manners& manners, std::string_view path, int status, std::string_view words) {
  auto response = json_answer(status, manners.failure(status, words, path));
  if (status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

http::Response error_answer(std::string_view path, int status, std::string_view words) {
  return error_answer(manners_of(path), path, status, words);
}

http::Response endpoint_not_found_answer(std::string_view path) {
  return error_answer(path, 404, words::endpoint_not_found);
}

http::Response too_many_attempts_answer(const Manners& manners, std::string_view path, long long retry_after_s) {
  auto response = error_answer(manners, path, 429, words::too_many_attempts);
  response.headers.emplace_back("Retry-After", std::to_string(retry_after_s));
  return response;
}

http::Response denial_answer(const Manners& manners, std::string_view path, const auth::Denial& denial) {
  if (denial.why == auth::Denied::unavailable) return error_answer(manners, path, 503, words::unavailable);
  return error_answer(manners, path, 401, manners.denied(denial));
}

http::Response not_allowed_answer(const Manners& manners, std::string_view path) {
  return error_answer(manners, path, manners.not_allowed.status, manners.not_allowed.words);
}

http::Response refusal_answer(int status, std::string_view unread_path) {
  return error_answer(readable_part(unread_path), status, words_of_refusal(status));
}

std::string_view words_of_refusal(int status) {
  switch (status) {
    case 404:
      return words::endpoint_not_found;
    case 408:
      return "Request timeout";
    case 413:
      return words::payload_too_large;
    case 431:
      return "Request header fields too large";
    case 500:
      return words::unexpected;
    case 503:
      return words::unavailable;
    default:
      return "Bad request";
  }
}

std::string readable_part(std::string_view unread_path) {
  auto path = http::percent_decode(unread_path);
  if (!path) path = unread_path.substr(0, unread_path.find('%'));
  const auto odd = std::find_if(path->begin(), path->end(), [](char c) { return c <= ' ' || c > '~'; });
  path->erase(odd, path->end());
  return *std::move(path);
}

http::Response uncached(http::Response response) {
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

PresentedToken token_of(const Manners& manners, const http::Request& request) {
  constexpr std::string_view scheme = "Bearer ";
  auto header = request.header("authorization");
  const bool with_scheme = header.starts_with(scheme);
  if (with_scheme) header.remove_prefix(scheme.size());
  const bool may_count = (with_scheme || manners.bare_token) && header.find(' ') == std::string_view::npos;
  if (may_count && !header.empty()) return {header};
  for (const auto name : manners.cookies) {
    if (const auto value = cookie(request, name); !value.empty()) return {value, true};
  }
  return {};
}

std::variant<Input, http::Response> read_body(const Manners& manners, const http::Request& request,
                                              const BodyRule& rule) {
  const auto& path = request.path;
  if (is_encoded(request)) {
    return error_answer(manners, path, manners.unsupported_encoding, words::unsupported_content_encoding);
  }
  const bool in_parts = media_type_is(request, "multipart/form-data");
  if (in_parts && rule.multipart_bytes_max == 0) return Input::none();
  if (request.body.size() > (in_parts ? rule.multipart_bytes_max : rule.bytes_max)) {
    return error_answer(manners, path, 413, words::payload_too_large);
  }
  if (in_parts) return read_multipart(manners, request);
  if (request.body.empty()) return Input::none();
  if (media_type_is(request, "application/x-www-form-urlencoded")) {
    auto pairs = http::parse_urlencoded(request.body);
    if (!pairs) return unreadable_form_answer(manners);
    return Input::from_form(*pairs);
  }
  const bool json = !request.has_header("content-type") || media_type_is(request, "application/json");
  if (!json) return Input::none();
  auto input = Input::from_json(request.body);
  if (!input) return error_answer(manners, path, 400, words::invalid_json);
  return *std::move(input);
}

Input read_query(const http::Request& request) { return Input::from_form(request.query); }

Input read_path_parameters(const http::Request& request) { return Input::from_form(request.path_parameters); }

}  // namespace frontdesk::api
