#pragma once
#include <variant>

#include "domain/identity/accounts.hpp"
#include "domain/identity/outside_users.hpp"
#include "domain/identity/sessions.hpp"

namespace frontdesk::identity {

// Any of them, for tables and for histories made at random.
using Command = std::variant<RegisterUser, GrantRole, AddClinicStaff, RemoveClinicStaff, DisableAccount, EnableAccount,
                             OpenSession, RefreshSession, EndSession, RevokeSession, ChangePassword, ChangeProfile,
                             AdmitOutsideUser, LogInSimulated>;

inline Decision decide(const State& state, const Command& command) {
  return std::visit([&state](const auto& asked) { return decide(state, asked); }, command);
}

}  // namespace frontdesk::identity
