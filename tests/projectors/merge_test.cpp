// How events merge in memory, before any row is written.
#include <gtest/gtest.h>

#include "projectors/clinic_queue/changes.hpp"
#include "projectors/identity/changes.hpp"

namespace frontdesk::projectors {
namespace {

const event_log::UnitId queue_unit{"frontdesk.events", 3};
const event_log::UnitId account_unit{"frontdesk.identity", 1};

template <class Changes, class Event>
void apply(Changes& changes, const event_log::UnitId& unit, const Event& event) {
  const std::string payload = encode(event);
  changes.apply({unit, 7, Event::type, Event::version, payload});
}

namespace queues = frontdesk::clinic_queue::events;
namespace accounts = frontdesk::identity::events;

constexpr Instant t(int second) { return {second * 1000LL}; }

TEST(MergingAQueue, AddsUpWaitingTokensAndKeepsTheLastCall) {
  clinic_queue::QueueChanges changes;
  for (int number = 1; number <= 3; ++number) {
    apply(changes, queue_unit,
          queues::TokenIssued{{"q"}, {"c"}, {"t" + std::to_string(number)}, {"p"}, number, t(number)});
  }
  apply(changes, queue_unit, queues::TokenCalled{{"q"}, {"c"}, {{"t1"}, {"p"}, 1, t(1)}, t(10), {"s"}, {}});
  apply(changes, queue_unit,
        queues::TokenCalled{
            {"q"}, {"c"}, {{"t2"}, {"p"}, 2, t(2)}, t(11), {"s"}, queues::CalledToken{{"t1"}, {"p"}, 1, t(1), t(10)}});
  const auto& queue = changes.queues().at("q");
  EXPECT_EQ(queue.waiting_delta, 1);
  EXPECT_EQ(queue.current_token_no, 2);
  EXPECT_EQ(queue.last_served_token_number, 1);
  EXPECT_EQ(queue.updated_at, t(11));
  EXPECT_EQ(changes.tokens().at("t1")->status, "COMPLETED");
  EXPECT_EQ(changes.tokens().at("t1")->called_at, t(10));
  EXPECT_EQ(changes.tokens().at("t1")->completed_at, t(11));
  EXPECT_EQ(changes.tokens().at("t2")->status, "CALLED");
}

TEST(MergingAQueue, ForgetsATokenIssuedAndReturnedInOneBatch) {
  clinic_queue::QueueChanges changes;
  apply(changes, queue_unit, queues::TokenIssued{{"q"}, {"c"}, {"t1"}, {"p1"}, 1, t(1)});
  apply(changes, queue_unit, queues::TokenIssued{{"q"}, {"c"}, {"t2"}, {"p2"}, 2, t(2)});
  apply(changes, queue_unit,
        queues::TokenReturned{{"q"}, {"c"}, {{"t1"}, {"p1"}, 1, t(1)}, {{{"t2"}, {"p2"}, 1, t(2)}}, t(3)});
  EXPECT_FALSE(changes.tokens().at("t1").has_value());
  EXPECT_EQ(changes.tokens().at("t2")->token_number, 1);
  EXPECT_EQ(changes.queues().at("q").waiting_delta, 1);
}

TEST(MergingAQueue, CountsASkippedTokenAsWaitingOnlyIfItWas) {
  clinic_queue::QueueChanges changes;
  apply(changes, queue_unit, queues::TokenSkipped{{"q"}, {"c"}, {{"t1"}, {"p"}, 1, t(1), {}}, t(5), {"s"}});
  EXPECT_EQ(changes.queues().at("q").waiting_delta, -1);
  apply(changes, queue_unit, queues::TokenSkipped{{"q"}, {"c"}, {{"t2"}, {"p"}, 2, t(1), t(2)}, t(6), {"s"}});
  EXPECT_EQ(changes.queues().at("q").waiting_delta, -1);
}

TEST(MergingAQueue, ShowsAStartedTokenInProgressAndNothingOfItsQueue) {
  clinic_queue::QueueChanges changes;
  apply(changes, queue_unit, queues::TokenStarted{{"q"}, {"c"}, {{"t1"}, {"p"}, 1, t(1), t(2)}, t(3), {"s"}});
  EXPECT_EQ(changes.tokens().at("t1")->status, "IN_PROGRESS");
  EXPECT_EQ(changes.tokens().at("t1")->called_at, t(2));
  EXPECT_FALSE(changes.tokens().at("t1")->completed_at.has_value());
  EXPECT_TRUE(changes.queues().empty());
}

TEST(MergingAClinic, KeepsTheLastOfEachMemberThatChanged) {
  clinic_queue::QueueChanges changes;
  const auto change = [](int revision) {
    queues::ClinicChanged event;
    event.clinic_id = {"c"};
    event.revision = revision;
    event.changed_at = t(revision);
    return event;
  };
  auto first = change(1);
  first.name = "One";
  first.latitude = 1.5;
  first.is_active = false;
  auto second = change(2);
  second.name = "Two";
  apply(changes, queue_unit, first);
  apply(changes, queue_unit, second);
  const auto& clinic = changes.clinics().at("c");
  EXPECT_FALSE(clinic.created.has_value());
  EXPECT_EQ(clinic.changed.name, "Two");
  EXPECT_EQ(clinic.changed.latitude, 1.5);
  EXPECT_EQ(clinic.changed.is_active, false);
  EXPECT_EQ(clinic.changed.changed_at, t(2));
  EXPECT_FALSE(clinic.changed.phone.has_value());
}

TEST(MergingAQueue, TakesNothingOfAnEventThatCannotBeDecoded) {
  clinic_queue::QueueChanges changes;
  EXPECT_THROW(changes.apply({queue_unit, 7, "TokenIssued", 1, "{}"}), std::exception);
  EXPECT_THROW(changes.apply({queue_unit, 7, "TokenIssued", 99, "{}"}), std::exception);
  EXPECT_TRUE(changes.queues().empty());
  EXPECT_TRUE(changes.tokens().empty());
}

accounts::SessionOpened opened(const std::string& session, int second) {
  return {{session}, {"u"}, "hash", accounts::Sealed("agent"), accounts::Sealed("address"), t(second), t(second + 100)};
}

TEST(MergingAnAccount, EndsSessionsOpenedBeforeTheEndOfAllAndNotThoseOpenedAfter) {
  identity::AccountChanges changes;
  apply(changes, account_unit, opened("before", 1));
  apply(changes, account_unit, accounts::PasswordChanged{{"u"}, "hash", t(2)});
  apply(changes, account_unit, opened("after", 3));
  EXPECT_EQ(changes.sessions().at("before").ended_at, t(2));
  EXPECT_FALSE(changes.sessions().at("after").ended_at.has_value());
}

TEST(MergingAnAccount, KeepsTheFirstEndOfASession) {
  identity::AccountChanges changes;
  apply(changes, account_unit, accounts::PasswordChanged{{"u"}, "hash", t(2)});
  apply(changes, account_unit, accounts::SessionEnded{{"older"}, {"u"}, accounts::EndReason::logout, t(5)});
  apply(changes, account_unit, accounts::AccountDisabled{{"u"}, t(6)});
  EXPECT_EQ(changes.sessions().at("older").ended_at, t(2));
  EXPECT_EQ(changes.ended().at("u").at, t(2));
}

TEST(MergingAnAccount, LeavesTheClinicWithTheRoleOfStaff) {
  identity::AccountChanges changes;
  apply(changes, account_unit, accounts::ClinicStaffAdded{{"u"}, {"c"}, t(1), {"admin"}});
  EXPECT_EQ(changes.accounts().at("u").clinic_id, "c");
  apply(changes, account_unit, accounts::RoleGranted{{"u"}, accounts::Role::admin, t(2)});
  EXPECT_EQ(changes.accounts().at("u").role, "ADMIN");
  EXPECT_EQ(changes.accounts().at("u").clinic_id, "");
  EXPECT_FALSE(changes.accounts().at("u").staff_since.has_value());
}

TEST(MergingAnAccount, IsAPatientAgainWhenRemovedFromTheStaff) {
  identity::AccountChanges changes;
  apply(changes, account_unit, accounts::ClinicStaffAdded{{"u"}, {"c"}, t(1), {"admin"}});
  apply(changes, account_unit, accounts::ClinicStaffRemoved{{"u"}, {"c"}, t(2), {"admin"}});
  EXPECT_EQ(changes.accounts().at("u").role, "PATIENT");
  EXPECT_EQ(changes.accounts().at("u").clinic_id, "");
  EXPECT_FALSE(changes.accounts().at("u").staff_since.has_value());
}

TEST(MergingAnAccount, KeepsTheFirstEndThoughTheSessionIsNamedBetweenTwo) {
  identity::AccountChanges changes;
  apply(changes, account_unit, accounts::PasswordChanged{{"u"}, "hash", t(2)});
  apply(changes, account_unit, accounts::SessionRefreshed{{"older"}, {"u"}, "", "", {}, {}, t(3), t(9)});
  apply(changes, account_unit, accounts::SessionOpened{{"newer"}, {"u"}, "", {}, {}, t(4), t(9)});
  apply(changes, account_unit, accounts::AccountDisabled{{"u"}, t(6)});
  EXPECT_EQ(changes.sessions().at("older").ended_at, t(2)) << "as its row says";
  EXPECT_EQ(changes.sessions().at("newer").ended_at, t(6));
}

TEST(MergingAnAccount, FoldsOnlyAsciiLettersOfAnAddress) {
  EXPECT_EQ(identity::folded("Asha.O'Neil@EXAMPLE.com"), "asha.o'neil@example.com");
  EXPECT_EQ(identity::folded("\xC3\x89@x"), "\xC3\x89@x");
}

}  // namespace
}  // namespace frontdesk::projectors
