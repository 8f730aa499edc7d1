#include "schemas/read_models/callers.hpp"

#include "schemas/api/roles.hpp"
#include "schemas/read_models/caller_stores.hpp"

namespace frontdesk::auth {
namespace {

Denial denied(Denied why) { return {why, TokenFault::malformed}; }

// The stored role of who has registered here; else the one that the token names. nullopt: only somebody registered may
// have that.
std::optional<std::string> role_of(const rows::Account& account, const Claims& claims) {
  if (!account.origin || claims.own_key) return account.role;
  if (api::must_be_registered(claims.role)) return std::nullopt;
  return std::string(api::role_named(claims.role).value_or(account.role));
}

// The account is there. Disabling it ends its sessions too, so that is looked at first.
std::variant<Caller, Denial> judged(Standing standing, Claims claims, std::string_view bearer, Instant now) {
  if (standing.account->disabled) return denied(Denied::account_disabled);
  if (!claims.session_id.empty()) {
    const auto& session = standing.session;
    const bool lives = session && !session->ended_at && session->user_id == claims.user_id && session->expires_at > now;
    if (!lives) return denied(Denied::session_ended);
  }
  auto role = role_of(*standing.account, claims);
  if (!role) return denied(Denied::user_not_found);
  Caller caller;
  caller.user_id = std::move(claims.user_id);
  caller.role = *std::move(role);
  caller.clinic_id = standing.account->clinic_id.value_or("");
  caller.session_id = std::move(claims.session_id);
  caller.token = bearer;
  caller.profile_id = std::move(claims.profile_id);
  caller.name = std::move(claims.name);
  caller.picture = std::move(claims.picture);
  caller.expires_at_s = claims.expires_at_s;
  caller.own_key = claims.own_key;
  caller.account = std::move(*standing.account);
  return caller;
}

}  // namespace

std::optional<Denied> refused_first_use(const Claims& claims) {
  if (claims.own_key || api::must_be_registered(claims.role)) return Denied::user_not_found;
  if (!claims.session_id.empty()) return Denied::session_ended;
  return std::nullopt;
}

class Callers::Impl {
 public:
  Impl(const Tokens& tokens, OutsideUsers& outside_users, std::string redis_url, std::string database_url,
       std::size_t connections_max)
      : tokens_(tokens),
        outside_users_(outside_users),
        stores_(std::move(redis_url), std::move(database_url), connections_max) {}

  WithExtra identify(std::string_view bearer, Instant now, const std::vector<std::string>& extra_keys) {
    WithExtra result{denied(Denied::no_token), std::vector<std::optional<std::string>>(extra_keys.size())};
    if (bearer.empty()) return result;
    auto verified = tokens_.verify(bearer, now);
    if (const auto* fault = std::get_if<TokenFault>(&verified)) {
      result.caller = Denial{Denied::token_fault, *fault};
      return result;
    }
    Claims& claims = std::get<Claims>(verified);
    if (claims.user_id.empty()) {
      result.caller = Denial{Denied::token_fault, TokenFault::invalid};
      return result;
    }
    // Every token of ours names its session; without one it cannot be ended.
    if (claims.own_key && claims.session_id.empty()) {
      result.caller = denied(Denied::session_ended);
      return result;
    }
    try {
      Standing standing = stores_.read(claims.session_id, claims.user_id, extra_keys, result.extra);
      const auto refused = standing.account ? std::nullopt : refused_first_use(claims);
      if (refused) {
        result.caller = denied(*refused);
        return result;
      }
      if (!standing.account) standing = first_use(bearer, claims);
      result.caller = judged(std::move(standing), std::move(claims), bearer, now);
    } catch (const NoStore&) {
      result.caller = denied(Denied::unavailable);
    }
    return result;
  }

 private:
  // Throws NoStore, also when it cannot be read yet.
  Standing first_use(std::string_view bearer, const Claims& claims) {
    if (!outside_users_.admit(bearer, claims)) throw NoStore();
    std::vector<std::optional<std::string>> none;
    Standing standing = stores_.read({}, claims.user_id, {}, none);
    if (!standing.account) throw NoStore();
    return standing;
  }

  const Tokens& tokens_;
  OutsideUsers& outside_users_;
  CallerStores stores_;
};

Callers::Callers(const Tokens& tokens, OutsideUsers& outside_users, std::string redis_url, std::string database_url,
                 std::size_t connections_max)
    : impl_(std::make_unique<Impl>(tokens, outside_users, std::move(redis_url), std::move(database_url),
                                   connections_max)) {}
Callers::~Callers() = default;

std::variant<Caller, Denial> Callers::identify(std::string_view bearer, Instant now) {
  return impl_->identify(bearer, now, {}).caller;
}

Callers::WithExtra Callers::identify(std::string_view bearer, Instant now, const std::vector<std::string>& extra_keys) {
  return impl_->identify(bearer, now, extra_keys);
}

}  // namespace frontdesk::auth
