#include <gtest/gtest.h>

#include <map>
#include <random>

#include "tests/identity/given.hpp"

namespace frontdesk::identity {
namespace {

using Events = std::vector<events::Event>;

constexpr std::int64_t week = 7000;

Events operator+(Events first, const Events& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

using events::Sealed;

events::UserRegistered registered(const char* id, const char* email) {
  return {{id}, Sealed(email), Sealed("Asha"), Sealed("Rao"), "hash 1", Sealed("picture"), {100}};
}
events::SessionOpened session_opened(const char* id, const char* token, std::int64_t at = 200) {
  return {{id}, {"asha"}, token, Sealed("phone"), Sealed("10.0.0.1"), {at}, {at + week}};
}
events::SessionRefreshed session_refreshed(const char* spent, const char* fresh, std::int64_t at) {
  return {{"s1"}, {"asha"}, spent, fresh, Sealed("phone"), Sealed("10.0.0.1"), {at}, {at + week}};
}

const Events asha = {registered("asha", "Asha@Example.com")};
const Events logged_in = asha + Events{session_opened("s1", "r1")};
const Events rotated = logged_in + Events{session_refreshed("r1", "r2", 300)};
const Events reused = rotated + Events{events::RefreshTokenReused{{"s1"}, {"asha"}, {400}}};
const Events disabled = rotated + Events{events::AccountDisabled{{"asha"}, {500}}};
const Events administrator = asha + Events{events::RoleGranted{{"asha"}, events::Role::admin, {150}}};
const Events staff = asha + Events{events::ClinicStaffAdded{{"asha"}, {"c1"}, {150}, {"ada"}}};
const Events no_staff_any_more = staff + Events{events::ClinicStaffRemoved{{"asha"}, {"c1"}, {160}, {"ada"}}};
const Events new_password = rotated + Events{events::PasswordChanged{{"asha"}, "hash 2", {600}}};

RefreshSession refresh(const char* token, std::int64_t at = 1000, std::int64_t reuse_grace_ms = 10) {
  return {token, "fresh", reuse_grace_ms, "laptop", "10.0.0.2", {at}, {at + week}};
}
OpenSession open_session(int version) {
  return {{"s2"}, {"asha"}, version, "r9", "laptop", "10.0.0.2", {1000}, {1000 + week}};
}
EndSession logout(const char* token) { return {token, {1000}}; }
RevokeSession revoke(const char* session, const char* user, std::int64_t at = 1000) {
  return {{session}, {user}, {at}};
}
RemoveClinicStaff remove_staff(const char* clinic) { return {{"asha"}, {clinic}, {"ada"}, {1000}}; }
RegisterUser registration(const char* email) { return {{"ben"}, email, "Ben", "Low", "hash", "picture", {1000}}; }

struct Refusal {
  const char* name;
  Events given;
  Command when;
  const char* code;
};

const Refusal refusals[] = {
    {"register: the same address", asha, registration("Asha@Example.com"), "email_exists"},
    {"register: the same address in another case", asha, registration("aSHA@eXAMPLE.COM"), "email_exists"},

    {"grant: nobody", {}, GrantRole{{"asha"}, events::Role::admin, {1000}}, "user_not_found"},
    {"disable: nobody", {}, DisableAccount{{"asha"}, {1000}}, "user_not_found"},
    {"enable: nobody", {}, EnableAccount{{"asha"}, {1000}}, "user_not_found"},
    {"staff: nobody", {}, AddClinicStaff{{"asha"}, {"c1"}, {"ada"}, {1000}}, "user_not_found"},
    {"staff: an administrator", administrator, AddClinicStaff{{"asha"}, {"c1"}, {"ada"}, {1000}}, "is_admin"},
    {"staff: of another clinic", staff, AddClinicStaff{{"asha"}, {"c2"}, {"ada"}, {1000}}, "already_staff"},
    {"staff: of this same clinic", staff, AddClinicStaff{{"asha"}, {"c1"}, {"ada"}, {1000}}, "already_staff"},
    {"staff: nobody to remove", {}, remove_staff("c1"), "user_not_found"},
    {"staff: of another clinic, to remove", staff, remove_staff("c2"), "not_staff"},
    {"staff: a patient, to remove", asha, remove_staff("c1"), "not_staff"},
    {"staff: removed before", no_staff_any_more, remove_staff("c1"), "not_staff"},
    {"staff: become an administrator", staff + Events{events::RoleGranted{{"asha"}, events::Role::admin, {160}}},
     remove_staff("c1"), "not_staff"},

    {"login: nobody", {}, open_session(1), "user_not_found"},
    {"login: the password has changed since", new_password, open_session(1), "credential_changed"},
    {"login: disabled", disabled, open_session(1), "account_disabled"},
    {"login: disabled is told to the right password only",
     new_password + Events{events::AccountDisabled{{"asha"}, {700}}}, open_session(1), "credential_changed"},

    {"refresh: unknown token", rotated, refresh("nonsense"), "unauthorized"},
    {"refresh: expired", rotated, refresh("r2", 300 + week), "unauthorized"},
    {"refresh: expired, spent", rotated, refresh("r1", 300 + week), "unauthorized"},
    {"refresh: spent at the same time", rotated, refresh("r1", 300), "unauthorized"},
    {"refresh: spent, at the end of the grace", rotated, refresh("r1", 310), "unauthorized"},
    {"refresh: spent by a later rotation, within its own grace", rotated + Events{session_refreshed("r2", "r3", 900)},
     refresh("r2", 910), "unauthorized"},
    {"refresh: family revoked, live token", reused, refresh("r2"), "unauthorized"},
    {"refresh: family revoked, spent token", reused, refresh("r1"), "unauthorized"},
    {"refresh: logged out", rotated + Events{events::SessionEnded{{"s1"}, {"asha"}, events::EndReason::logout, {500}}},
     refresh("r2"), "unauthorized"},
    {"refresh: logged out, spent token",
     rotated + Events{events::SessionEnded{{"s1"}, {"asha"}, events::EndReason::logout, {500}}}, refresh("r1"),
     "unauthorized"},
    {"refresh: password changed", new_password, refresh("r2"), "unauthorized"},
    {"refresh: disabled", disabled, refresh("r2"), "account_disabled"},
    {"refresh: disabled, spent token", disabled, refresh("r1"), "account_disabled"},
    {"refresh: disabled, then enabled", disabled + Events{events::AccountEnabled{{"asha"}, {600}}}, refresh("r2"),
     "unauthorized"},

    {"revoke: unknown session", rotated, revoke("s9", "asha"), "session_not_found"},
    {"revoke: another's", rotated + Events{registered("ben", "ben@example.com")}, revoke("s1", "ben"),
     "session_not_found"},
    {"revoke: logged out", rotated + Events{events::SessionEnded{{"s1"}, {"asha"}, events::EndReason::logout, {500}}},
     revoke("s1", "asha"), "session_not_found"},
    {"revoke: ended with all", new_password, revoke("s1", "asha"), "session_not_found"},
    {"revoke: expired", rotated, revoke("s1", "asha", 300 + week), "session_not_found"},

    {"password: nobody", {}, ChangePassword{{"asha"}, 1, "hash", {1000}}, "user_not_found"},
    {"password: changed since", new_password, ChangePassword{{"asha"}, 1, "hash", {1000}}, "credential_changed"},
    {"password: disabled", disabled, ChangePassword{{"asha"}, 1, "hash", {1000}}, "account_disabled"},
    {"profile: nobody", {}, ChangeProfile{{"asha"}, "A", std::nullopt, {1000}}, "user_not_found"},
};

TEST(Identity, RefusesByTheContractsOrderOfChecks) {
  for (const Refusal& row : refusals) {
    SCOPED_TRACE(row.name);
    given(row.given).when(row.when).then_rejected(row.code);
  }
}

TEST(RegisterUser, KeepsTheAddressAsGiven) {
  given(asha)
      .when(registration("Ben@Example.com"))
      .then(events::UserRegistered{
          {"ben"}, Sealed("Ben@Example.com"), Sealed("Ben"), Sealed("Low"), "hash", Sealed("picture"), {1000}});
}

TEST(RegisterUser, ComparesOnlyAsciiLettersWithoutCase) {
  EXPECT_EQ(folded("A[\\]^_`z\xC3\x84@X"), "a[\\]^_`z\xC3\x84@x");
}

TEST(GrantRole, GrantsOnce) {
  given(asha)
      .when(GrantRole{{"asha"}, events::Role::admin, {1000}})
      .then(events::RoleGranted{{"asha"}, events::Role::admin, {1000}});
  given(administrator).when(GrantRole{{"asha"}, events::Role::admin, {1000}}).then_nothing();
}

TEST(GrantRole, EndsTheMembershipOfAClinic) {
  const Events left = staff + Events{events::RoleGranted{{"asha"}, events::Role::patient, {160}}};
  given(left)
      .when(AddClinicStaff{{"asha"}, {"c2"}, {"ada"}, {1000}})
      .then(events::ClinicStaffAdded{{"asha"}, {"c2"}, {1000}, {"ada"}});
}

TEST(AddClinicStaff, SetsRoleAndClinicAtOnce) {
  given(asha)
      .when(AddClinicStaff{{"asha"}, {"c1"}, {"ada"}, {1000}})
      .then(events::ClinicStaffAdded{{"asha"}, {"c1"}, {1000}, {"ada"}});
  const Given now = given(staff);
  EXPECT_EQ(now.state().accounts.at({"asha"}).role, events::Role::staff);
  EXPECT_EQ(now.state().accounts.at({"asha"}).clinic_id, ClinicId{"c1"});
}

TEST(RemoveClinicStaff, MakesAPatientWhoIsFreeForAnyClinic) {
  given(staff).when(remove_staff("c1")).then(events::ClinicStaffRemoved{{"asha"}, {"c1"}, {1000}, {"ada"}});
  const Given now = given(no_staff_any_more);
  EXPECT_EQ(now.state().accounts.at({"asha"}).role, events::Role::patient);
  EXPECT_FALSE(now.state().accounts.at({"asha"}).clinic_id);
  now.when(AddClinicStaff{{"asha"}, {"c2"}, {"ada"}, {1000}})
      .then(events::ClinicStaffAdded{{"asha"}, {"c2"}, {1000}, {"ada"}});
}

TEST(DisableAccount, TellsOnceAndBack) {
  given(rotated).when(DisableAccount{{"asha"}, {1000}}).then(events::AccountDisabled{{"asha"}, {1000}});
  given(disabled).when(DisableAccount{{"asha"}, {1000}}).then_nothing();
  given(disabled).when(EnableAccount{{"asha"}, {1000}}).then(events::AccountEnabled{{"asha"}, {1000}});
  given(rotated).when(EnableAccount{{"asha"}, {1000}}).then_nothing();
}

TEST(OpenSession, EndsNoOther) {
  const events::SessionOpened second{{"s2"}, {"asha"},     "r9", Sealed("laptop"), Sealed("10.0.0.2"),
                                     {1000}, {1000 + week}};
  given(rotated).when(open_session(1)).then(second);
  given(rotated + Events{second})
      .when(refresh("r2"))
      .then(events::SessionRefreshed{
          {"s1"}, {"asha"}, "r2", "fresh", Sealed("laptop"), Sealed("10.0.0.2"), {1000}, {1000 + week}});
}

TEST(RefreshSession, SpendsTheLiveToken) {
  given(logged_in)
      .when(refresh("r1"))
      .then(events::SessionRefreshed{
          {"s1"}, {"asha"}, "r1", "fresh", Sealed("laptop"), Sealed("10.0.0.2"), {1000}, {1000 + week}});
}

TEST(RefreshSession, LivesToItsLastMillisecond) {
  given(rotated)
      .when(refresh("r2", 299 + week))
      .then(events::SessionRefreshed{
          {"s1"}, {"asha"}, "r2", "fresh", Sealed("laptop"), Sealed("10.0.0.2"), {299 + week}, {299 + week + week}});
}

TEST(RefreshSession, RevokesTheFamilyWhenASpentTokenComesBack) {
  given(rotated).when(refresh("r1")).then(events::RefreshTokenReused{{"s1"}, {"asha"}, {1000}});
}

TEST(RefreshSession, LeavesTheWinnerLoggedInWhenASecondTabUsesTheSameTokenJustAfter) {
  const Given two_tabs = given(rotated);
  two_tabs.when(refresh("r1", 320, 20)).then_rejected("unauthorized");
  two_tabs.when(refresh("r2", 320, 20))
      .then(events::SessionRefreshed{
          {"s1"}, {"asha"}, "r2", "fresh", events::Sealed("laptop"), events::Sealed("10.0.0.2"), {320}, {320 + week}});
}

TEST(RefreshSession, RevokesTheFamilyOneMillisecondAfterTheGrace) {
  given(rotated).when(refresh("r1", 311)).then(events::RefreshTokenReused{{"s1"}, {"asha"}, {311}});
}

// Each token has its own: that a later one was spent just now excuses no older one.
TEST(RefreshSession, CountsTheGraceFromWhenThatVeryTokenWasSpent) {
  given(rotated + Events{session_refreshed("r2", "r3", 900)})
      .when(refresh("r1", 905))
      .then(events::RefreshTokenReused{{"s1"}, {"asha"}, {905}});
}

TEST(RefreshSession, WithoutAGraceForgivesOnlyTheSameMillisecond) {
  given(rotated).when(refresh("r1", 300, 0)).then_rejected("unauthorized");
  given(rotated).when(refresh("r1", 301, 0)).then(events::RefreshTokenReused{{"s1"}, {"asha"}, {301}});
}

TEST(RefreshSession, TouchesNoOtherFamily) {
  given(reused + Events{session_opened("s2", "q1", 450)})
      .when(refresh("q1"))
      .then(events::SessionRefreshed{
          {"s2"}, {"asha"}, "q1", "fresh", Sealed("laptop"), Sealed("10.0.0.2"), {1000}, {1000 + week}});
}

TEST(EndSession, WorksWithAnyTokenOfTheFamily) {
  const events::SessionEnded ended{{"s1"}, {"asha"}, events::EndReason::logout, {1000}};
  given(rotated).when(logout("r2")).then(ended);
  given(rotated).when(logout("r1")).then(ended);
  given(reused).when(logout("r1")).then(ended);
}

TEST(EndSession, ChangesNothingForAnUnknownTokenOrASessionThatIsOver) {
  given(rotated).when(logout("nonsense")).then_nothing();
  given(disabled).when(logout("r2")).then_nothing();
  given(new_password).when(logout("r2")).then_nothing();
  given(rotated + Events{events::SessionEnded{{"s1"}, {"asha"}, events::EndReason::logout, {500}}})
      .when(logout("r1"))
      .then_nothing();
}

TEST(RevokeSession, EndsThatSessionAlone) {
  const Events two = rotated + Events{session_opened("s2", "q1", 450)};
  const events::SessionEnded ended{{"s1"}, {"asha"}, events::EndReason::revoked, {1000}};
  given(two).when(revoke("s1", "asha")).then(ended);
  const Given now = given(two + Events{ended});
  EXPECT_TRUE(session_of(now.state(), "r2")->ended);
  EXPECT_FALSE(session_of(now.state(), "q1")->ended);
}

TEST(RevokeSession, EndsOneWhoseRefreshTokenWasReused) {
  given(reused)
      .when(revoke("s1", "asha"))
      .then(events::SessionEnded{{"s1"}, {"asha"}, events::EndReason::revoked, {1000}});
}

TEST(ChangePassword, EndsAllSessionsAndCountsTheCredential) {
  given(rotated)
      .when(ChangePassword{{"asha"}, 1, "hash 2", {1000}})
      .then(events::PasswordChanged{{"asha"}, "hash 2", {1000}});
  const Given now = given(new_password);
  EXPECT_TRUE(session_of(now.state(), "r2")->ended);
  EXPECT_EQ(credential_of(now.state(), "asha@example.com")->version, 2);
  EXPECT_EQ(credential_of(now.state(), UserId{"asha"})->password_hash, "hash 2");
}

TEST(ChangeProfile, TellsWhatChanged) {
  given(asha)
      .when(ChangeProfile{{"asha"}, "Asha", "Roy", {1000}})
      .then(events::ProfileChanged{{"asha"}, std::nullopt, Sealed("Roy"), {1000}});
  given(asha).when(ChangeProfile{{"asha"}, "Asha", std::nullopt, {1000}}).then_nothing();
  given(asha).when(ChangeProfile{{"asha"}, std::nullopt, std::nullopt, {1000}}).then_nothing();
  given(asha + Events{events::ProfileChanged{{"asha"}, Sealed("Usha"), std::nullopt, {200}}})
      .when(ChangeProfile{{"asha"}, "Usha", "Rao", {1000}})
      .then_nothing();
}

TEST(CredentialOf, FindsTheAccountInAnyCase) {
  const Given now = given(disabled);
  const auto credential = credential_of(now.state(), "ASHA@example.com");
  ASSERT_TRUE(credential);
  EXPECT_EQ(credential->user_id, UserId{"asha"});
  EXPECT_EQ(credential->password_hash, "hash 1");
  EXPECT_EQ(credential->version, 1);
  EXPECT_TRUE(credential->disabled);
  EXPECT_FALSE(credential_of(now.state(), "ben@example.com"));
  EXPECT_EQ(session_of(now.state(), "nonsense"), nullptr);
}

TEST(Sessions, AreForgottenWithTheirWholeFamilyOnceExpired) {
  const Given before = given(rotated + Events{session_opened("s2", "q1", 299 + week)});
  EXPECT_EQ(before.state().sessions.size(), 2U);
  const Given after = given(rotated + Events{session_opened("s2", "q1", 300 + week)});
  EXPECT_EQ(after.state().sessions.size(), 1U);
  EXPECT_EQ(after.state().session_of_token.size(), 1U);
  EXPECT_EQ(after.state().session_expiries.size(), 1U);
  EXPECT_EQ(after.state().accounts.at({"asha"}).sessions, (std::vector<SessionId>{{"s2"}}));
}

// Random clients that keep every token they ever got and use them out of turn.
class Clients {
 public:
  explicit Clients(unsigned seed) : random_(seed) {
    happen(registered("asha", "asha@example.com"));
    happen(registered("ben", "ben@example.com"));
  }

  void step() {
    at_ += between(1, 400);
    const UserId user{between(0, 1) == 0 ? "asha" : "ben"};
    switch (between(0, 9)) {
      case 0:
        ask(OpenSession{
            {"s" + fresh()}, user, credential_of(state_, user)->version, keep(fresh()), "", "", {at_}, {at_ + week}});
        break;
      case 1:
        ask(EndSession{any_token(), {at_}});
        break;
      case 2:
        ask(ChangePassword{user, between(1, 3), "h" + fresh(), {at_}});
        break;
      case 3:
        ask(DisableAccount{user, {at_}});
        break;
      case 4:
        ask(EnableAccount{user, {at_}});
        break;
      default:
        refresh_any();
        break;
    }
  }

  void check() const {
    State again;
    std::size_t families = 0;
    for (const events::Event& event : history_)
      evolve(again, *events::decode(events::type_of(event), 1, events::encode(event)));
    ASSERT_EQ(again, state_);
    for (const auto& [id, session] : state_.sessions) {
      ASSERT_EQ(session.live_token_hash, session.token_hashes.back());
      ASSERT_EQ(session.spent_at.size() + 1, session.token_hashes.size());
      for (const auto& hash : session.token_hashes) ASSERT_EQ(state_.session_of_token.at(hash), id);
      families += session.token_hashes.size();
      ASSERT_TRUE(session.ended || !state_.accounts.at(session.user_id).disabled);
    }
    ASSERT_EQ(state_.session_of_token.size(), families);
    ASSERT_EQ(state_.session_expiries.size(), state_.sessions.size());
  }

 private:
  int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  std::string fresh() { return std::to_string(drawn_++); }
  std::string keep(const std::string& token) { return tokens_.emplace_back(token); }
  std::string any_token() {
    return tokens_.empty() ? "none"
                           : tokens_[static_cast<std::size_t>(between(0, static_cast<int>(tokens_.size()) - 1))];
  }

  void happen(const events::Event& event) {
    evolve(state_, event);
    history_.push_back(event);
  }
  Decision ask(const Command& command) {
    const Decision decision = decide(state_, command);
    if (const auto* event = std::get_if<events::Event>(&decision)) happen(*event);
    return decision;
  }

  void refresh_any() {
    const std::string token = any_token();
    const std::string next = fresh();
    const Session* session = session_of(state_, token);
    const bool family_lives =
        session != nullptr && !session->ended && !session->revoked && at_ < session->expires_at.ms;
    const bool lives = family_lives && session->live_token_hash == token;
    const int grace_ms = between(0, 1000);
    const bool comes_back = family_lives && !lives && at_ - spent_at_.at(token) > grace_ms;
    const Decision decision = ask(RefreshSession{token, next, grace_ms, "", "", {at_}, {at_ + week}});
    const auto* event = std::get_if<events::Event>(&decision);
    ASSERT_EQ(event != nullptr && std::holds_alternative<events::SessionRefreshed>(*event), lives);
    ASSERT_EQ(event != nullptr && std::holds_alternative<events::RefreshTokenReused>(*event), comes_back);
    if (!lives) return;
    keep(next);
    spent_at_[token] = at_;
    const Decision again = decide(state_, RefreshSession{token, "x", 0, "", "", {at_}, {at_ + week}});
    ASSERT_EQ(std::get<domain::Rejection>(again).code, "unauthorized") << "one token, two successes";
  }

  std::mt19937 random_;
  State state_;
  Events history_;
  std::vector<std::string> tokens_;
  std::map<std::string, std::int64_t> spent_at_;
  int drawn_ = 0;
  std::int64_t at_ = 1000;
};

TEST(RandomClients, RefreshOnlyWithTheLiveTokenOfALivingSession) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Clients clients(seed);
    for (int i = 0; i < 150 && !HasFatalFailure(); ++i) clients.step();
    clients.check();
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace frontdesk::identity
