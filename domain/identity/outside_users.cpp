#include "domain/identity/outside_users.hpp"

#include "domain/find.hpp"

namespace frontdesk::identity {

using domain::find;
using domain::NoChange;
using domain::Rejection;
using events::Sealed;

namespace {
std::optional<Sealed> sealed(const std::optional<std::string>& text) {
  return text ? std::optional(Sealed(*text)) : std::nullopt;
}
}  // namespace

Decision decide(const State& state, const AdmitOutsideUser& command) {
  if (find(state.accounts, command.user_id) != nullptr) return NoChange{};
  return events::OutsideUserAdmitted{
      command.user_id,       events::Origin::outside_token, command.role, command.profile_id, sealed(command.name),
      sealed(command.email), sealed(command.picture),       command.at};
}

Decision decide(const State& state, const LogInSimulated& command) {
  const Account* account = find(state.accounts, command.user_id);
  if (account == nullptr) {
    return events::OutsideUserAdmitted{command.user_id,
                                       events::Origin::simulated_login,
                                       command.role.value_or(command.usual_role),
                                       command.user_id.value,
                                       std::nullopt,
                                       std::nullopt,
                                       std::nullopt,
                                       command.at};
  }
  if (account->origin != events::Origin::simulated_login) return Rejection{"must_log_in"};
  if (account->disabled) return Rejection{"account_disabled"};
  if (command.role && *command.role != account->role) return Rejection{"other_role"};
  return NoChange{};
}

}  // namespace frontdesk::identity
