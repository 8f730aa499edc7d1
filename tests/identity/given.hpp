#pragma once
#include "domain/identity/accounts.hpp"
#include "domain/identity/outside_users.hpp"
#include "domain/identity/sessions.hpp"
#include "tests/domain/given_when_then.hpp"

namespace frontdesk::identity {

using Command = domain::AnyCommand<State, events::Event>;
using Given = domain::Specification<State, events::Event>;
inline Given given(const std::vector<events::Event>& events) { return Given(events); }

}  // namespace frontdesk::identity
