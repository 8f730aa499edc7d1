#pragma once
#include <string>
#include <string_view>
#include <variant>

#include "platform/http/message.hpp"
#include "schemas/api/manners.hpp"
#include "schemas/api/words.hpp"
#include "schemas/read_models/callers.hpp"
#include "schemas/wire/fields.hpp"
#include "schemas/wire/input.hpp"

// Answers that no route words, in the manners of a route's family, or of the one that a path belongs to.
namespace frontdesk::api {

http::Response json_answer(int status, std::string body);
// 503 with Retry-After: 1.
http::Response error_answer(const Manners& manners, std::string_view path, int status, std::string_view words);
http::Response error_answer(std::string_view path, int status, std::string_view words);
http::Response endpoint_not_found_answer(std::string_view path);
http::Response too_many_attempts_answer(const Manners& manners, std::string_view path, long long retry_after_s);
// 401 (503 when nobody can say).
http::Response denial_answer(const Manners& manners, std::string_view path, const auth::Denial& denial);
// To somebody who is known, but may not ask this.
http::Response not_allowed_answer(const Manners& manners, std::string_view path);
// What the HTTP server answers by itself. `unread_path` is as it came, any bytes.
http::Response refusal_answer(int status, std::string_view unread_path);
// What is said about a refusal with this status, here and at the edge.
std::string_view words_of_refusal(int status);
// Such a path as far as it can be told: decoded, up to what is no escape, no UTF-8 or not printable.
std::string readable_part(std::string_view unread_path);

// An answer that carries tokens: no cache may keep it.
http::Response uncached(http::Response response);

// The token that a request has, where its family looks for one; empty: none.
struct PresentedToken {
  std::string_view token;
  bool by_cookie = false;  // which a browser sends along whoever's page asks
};
PresentedToken token_of(const Manners& manners, const http::Request& request);

// The body of a request as input; a Response when it cannot be one (Invalid JSON, Payload too large, a content
// encoding). Multipart where the route allows it, elsewhere it counts as no body.
struct BodyRule {
  std::size_t bytes_max = 100 * 1024;   // as JSON or urlencoded
  std::size_t multipart_bytes_max = 0;  // 0: multipart is not read
};
std::variant<wire::Input, http::Response> read_body(const Manners& manners, const http::Request& request,
                                                    const BodyRule& rule = {});

wire::Input read_query(const http::Request& request);
wire::Input read_path_parameters(const http::Request& request);

}  // namespace frontdesk::api
