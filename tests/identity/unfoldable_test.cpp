// As clinic_queue_unfoldable_test.cpp, for accounts and sessions.
#include <gtest/gtest.h>

#include "domain/unfoldable.hpp"
#include "tests/identity/given.hpp"

namespace frontdesk::identity {
namespace {

events::UserRegistered registered() {
  return {{"asha"},
          events::Sealed("asha@example.com"),
          events::Sealed("Asha"),
          events::Sealed("Rao"),
          "hash",
          events::Sealed("picture"),
          {100}};
}
events::SessionOpened opened(const char* session, const char* user) {
  return {{session}, {user}, "token", events::Sealed("phone"), events::Sealed("10.0.0.1"), {200}, {7200}};
}

struct Nonsense {
  const char* name;
  events::Event event;
};

const Nonsense nonsense[] = {
    {"AnAccountThatIsThere", registered()},
    {"AFirstUseOfSomebodyWhoIsThere",
     events::OutsideUserAdmitted{
         {"asha"}, events::Origin::outside_token, events::Role::buyer, "asha", {}, {}, {}, {300}}},
    {"ARoleOfNobody", events::RoleGranted{{"nobody"}, events::Role::admin, {300}}},
    {"AnEmployeeWhoIsNobody", events::ClinicStaffAdded{{"nobody"}, {"c"}, {300}, {"ada"}}},
    {"AnEmployeeNoMoreWhoIsNobody", events::ClinicStaffRemoved{{"nobody"}, {"c"}, {300}, {"ada"}}},
    {"ADisablingOfNobody", events::AccountDisabled{{"nobody"}, {300}}},
    {"AnEnablingOfNobody", events::AccountEnabled{{"nobody"}, {300}}},
    {"ASessionThatIsThere", opened("s", "asha")},
    {"ASessionOfNobody", opened("new", "nobody")},
    {"ARefreshOfNoSession",
     events::SessionRefreshed{
         {"none"}, {"asha"}, "token", "fresh", events::Sealed("phone"), events::Sealed("10.0.0.1"), {300}, {7300}}},
    {"AReuseInNoSession", events::RefreshTokenReused{{"none"}, {"asha"}, {300}}},
    {"AnEndOfNoSession", events::SessionEnded{{"none"}, {"asha"}, events::EndReason::logout, {300}}},
    {"APasswordOfNobody", events::PasswordChanged{{"nobody"}, "hash", {300}}},
    {"AProfileOfNobody", events::ProfileChanged{{"nobody"}, events::Sealed("Asha"), std::nullopt, {300}}},
};

class UnfoldableIdentityEvents : public testing::TestWithParam<Nonsense> {};

TEST_P(UnfoldableIdentityEvents, AreTold) {
  State state;
  evolve(state, registered());
  evolve(state, opened("s", "asha"));
  EXPECT_THROW(evolve(state, GetParam().event), domain::Unfoldable);
}

INSTANTIATE_TEST_SUITE_P(Nonsense, UnfoldableIdentityEvents, testing::ValuesIn(nonsense),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace frontdesk::identity
