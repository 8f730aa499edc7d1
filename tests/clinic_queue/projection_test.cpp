// What events do to rows, before anything is read or written.
#include "tests/projectors/evolving.hpp"

#include "events/clinic_queue.hpp"
#include "rows/clinic_queue.hpp"

namespace frontdesk::projectors {
namespace {

namespace queues = frontdesk::clinic_queue::events;

class ClinicQueueRows : public Evolving {
 protected:
  ClinicQueueRows() : Evolving(clinic_queue_projection()) {}

  void given_a_queue() {
    queues::QueueOpened event;
    event.queue_id = {"q"};
    event.clinic_id = {"c"};
    event.day = {"2026-11-21"};
    event.max_queue_size = 50;
    when(event);
  }
  static queues::TokenIssued issued(int number) {
    const std::string n = std::to_string(number);
    return {{"q"}, {"c"}, {"t" + n}, {"p" + n}, number, t(number)};
  }
};

TEST_F(ClinicQueueRows, CountWaitingTokensAndKeepTheLastCall) {
  given_a_queue();
  for (int number = 1; number <= 3; ++number) when(issued(number));
  when(queues::TokenCalled{{"q"}, {"c"}, {"t1"}, {"p1"}, 1, t(10), {"s"}, {}});
  when(queues::TokenCalled{{"q"}, {"c"}, {"t2"}, {"p2"}, 2, t(11), {"s"}, queues::CompletedToken{{"t1"}, {"p1"}}});
  const auto queue = row<rows::Queue>("q");
  EXPECT_EQ(queue->waiting_count, 1);
  EXPECT_EQ(queue->current_token_no, 2);
  EXPECT_EQ(queue->last_served_token_number, 1);
  EXPECT_EQ(queue->updated_at, t(11));
  EXPECT_TRUE(queue->is_active);
}

TEST_F(ClinicQueueRows, CountASkippedTokenAsWaitingOnlyIfItWas) {
  given_a_queue();
  when(issued(1));
  when(issued(2));
  when(queues::TokenSkipped{{"q"}, {"c"}, {"t1"}, {"p1"}, t(5), {"s"}});
  EXPECT_EQ(row<rows::Queue>("q")->waiting_count, 1);
  when(queues::TokenCalled{{"q"}, {"c"}, {"t2"}, {"p2"}, 2, t(6), {"s"}, {}});
  EXPECT_EQ(row<rows::Queue>("q")->waiting_count, 0);
  when(queues::TokenSkipped{{"q"}, {"c"}, {"t2"}, {"p2"}, t(7), {"s"}});
  EXPECT_EQ(row<rows::Queue>("q")->waiting_count, 0);
}

TEST_F(ClinicQueueRows, ChangeNothingOfTheQueueOfAStartedToken) {
  given_a_queue();
  when(issued(1));
  when(queues::TokenCalled{{"q"}, {"c"}, {"t1"}, {"p1"}, 1, t(2), {"s"}, {}});
  const auto before = row<rows::Queue>("q");
  when(queues::TokenStarted{{"q"}, {"c"}, {"t1"}, {"p1"}, t(3), {"s"}});
  EXPECT_EQ(row<rows::Queue>("q"), before);
}

TEST_F(ClinicQueueRows, KeepOfAClinicTheLastOfEachMemberThatChanged) {
  queues::ClinicCreated created;
  created.clinic_id = {"c"};
  created.name = "First";
  created.zone = "Europe/London";
  created.opening_hours = {"09:00", "17:00"};
  when(created);
  queues::ClinicChanged change;
  change.clinic_id = {"c"};
  change.revision = 1;
  change.name = "One";
  change.latitude = 1.5;
  change.is_active = false;
  change.changed_at = t(1);
  when(change);
  change = {};
  change.clinic_id = {"c"};
  change.revision = 2;
  change.name = "Two";
  change.timezone = "Asia/Tokyo";
  change.changed_at = t(2);
  when(change);
  const auto clinic = row<rows::Clinic>("c");
  EXPECT_EQ(clinic->name, "Two");
  EXPECT_EQ(clinic->latitude, 1.5);
  EXPECT_FALSE(clinic->is_active);
  EXPECT_EQ(clinic->timezone, "Asia/Tokyo");
  EXPECT_EQ(clinic->zone, "Asia/Tokyo");
  EXPECT_EQ(clinic->opening_start, "09:00");
  EXPECT_EQ(clinic->updated_at, t(2));
  EXPECT_FALSE(clinic->phone.has_value());
}

TEST_F(ClinicQueueRows, AreAskedForOnceAndChangeOnlyWhenTheyAreThere) {
  when(issued(1));
  EXPECT_TRUE(projection->rows().wants());
  EXPECT_TRUE(changed().empty());
}

TEST_F(ClinicQueueRows, TakeNothingOfAnEventThatOnlyAsksForThem) {
  given_a_queue();
  const std::string payload = encode(issued(1));
  projection->ask({{"frontdesk.events", 3}, 9, "TokenIssued", 1, payload});
  EXPECT_EQ(row<rows::Queue>("q")->waiting_count, 0);
  when(issued(1));
  EXPECT_EQ(row<rows::Queue>("q")->waiting_count, 1);
}

TEST_F(ClinicQueueRows, TakeNothingOfAnEventThatDoesNotFit) {
  given_a_queue();
  when(issued(1));
  EXPECT_EQ(refused(issued(1)), row_exists);
  EXPECT_EQ(row<rows::Queue>("q")->waiting_count, 1) << "though the queue came before the token";
  when(issued(2));
  EXPECT_EQ(row<rows::Queue>("q")->waiting_count, 2);
}

TEST_F(ClinicQueueRows, AreOfOneUnit) {
  given_a_queue();
  EXPECT_EQ(refused(issued(1), {"frontdesk.events", 4}), "the row belongs to another unit");
  EXPECT_EQ(row<rows::Queue>("q")->waiting_count, 0);
}

TEST_F(ClinicQueueRows, TakeNothingOfAnEventThatCannotBeDecoded) {
  const event_log::UnitId unit{"frontdesk.events", 3};
  EXPECT_THROW(projection->project({unit, 7, "TokenIssued", 1, "{}"}), events::Malformed);
  EXPECT_THROW(projection->project({unit, 7, "TokenIssued", 99, "{}"}), events::Malformed);
  EXPECT_TRUE(changed().empty());
}

}  // namespace
}  // namespace frontdesk::projectors
