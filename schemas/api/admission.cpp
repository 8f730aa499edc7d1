#include "schemas/api/admission.hpp"

#include "platform/time/wall_clock.hpp"
#include "schemas/api/answers.hpp"

namespace frontdesk::api {

Admission admit(auth::Callers& callers, const Manners& manners, const Who& who, const http::Request& request,
                const std::vector<std::string>& keys) {
  if (who.may == nullptr) return {};
  auto identified = callers.identify(bearer_of(request), wall_clock_now(), keys);
  if (const auto* denial = std::get_if<auth::Denial>(&identified.caller))
    return {denial_answer(manners, request.path, *denial)};
  auto& caller = std::get<auth::Caller>(identified.caller);
  if (!who.may(caller)) return {not_allowed_answer(manners, request.path)};
  return {std::nullopt, std::move(caller), std::move(identified.extra)};
}

}  // namespace frontdesk::api
