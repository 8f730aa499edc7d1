#include "schemas/api/admission.hpp"

#include "platform/time/wall_clock.hpp"
#include "schemas/api/answers.hpp"

namespace frontdesk::api {

namespace {
// "https://example.com/a/b" → "https://example.com"
std::string_view origin_of_url(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  return url.substr(0, url.find_first_of("/?#", scheme + 3));
}
}  // namespace

Admission admit(auth::Callers& callers, const Manners& manners, const Who& who, const http::Request& request,
                const std::vector<std::string>& keys) {
  if (who.may == nullptr) return {};
  auto identified = callers.identify(token_of(manners, request).token, wall_clock_now(), keys);
  if (const auto* denial = std::get_if<auth::Denial>(&identified.caller))
    return {denial_answer(manners, request.path, *denial)};
  auto& caller = std::get<auth::Caller>(identified.caller);
  if (!who.may(caller)) return {not_allowed_answer(manners, request.path)};
  return {std::nullopt, std::move(caller), std::move(identified.extra)};
}

std::optional<http::Response> refuse_foreign_page(const Cors& cors, const Manners& manners,
                                                  const http::Request& request) {
  if (!token_of(manners, request).by_cookie) return std::nullopt;
  const auto origin =
      request.has_header("origin") ? request.header("origin") : origin_of_url(request.header("referer"));
  if (cors.allows(origin)) return std::nullopt;
  return not_allowed_answer(manners, request.path);
}

}  // namespace frontdesk::api
