#include "query-api/reads/reads.hpp"

#include "platform/logging/log.hpp"
#include "platform/postgres/unavailable.hpp"
#include "platform/time/wall_clock.hpp"
#include "schemas/wire/http/answers.hpp"

namespace frontdesk::query_api {

Reads::Identified Reads::identify(const api::Who& who, const http::Request& request,
                                  const std::vector<std::string>& keys) const {
  if (who.may == nullptr) return {};
  auto identified = callers_.identify(wire::bearer_of(request), wall_clock_now(), keys);
  if (const auto* denial = std::get_if<auth::Denial>(&identified.caller)) return {wire::denial_answer(*denial)};
  auto& caller = std::get<auth::Caller>(identified.caller);
  if (!who.may(caller)) return {wire::unauthorized_answer()};
  return {std::nullopt, std::move(caller), std::move(identified.extra)};
}

http::Response Reads::answer(const http::Request& request, const std::function<http::Response()>& handler) {
  try {
    return handler();
  } catch (const postgres::Unavailable& unavailable) {
    logging::warn("read models unavailable",
                  {{"error", unavailable.what()}, {"correlation_id", request.correlation_id}});
    return wire::error_answer(request.path, 503, wire::unavailable);
  }
}

}  // namespace frontdesk::query_api
