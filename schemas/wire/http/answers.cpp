#include "schemas/wire/http/answers.hpp"

#include <algorithm>

#include "platform/http/body.hpp"
#include "platform/http/field_text.hpp"
#include "platform/http/target.hpp"
#include "schemas/wire/error_body.hpp"

namespace frontdesk::wire {

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
http::Response unreadable_form_answer() { return invalid_answer(invalid_body, Fields(Input::none())); }

// What a browser sends for a file field in which nothing was chosen.
bool is_no_file(const http::FormField& field) {
  return field.filename && field.filename->empty() && field.value.empty();
}

std::variant<Input, http::Response> read_multipart(const http::Request& request) {
  const auto fields = http::parse_multipart(request.header("content-type"), request.body);
  if (!fields) return unreadable_form_answer();
  Input::Pairs pairs;
  for (const auto& field : *fields) {
    if (is_no_file(field)) continue;
    if (field.filename) return bad_request(unexpected_file);
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

std::string_view refusal_text(int status) {
  switch (status) {
    case 408:
      return "Request timeout";
    case 413:
      return payload_too_large;
    case 431:
      return "Request header fields too large";
    case 500:
      return unexpected;
    case 503:
      return unavailable;
    default:
      return "Bad request";
  }
}
}  // namespace

http::Response json_answer(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

http::Response bad_request(std::string_view message) { return json_answer(400, failure(message)); }

http::Response invalid_answer(std::string_view message, const Fields& fields) {
  return json_answer(400, invalid(message, fields.faults()));
}

http::Response unauthorized_answer(std::string_view message) { return json_answer(401, failure(message)); }

http::Response unavailable_answer() {
  auto response = json_answer(503, failure(unavailable));
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

http::Response too_many_attempts_answer(long long retry_after_s) {
  auto response = json_answer(429, failure(too_many_attempts));
  response.headers.emplace_back("Retry-After", std::to_string(retry_after_s));
  return response;
}

http::Response error_answer(std::string_view path, int status, std::string_view message) {
  auto response = json_answer(status, error_body(path, status, message));
  if (status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

http::Response endpoint_not_found_answer(std::string_view path) {
  return json_answer(404, endpoint_not_found_body(path));
}

http::Response refusal_answer(int status, std::string_view unread_path) {
  return error_answer(readable_part(unread_path), status, refusal_text(status));
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

http::Response denial_answer(const auth::Denial& denial) {
  switch (denial.why) {
    case auth::Denied::no_token:
    case auth::Denied::session_ended:
      return unauthorized_answer();
    case auth::Denied::token_fault:
      return unauthorized_answer(auth::text_of(denial.fault));
    case auth::Denied::account_disabled:
      return unauthorized_answer(account_disabled);
    case auth::Denied::unavailable:
      return unavailable_answer();
  }
  return unauthorized_answer();
}

std::string_view bearer_of(const http::Request& request) {
  constexpr std::string_view scheme = "Bearer ";
  const auto header = request.header("authorization");
  if (header.substr(0, scheme.size()) != scheme) return {};
  const auto token = header.substr(scheme.size());
  return token.find(' ') == std::string_view::npos ? token : std::string_view{};
}

std::variant<Input, http::Response> read_body(const http::Request& request, const BodyRule& rule) {
  if (is_encoded(request)) {
    return error_answer(request.path, is_clinic_queue_path(request.path) ? 400 : 415, unsupported_content_encoding);
  }
  if (media_type_is(request, "multipart/form-data")) {
    return rule.multipart ? read_multipart(request) : std::variant<Input, http::Response>(Input::none());
  }
  if (request.body.size() > rule.bytes_max) return error_answer(request.path, 413, payload_too_large);
  if (request.body.empty()) return Input::none();
  if (media_type_is(request, "application/x-www-form-urlencoded")) {
    auto pairs = http::parse_urlencoded(request.body);
    if (!pairs) return unreadable_form_answer();
    return Input::from_form(*pairs);
  }
  const bool json = !request.has_header("content-type") || media_type_is(request, "application/json");
  if (!json) return Input::none();
  auto input = Input::from_json(request.body);
  if (!input) return error_answer(request.path, 400, invalid_json);
  return *std::move(input);
}

Input read_query(const http::Request& request) { return Input::from_form(request.query); }

Input read_path_parameters(const http::Request& request) { return Input::from_form(request.path_parameters); }

}  // namespace frontdesk::wire
