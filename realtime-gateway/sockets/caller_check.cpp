#include "realtime-gateway/sockets/caller_check.hpp"

#include <utility>
#include <variant>

#include "platform/logging/log.hpp"

namespace frontdesk::realtime_gateway {
namespace {

Admission::Why why_of(const auth::Denial& denial) {
  if (denial.why == auth::Denied::session_ended) return Admission::Why::session_ended;
  if (denial.why == auth::Denied::user_not_found) return Admission::Why::user_not_found;
  const bool expired = denial.why == auth::Denied::token_fault && denial.fault == auth::TokenFault::expired;
  return expired ? Admission::Why::token_expired : Admission::Why::token_invalid;
}

Admission admission_of(const std::variant<auth::Caller, auth::Denial>& answer) {
  using Verdict = Admission::Verdict;
  if (const auto* denial = std::get_if<auth::Denial>(&answer)) {
    if (denial->why == auth::Denied::unavailable) return {};
    return {Verdict::refused, {}, why_of(*denial)};
  }
  const auto& caller = std::get<auth::Caller>(answer);
  return {Verdict::admitted,
          {.user_id = caller.user_id,
           .session_id = caller.session_id,
           .token = caller.token,
           .expires_at_s = caller.expires_at_s,
           .role = caller.role,
           .profile_id = caller.profile_id}};
}

Standing standing_of(const Admission& admission) {
  switch (admission.verdict) {
    case Admission::Verdict::admitted:
      return Standing::lives;
    case Admission::Verdict::refused:
      return Standing::over;
    case Admission::Verdict::unavailable:
      break;
  }
  return Standing::unavailable;
}

}  // namespace

CallerCheck::CallerCheck(auth::Callers& callers, Workers& workers, Executor& loop)
    : callers_(callers), workers_(workers), loop_(loop) {}

void CallerCheck::ask(const std::string& token, std::function<void(Standing)> done) {
  identify(token, [done = std::move(done)](const Admission& admission) { done(standing_of(admission)); });
}

void CallerCheck::identify(const std::string& token, std::function<void(Admission)> done) {
  const bool taken = workers_.run([this, token, done] {
    Admission admission;
    try {
      admission = admission_of(callers_.identify(token, loop_.now()));
    } catch (const std::exception& error) {
      logging::error("caller not identified", {{"error", error.what()}});
    }
    loop_.post([admission = std::move(admission), done]() mutable { done(std::move(admission)); });
  });
  if (!taken) loop_.post([done = std::move(done)] { done({}); });
}

}  // namespace frontdesk::realtime_gateway
