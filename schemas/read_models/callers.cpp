#include "schemas/read_models/callers.hpp"

#include "schemas/read_models/caller_stores.hpp"

namespace frontdesk::auth {
namespace {

Denial denied(Denied why) { return {why, TokenFault::malformed}; }

// Disabling an account ends its sessions too, so it is looked at first.
std::variant<Caller, Denial> judged(Standing standing, Claims claims, std::string_view bearer, Instant now) {
  if (standing.account && standing.account->disabled) return denied(Denied::account_disabled);
  if (!standing.account) return denied(Denied::session_ended);
  if (!claims.session_id.empty()) {
    const auto& session = standing.session;
    const bool lives = session && !session->ended_at && session->user_id == claims.user_id && session->expires_at > now;
    if (!lives) return denied(Denied::session_ended);
  }
  Caller caller;
  caller.user_id = std::move(claims.user_id);
  caller.role = standing.account->role;
  caller.clinic_id = standing.account->clinic_id.value_or("");
  caller.session_id = std::move(claims.session_id);
  caller.token = bearer;
  caller.expires_at_s = claims.expires_at_s;
  caller.own_key = claims.own_key;
  caller.account = std::move(*standing.account);
  return caller;
}

}  // namespace

class Callers::Impl {
 public:
  Impl(const Tokens& tokens, std::string redis_url, std::string database_url, std::size_t connections_max)
      : tokens_(tokens), stores_(std::move(redis_url), std::move(database_url), connections_max) {}

  WithExtra identify(std::string_view bearer, Instant now, const std::vector<std::string>& extra_keys) {
    WithExtra result{denied(Denied::no_token), std::vector<std::optional<std::string>>(extra_keys.size())};
    if (bearer.empty()) return result;
    auto verified = tokens_.verify(bearer, now);
    if (const auto* fault = std::get_if<TokenFault>(&verified)) {
      result.caller = Denial{Denied::token_fault, *fault};
      return result;
    }
    Claims& claims = std::get<Claims>(verified);
    // Every token of ours names its session; without one it cannot be ended.
    if (claims.user_id.empty() || (claims.own_key && claims.session_id.empty())) {
      result.caller = denied(Denied::session_ended);
      return result;
    }
    try {
      Standing standing = stores_.read(claims.session_id, claims.user_id, extra_keys, result.extra);
      result.caller = judged(std::move(standing), std::move(claims), bearer, now);
    } catch (const NoStore&) {
      result.caller = denied(Denied::unavailable);
    }
    return result;
  }

 private:
  const Tokens& tokens_;
  CallerStores stores_;
};

Callers::Callers(const Tokens& tokens, std::string redis_url, std::string database_url, std::size_t connections_max)
    : impl_(std::make_unique<Impl>(tokens, std::move(redis_url), std::move(database_url), connections_max)) {}
Callers::~Callers() = default;

std::variant<Caller, Denial> Callers::identify(std::string_view bearer, Instant now) {
  return impl_->identify(bearer, now, {}).caller;
}

Callers::WithExtra Callers::identify(std::string_view bearer, Instant now, const std::vector<std::string>& extra_keys) {
  return impl_->identify(bearer, now, extra_keys);
}

}  // namespace frontdesk::auth
