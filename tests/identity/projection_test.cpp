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

TEST_F(IdentityRows, KeepTheFirstEndOfASession) {
  when(accounts::SessionOpened{{"s"}, {"u"}, "hash", Sealed("agent"), Sealed("address"), t(1), t(100)});
  when(accounts::SessionEnded{{"s"}, {"u"}, accounts::EndReason::logout, t(5)});
  when(accounts::SessionEnded{{"s"}, {"u"}, accounts::EndReason::logout, t(6)});
  EXPECT_EQ(row<rows::Session>("s")->ended_at, t(5));
}

}  // namespace
}  // namespace frontdesk::projectors
