// People who log in elsewhere: contracts' README, section 2; contract 000, /get-token.
#include <gtest/gtest.h>

#include "domain/identity/accounts.hpp"
#include "tests/domain/given_when_then.hpp"
#include "tests/identity/given.hpp"

namespace frontdesk::identity {
namespace {

using Events = std::vector<events::Event>;
using events::Role;
using events::Sealed;

events::OutsideUserAdmitted admitted(events::Origin origin, Role role = Role::patient) {
  return {{"petOwner123"}, origin, role, "profile", Sealed("Asha Rao"), Sealed("asha@example.com"),
          Sealed("p.png"), {100}};
}
const Events outside = {admitted(events::Origin::outside_token)};
const Events simulated = {admitted(events::Origin::simulated_login)};
const Events registered = {events::UserRegistered{
    {"petOwner123"}, Sealed("a@example.com"), Sealed("Asha"), Sealed("Rao"), "hash", Sealed("p"), {100}}};

Events operator+(Events first, const Events& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

AdmitOutsideUser first_use() {
  return {{"petOwner123"}, Role::patient, "profile", "Asha Rao", "asha@example.com", "p.png", {1000}};
}
LogInSimulated login(std::optional<Role> role = std::nullopt, Role usual = Role::patient) {
  return {{"petOwner123"}, role, usual, {1000}};
}
const events::Event disabled = events::AccountDisabled{{"petOwner123"}, {200}};

TEST(AnOutsideToken, MakesItsUserOnce) {
  auto expected = admitted(events::Origin::outside_token);
  expected.admitted_at = {1000};
  Given({}).when(first_use()).then(expected);
  for (const auto& given : {outside, simulated, registered, outside + Events{disabled}}) {
    Given(given).when(first_use()).then_nothing();
  }
}

TEST(AnOutsideToken, MakesAUserOfWhomItSaysNothing) {
  Given({})
      .when(AdmitOutsideUser{{"x"}, Role::buyer, "x", std::nullopt, std::nullopt, std::nullopt, {1000}})
      .then(events::OutsideUserAdmitted{
          {"x"}, events::Origin::outside_token, Role::buyer, "x", std::nullopt, std::nullopt, std::nullopt, {1000}});
}

TEST(ASimulatedLogin, MakesItsUserWithTheRoleAskedForElseWithTheUsualOne) {
  const auto made = [](Role role) {
    return events::OutsideUserAdmitted{
        {"petOwner123"}, events::Origin::simulated_login, role, "petOwner123", std::nullopt, std::nullopt, std::nullopt,
        {1000}};
  };
  Given({}).when(login()).then(made(Role::patient));
  Given({}).when(login(std::nullopt, Role::staff)).then(made(Role::staff));
  Given({}).when(login(Role::hospital, Role::staff)).then(made(Role::hospital));
}

TEST(ASimulatedLogin, IsForWhomItMadeAloneAndInTheirRole) {
  Given(simulated).when(login()).then_nothing();
  Given(simulated).when(login(Role::patient)).then_nothing();
  Given(simulated).when(login(std::nullopt, Role::staff)).then_nothing();
  Given(simulated).when(login(Role::staff)).then_rejected("other_role");
  Given(simulated + Events{disabled}).when(login()).then_rejected("account_disabled");
  for (const auto& given : {outside, registered, outside + Events{disabled}}) {
    Given(given).when(login()).then_rejected("must_log_in");
    Given(given).when(login(Role::staff)).then_rejected("must_log_in");
  }
}

TEST(AnOutsideUser, HasNoPasswordAndKeepsNobodyFromAnAddress) {
  const Given given(outside);
  EXPECT_EQ(credential_of(given.state(), "asha@example.com"), std::nullopt);
  EXPECT_EQ(credential_of(given.state(), UserId{"petOwner123"})->password_hash, "");
  const RegisterUser registration{{"ben"}, "Asha@Example.com", "Asha", "Rao", "hash", "p", {1000}};
  EXPECT_EQ(given.when(registration).event().index(), events::Event(events::UserRegistered{}).index());
}

TEST(AnOutsideUser, CanBeDisabledAndGivenAnotherRole) {
  const Given given(outside);
  given.when(DisableAccount{{"petOwner123"}, {1000}}).then(events::AccountDisabled{{"petOwner123"}, {1000}});
  given.when(GrantRole{{"petOwner123"}, Role::admin, {1000}})
      .then(events::RoleGranted{{"petOwner123"}, Role::admin, {1000}});
}

}  // namespace
}  // namespace frontdesk::identity
