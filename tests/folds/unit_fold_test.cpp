#include "command-api/folds/unit_fold.hpp"

#include <gtest/gtest.h>

#include <map>

#include "command-api/folds/folds.hpp"
#include "command-api/folds/zoned_calendar.hpp"
#include "events/booking_samples.hpp"
#include "events/clinic_queue_samples.hpp"
#include "events/identity_samples.hpp"

// Contexts that live in one unit: what each of them sees, and what the unit stops at.
namespace frontdesk::command_api {
namespace {

using clinic_queue::events::ClinicCreated;
using clinic_queue::events::QueueOpened;
using Both = UnitFold<identity::Context, clinic_queue::Context>;

constexpr Instant day_ends_at{100};
const event_log::Topics topics{.events_partitions = 8, .identity_partitions = 4};
const event_log::UnitId unit{event_log::events_topic, 3};
const std::string clinic_id = mint_uuid(unit, topics);

ClinicCreated clinic(const std::string& id) {
  ClinicCreated created;
  created.clinic_id = {id};
  created.zone = "Europe/Berlin";
  created.first_day_ends_at = {1'000};
  return created;
}

QueueOpened queue(const std::string& of_clinic) {
  QueueOpened opened;
  opened.queue_id = {"queue"};
  opened.clinic_id = {of_clinic};
  opened.day = {"1970-01-01"};
  opened.day_ends_at = day_ends_at;
  return opened;
}

struct UnitFoldTest : testing::Test {
  ZonedCalendar calendar;
  Both fold{unit, topics, identity::Context{}, clinic_queue::Context{&calendar, {}}};

  template <class Event>
  void apply(const Event& event) {
    const std::string payload = encode(event);
    fold.apply({context_of(event), Event::type, Event::version, "", payload, Instant{1}});
  }
};

TEST_F(UnitFoldTest, GivesEachEventToTheContextWhoseItIs) {
  apply(clinic(clinic_id));
  EXPECT_TRUE(fold.of<clinic_queue::Context>().clinics.contains({clinic_id}));
  EXPECT_EQ(fold.of<identity::Context>(), identity::State{});
  apply(identity::events::UserRegistered{});
  EXPECT_EQ(fold.of<identity::Context>().accounts.size(), 1U);
  EXPECT_EQ(fold.of<clinic_queue::Context>().clinics.size(), 1U);
}

TEST_F(UnitFoldTest, TakesARecordOfBeforeContextsWereNamed) {
  const std::string payload = encode(clinic(clinic_id));
  fold.apply({"", "ClinicCreated", 1, "", payload, Instant{1}});
  EXPECT_TRUE(fold.of<clinic_queue::Context>().clinics.contains({clinic_id}));
}

TEST_F(UnitFoldTest, SkipsEventsOfAContextThatIsNotHere) {
  fold.apply({"chat", "MessageSent", 7, "", "not even JSON", Instant{1}});
  EXPECT_EQ(fold.of<clinic_queue::Context>(), clinic_queue::State{});
  EXPECT_EQ(fold.of<identity::Context>(), identity::State{});
}

TEST_F(UnitFoldTest, StopsAtAnUnknownEventOfAContextThatIsHere) {
  EXPECT_THROW(fold.apply({"clinic_queue", "TokenUnheardOf", 1, "", "{}", Instant{1}}), std::logic_error);
  EXPECT_THROW(fold.apply({"identity", "TokenUnheardOf", 1, "", "{}", Instant{1}}), std::logic_error);
  EXPECT_THROW(fold.apply({"", "TokenUnheardOf", 1, "", "{}", Instant{1}}), std::logic_error);
}

TEST_F(UnitFoldTest, StopsAtAVersionOrFormItDoesNotKnow) {
  const std::string payload = encode(clinic(clinic_id));
  EXPECT_THROW(fold.apply({"clinic_queue", "ClinicCreated", 2, "", payload, Instant{1}}), events::Malformed);
  EXPECT_THROW(fold.apply({"clinic_queue", "ClinicCreated", 1, "", "{}", Instant{1}}), events::Malformed);
}

TEST_F(UnitFoldTest, AsksEachContextForWhatIsDue) {
  EXPECT_FALSE(fold.due({1'000'000}));
  apply(clinic(clinic_id));
  apply(queue(clinic_id));
  EXPECT_FALSE(fold.due({99}));
  const auto due = fold.due(day_ends_at);
  ASSERT_TRUE(due);
  EXPECT_EQ(due->context, "clinic_queue");
  EXPECT_EQ(due->type, "QueueEnded");
  EXPECT_EQ(due->schema_version, 1);
  EXPECT_EQ(due->key, clinic_id);
  EXPECT_EQ(due->subject, "queue/queue");
  EXPECT_EQ(due->payload,
            R"({"queueId":"queue","clinicId":")" + clinic_id + R"(","endedAt":"1970-01-01T00:00:00.100Z"})");
}

TEST_F(UnitFoldTest, LetsNothingBecomeDueThatBelongsToAnotherUnit) {
  const std::string stranger = mint_uuid({event_log::events_topic, 4}, topics);
  apply(clinic(stranger));
  apply(queue(stranger));
  EXPECT_THROW(fold.due(day_ends_at), std::logic_error);
}

TEST_F(UnitFoldTest, SharesNothingWithItsClone) {
  const auto before = fold.clone();
  apply(clinic(clinic_id));
  EXPECT_TRUE(before->of<clinic_queue::Context>().clinics.empty());
  EXPECT_EQ(fold.clone()->of<clinic_queue::Context>(), fold.of<clinic_queue::Context>());
}

TEST(MakeFolds, PutsEachContextIntoItsTopic) {
  const ZonedCalendar calendar;
  const auto make = make_folds(calendar, topics);
  const auto events = make(unit);
  const auto accounts = make({event_log::identity_topic, 0});
  EXPECT_TRUE(events->of<clinic_queue::Context>().clinics.empty());
  EXPECT_TRUE(events->of<booking::Context>().appointments.empty());
  EXPECT_TRUE(accounts->of<identity::Context>().accounts.empty());
  EXPECT_THROW(events->of<identity::Context>(), std::logic_error);
  EXPECT_THROW(accounts->of<clinic_queue::Context>(), std::logic_error);
}

TEST(Decided, IsAnEventARefusalOrNothing) {
  const auto event = decided(clinic_queue::Decision(clinic(clinic_id)));
  ASSERT_TRUE(std::holds_alternative<units::EventDraft>(event));
  EXPECT_EQ(std::get<units::EventDraft>(event).subject, "clinic/" + clinic_id);
  const auto refused = decided(clinic_queue::Decision(domain::Rejection{"queue_full"}));
  ASSERT_TRUE(std::holds_alternative<units::Refused>(refused));
  EXPECT_EQ(std::get<units::Refused>(refused).code, "queue_full");
  EXPECT_TRUE(std::holds_alternative<units::Nothing>(decided(identity::Decision(domain::NoChange{}))));
}

TEST(RequireHome, TakesAKeyOfTheUnitAlone) {
  const auto written = draft(clinic_queue::events::Event(clinic(clinic_id)));
  EXPECT_NO_THROW(require_home(written, unit, topics));
  EXPECT_THROW(require_home(written, {event_log::events_topic, 4}, topics), std::logic_error);
  EXPECT_THROW(require_home(written, {event_log::identity_topic, 7}, topics), std::logic_error);
}

// What is in the log today is where these say it is, or nobody finds it again.
TEST(Draft, PutsEveryEventWhereItsAggregateIs) {
  const auto subject = [](const auto& event) { return draft(event).key + " " + draft(event).subject; };
  std::vector<std::string> queues, accounts, appointments;
  for (const auto& sample : clinic_queue::events::samples) {
    queues.push_back(subject(*clinic_queue::events::decode(sample.type, sample.version, sample.json)));
  }
  for (const auto& sample : identity::events::samples) {
    accounts.push_back(subject(*identity::events::decode(sample.type, sample.version, sample.json)));
  }
  for (const auto& sample : booking::events::samples) {
    appointments.push_back(subject(*booking::events::decode(sample.type, sample.version, sample.json)));
  }
  const std::string appointment = "0123456789abcdef01234560";
  EXPECT_EQ(appointments, std::vector<std::string>(appointments.size(), appointment + " appointment/" + appointment));
  const std::string clinic = "00000001-0000-4000-8000-000000000001";
  const std::string of_queue = clinic + " queue/00000002-0000-4000-8000-000000000002";
  const std::string place = "4630926631147712469|13858209792499492885|Riverside Clinic – “Süd”";
  const std::map<std::string_view, std::string> not_of_queues = {{"ClinicChanged", clinic + " clinic/" + clinic},
                                                                 {"ClinicCreated", clinic + " clinic/" + clinic},
                                                                 {"PlaceClaimed", place + " place/" + place}};
  std::vector<std::string> expected;
  for (const auto& sample : clinic_queue::events::samples) {
    const auto other = not_of_queues.find(sample.type);
    expected.push_back(other == not_of_queues.end() ? of_queue : other->second);
  }
  EXPECT_EQ(queues, expected);
  const std::string user = "00000006-0000-4000-8000-000000000006";
  const std::string account = user + " account/" + user;
  const std::string session = user + " session/00000007-0000-4000-8000-000000000007";
  EXPECT_EQ(accounts, (std::vector<std::string>{account, account, account, account, account, account, account, session,
                                                account, session, session, session, account}));
}

}  // namespace
}  // namespace frontdesk::command_api
