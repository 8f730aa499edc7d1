#include "realtime-gateway/transports/refusals.hpp"

#include "platform/http/framing.hpp"
#include "platform/http/origin.hpp"
#include "platform/http/target.hpp"
#include "schemas/api/answers.hpp"
#include "schemas/api/manners.hpp"

namespace frontdesk::realtime_gateway {
namespace {

// Only a handshake is refused for its version.
std::string_view words_of(int status) { return status == 426 ? "Upgrade required" : api::words_of_refusal(status); }

// The services refuse any other path, too.
bool is_readable(std::string_view path) {
  http::Request request;
  return http::read_target(path, request);
}

}  // namespace

void add_security_headers(web::Headers& headers) {
  headers.emplace_back("X-Content-Type-Options", "nosniff");
  headers.emplace_back("X-Frame-Options", "DENY");
  headers.emplace_back("Referrer-Policy", "no-referrer");
  headers.emplace_back("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
}

void add_correlation_id(const web::Request& request, web::Headers& headers) {
  headers.emplace_back("X-Correlation-Id", http::correlation_id(web::header(request.headers, "X-Correlation-Id")));
}

web::Answer Refusals::of(int status, std::string_view words, const web::Request& request) const {
  const std::string origin(web::header(request.headers, "Origin"));
  return refusal(status, words, {.path = request.path, .origin = origin, .head_unread = false}, request);
}

web::Answer Refusals::by_listener(int status, const web::Request& request,
                                  std::optional<std::string_view> unread) const {
  if (status == 404 && !is_readable(request.path)) status = 400;
  if (!unread) return of(status, words_of(status), request);
  const auto origin = web::header(request.headers, "Origin");
  const http::Refused refused{.path = request.path.empty() ? std::string(http::path_of(*unread)) : request.path,
                              .origin = std::string(origin.empty() ? http::origin_of(*unread) : origin),
                              .head_unread = true};
  return refusal(status, words_of(status), refused, request);
}

web::Answer Refusals::refusal(int status, std::string_view words, const http::Refused& refused,
                              const web::Request& request) const {
  web::Answer answer;
  answer.status = status;
  answer.close = true;
  answer.content_type = "application/json; charset=utf-8";
  const auto path = api::readable_part(std::string_view(refused.path).substr(0, refused.path.find('#')));
  const bool to_a_socket = path.empty() || path == "/";
  answer.body = to_a_socket ? R"({"message":")" + std::string(words) + R"("})"
                            : api::manners_of(path).failure(status, words, path);
  for (const auto& [name, value] : cors_.refusal(status, refused).headers) answer.headers.emplace_back(name, value);
  if (status == 503) answer.headers.emplace_back("Retry-After", "1");
  add_correlation_id(request, answer.headers);
  add_security_headers(answer.headers);
  return answer;
}

}  // namespace frontdesk::realtime_gateway
