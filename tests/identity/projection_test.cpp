// What events do to rows, before anything is read or written.
#include "tests/projectors/evolving.hpp"

#include "events/identity.hpp"
#include "rows/identity.hpp"

namespace frontdesk::projectors {
namespace {

namespace accounts = frontdesk::identity::events;
using events::Sealed;

class IdentityRows : public Evolving {
 protected:
  IdentityRows() : Evolving(identity_projection()) {}
  void given_a_user() {
    when(accounts::UserRegistered{
        {"u"}, Sealed("Asha@X.com"), Sealed("Asha"), Sealed("Rao"), "hash", Sealed("p"), t(1)});
  }
};

TEST_F(IdentityRows, LeaveTheClinicWithTheRoleOfStaff) {
  given_a_user();
  EXPECT_EQ(row<rows::Account>("u")->role, "PATIENT");
  when(accounts::ClinicStaffAdded{{"u"}, {"c"}, t(2), {"admin"}});
  EXPECT_EQ(row<rows::Account>("u")->role, "STAFF");
  EXPECT_EQ(row<rows::Account>("u")->clinic_id, "c");
  EXPECT_EQ(row<rows::Account>("u")->staff_since, t(2));
  when(accounts::RoleGranted{{"u"}, accounts::Role::admin, t(3)});
  EXPECT_EQ(row<rows::Account>("u")->role, "ADMIN");
  EXPECT_FALSE(row<rows::Account>("u")->clinic_id.has_value());
  EXPECT_FALSE(row<rows::Account>("u")->staff_since.has_value());
}

TEST_F(IdentityRows, AreOfAPatientAgainWhoIsRemovedFromTheStaff) {
  given_a_user();
  when(accounts::ClinicStaffAdded{{"u"}, {"c"}, t(2), {"admin"}});
  when(accounts::ClinicStaffRemoved{{"u"}, {"c"}, t(3), {"admin"}});
  EXPECT_EQ(row<rows::Account>("u")->role, "PATIENT");
  EXPECT_FALSE(row<rows::Account>("u")->clinic_id.has_value());
  EXPECT_FALSE(row<rows::Account>("u")->staff_since.has_value());
}

TEST_F(IdentityRows, FoldOnlyAsciiLettersOfAnAddress) {
  when(accounts::UserRegistered{
      {"u"}, Sealed("Asha.O'Neil@EXAMPLE.com"), Sealed("A"), Sealed("B"), "hash", Sealed("p"), t(1)});
  EXPECT_EQ(row<rows::Account>("u")->email, "Asha.O'Neil@EXAMPLE.com");
  EXPECT_EQ(row<rows::Account>("u")->email_folded, "asha.o'neil@example.com");
  when(accounts::UserRegistered{{"v"}, Sealed("\xC3\x89@x"), Sealed("A"), Sealed("B"), "hash", Sealed("p"), t(1)});
  EXPECT_EQ(row<rows::Account>("v")->email_folded, "\xC3\x89@x");
}

TEST_F(IdentityRows, OfSomebodyFromOutsideSayWhatTheTokenSaid) {
  when(accounts::OutsideUserAdmitted{{"petOwner123"},
                                     accounts::Origin::outside_token,
                                     accounts::Role::clinician,
                                     "vet-7",
                                     Sealed("Asha Rao"),
                                     Sealed("Asha@X.com"),
                                     Sealed("p"),
                                     t(1)});
  rows::Account expected;
  expected.id = "petOwner123";
  expected.email = "Asha@X.com";
  expected.first_name = "Asha Rao";
  expected.role = "CLINICIAN";
  expected.origin = "OUTSIDE_TOKEN";
  expected.profile_id = "vet-7";
  expected.profile_picture = "p";
  expected.created_at = t(1);
  EXPECT_EQ(row<rows::Account>("petOwner123"), expected);
  EXPECT_EQ(expected.email_folded, std::nullopt) << "an address of theirs is nobody's but the token's";
}

TEST_F(IdentityRows, OfSomebodyOfWhomNothingIsKnownAreEmpty) {
  when(accounts::OutsideUserAdmitted{
      {"staff789"}, accounts::Origin::simulated_login, accounts::Role::staff, "staff789", {}, {}, {}, t(1)});
  const auto account = row<rows::Account>("staff789");
  EXPECT_EQ(account->origin, "SIMULATED_LOGIN");
  EXPECT_EQ(account->profile_id, std::nullopt);
  EXPECT_EQ(account->email + account->first_name + account->last_name + account->profile_picture, "");
}

TEST_F(IdentityRows, KeepTheFirstEndOfASession) {
  when(accounts::SessionOpened{{"s"}, {"u"}, "hash", Sealed("agent"), Sealed("address"), t(1), t(100)});
  when(accounts::SessionEnded{{"s"}, {"u"}, accounts::EndReason::logout, t(5)});
  when(accounts::SessionEnded{{"s"}, {"u"}, accounts::EndReason::logout, t(6)});
  EXPECT_EQ(row<rows::Session>("s")->ended_at, t(5));
}

}  // namespace
}  // namespace frontdesk::projectors
