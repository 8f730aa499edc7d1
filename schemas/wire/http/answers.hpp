#pragma once
#include <string>
#include <string_view>
#include <variant>

#include "platform/http/message.hpp"
#include "schemas/read_models/callers.hpp"
#include "schemas/wire/envelope.hpp"
#include "schemas/wire/fields.hpp"
#include "schemas/wire/input.hpp"

namespace frontdesk::wire {

// Answers in the envelope of contract 004.
http::Response json_answer(int status, std::string body);
http::Response bad_request(std::string_view message);
http::Response invalid_answer(std::string_view message, const Fields& fields);
http::Response unauthorized_answer(std::string_view message = unauthorized);
http::Response unavailable_answer();  // 503, Retry-After: 1
http::Response too_many_attempts_answer(long long retry_after_s);
// In the shape of the path's own API.
http::Response error_answer(std::string_view path, int status, std::string_view message);
http::Response endpoint_not_found_answer(std::string_view path);
// What the HTTP server answers by itself. `unread_path` is as it came, any bytes.
http::Response refusal_answer(int status, std::string_view unread_path);
// Such a path as far as it can be told: decoded, up to what is no escape, no UTF-8 or not printable.
std::string readable_part(std::string_view unread_path);

// An answer that carries tokens: no cache may keep it.
http::Response uncached(http::Response response);

// 401 (503 when nobody can say) with the text that contract 004 has for it.
http::Response denial_answer(const auth::Denial& denial);

// The token of `Authorization: Bearer <token>`, exactly that form; empty otherwise.
std::string_view bearer_of(const http::Request& request);

// The body of a request as input; a Response when it cannot be one (Invalid JSON, Payload too large, a content
// encoding). JSON and urlencoded up to 100 KiB; multipart only where the route allows it, elsewhere it counts as no
// body.
struct BodyRule {
  std::size_t bytes_max = 100 * 1024;
  bool multipart = false;
};
std::variant<Input, http::Response> read_body(const http::Request& request, const BodyRule& rule = {});

Input read_query(const http::Request& request);
Input read_path_parameters(const http::Request& request);

}  // namespace frontdesk::wire
