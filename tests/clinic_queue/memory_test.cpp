// What a unit remembers of days that have passed.
#include "tests/clinic_queue/given.hpp"

namespace frontdesk::clinic_queue {
namespace {

using Events = std::vector<events::Event>;

constexpr std::int64_t hour = 60 * 60 * 1000;
constexpr std::int64_t day = 24 * hour;

class RealDays final : public Calendar {
 public:
  bool knows(std::string_view, const events::OpeningHours&) const override { return true; }
  LocalDay day_of(std::string_view, const events::OpeningHours&, Instant at) const override {
    const std::int64_t start = at.ms / day * day;
    std::string digits = std::to_string(start / day);
    digits.insert(0, 4 - digits.size(), '0');
    return {{digits}, {start}, {start + day}, {start + 9 * hour}, {start + 17 * hour}};
  }
};

// A clinic that lives through days: somebody takes a token each day; who is `left` stays in the queue.
class Clinic {
 public:
  Clinic() {
    events::ClinicCreated created = clinic("c");
    created.first_day_ends_at = {day};
    happens(created);
  }

  void live_through(int days, bool left = false) {
    for (int i = 0; i < days; ++i) {
      today_ += day;
      while (const auto event =
                 due(state, {today_}, RealDays(), [this](const auto&, const auto&) { return todays_queue(); })) {
        happens(*event);
      }
      const std::string token = "token " + todays_queue().value;
      ask(TakeToken{todays_queue(), {token}, {"asha"}, {today_ + 9 * hour}});
      if (left) continue;
      ask(CallNext{todays_queue(), sue, std::nullopt, {today_ + 10 * hour}});
      ask(CompleteToken{todays_queue(), {token}, sue, {today_ + 11 * hour}});
    }
  }

  std::string ask(const Command& command) {
    const auto decision = decide(state, command);
    if (const auto* rejection = std::get_if<domain::Rejection>(&decision)) return std::string(rejection->code);
    if (const auto* event = std::get_if<events::Event>(&decision)) happens(*event);
    return "done";
  }
  QueueId todays_queue() const { return {"queue " + std::to_string(today_ / day)}; }

  State state;

 private:
  void happens(const events::Event& event) { evolve(state, event); }
  std::int64_t today_ = 0;
};

std::size_t entries(const State& state) {
  return state.queues.size() + state.tokens.size() + state.queue_ends.size() + state.clinic_days.size() +
         state.settled.size() + state.clinics.size() + state.places.size();
}

TEST(Memory, DoesNotGrowWithDays) {
  Clinic clinic;
  clinic.live_through(10);
  const auto after_ten_days = entries(clinic.state);
  clinic.live_through(1000);
  EXPECT_EQ(entries(clinic.state), after_ten_days);
  EXPECT_LE(clinic.state.queues.size(), 4U);
}

TEST(Memory, KeepsAQueueForTwoDaysAfterItsEnd) {
  Clinic clinic;
  clinic.live_through(1);
  const auto queue = clinic.todays_queue();
  clinic.live_through(2);
  EXPECT_TRUE(clinic.state.queues.contains(queue));
  clinic.live_through(2);
  EXPECT_FALSE(clinic.state.queues.contains(queue));
}

TEST(Memory, KeepsAQueueForAsLongAsSomebodyIsLeftInIt) {
  Clinic clinic;
  clinic.live_through(1, true);
  const auto queue = clinic.todays_queue();
  const TokenId token{"token " + queue.value};
  clinic.live_through(100);
  const Instant now{102 * day};
  EXPECT_EQ(clinic.ask(CompleteToken{queue, token, sue, now}), "token_not_completable") << "it waits";
  EXPECT_EQ(clinic.ask(SkipToken{queue, token, foreign, now}), "unauthorized");
  EXPECT_EQ(clinic.ask(TakeToken{queue, {"new"}, {"asha"}, now}), "already_has_active_token");
  EXPECT_EQ(clinic.ask(SkipToken{queue, token, sue, now}), "done");
  EXPECT_TRUE(clinic.state.tokens.empty());
  clinic.live_through(1);
  EXPECT_FALSE(clinic.state.queues.contains(queue));
}

TEST(Memory, AlsoLetsAQueueGoWhoseLastTokenIsGivenBack) {
  Clinic clinic;
  clinic.live_through(1, true);
  const auto queue = clinic.todays_queue();
  clinic.live_through(10);
  EXPECT_EQ(clinic.ask(ReturnToken{{"token " + queue.value}, {"asha"}, {12 * day}}), "done");
  clinic.live_through(1);
  EXPECT_FALSE(clinic.state.queues.contains(queue));
}

// The same answers from the fold that still knows the queue and from the one that does not.
TEST(Memory, AnswersTheSameAboutAQueueItHasForgotten) {
  Clinic clinic;
  clinic.live_through(1);
  const auto queue = clinic.todays_queue();
  const TokenId token{"token " + queue.value};
  clinic.live_through(1);
  const auto answers = [&] {
    const Instant at{1000 * day};
    std::vector<std::string> codes;
    for (const Staff& staff : {sue, admin, patient_as_staff}) {
      codes.push_back(clinic.ask(CallNext{queue, staff, std::nullopt, at}));
      codes.push_back(clinic.ask(SkipToken{queue, token, staff, at}));
      codes.push_back(clinic.ask(StartToken{queue, token, staff, at}));
      codes.push_back(clinic.ask(CompleteToken{queue, token, staff, at}));
      codes.push_back(clinic.ask(SetQueueActive{queue, true, staff, at}));
      codes.push_back(clinic.ask(SetQueueActive{queue, false, staff, at}));
    }
    codes.push_back(clinic.ask(TakeToken{queue, {"new"}, {"ben"}, at}));
    codes.push_back(clinic.ask(ReturnToken{token, {"asha"}, at}));
    return codes;
  };
  ASSERT_TRUE(clinic.state.queues.contains(queue));
  const auto known = answers();
  clinic.live_through(10);
  ASSERT_FALSE(clinic.state.queues.contains(queue));
  EXPECT_EQ(answers(), known);
}

TEST(Memory, OpensNoSecondQueueForADayWhoseQueueItHasForgotten) {
  Clinic clinic;
  clinic.live_through(10);
  const auto day_two = RealDays().day_of("soon", {}, {2 * day});
  EXPECT_EQ(clinic.ask(OpenQueue{{"again"}, {"c"}, 50, day_two, sue, {10 * day}}), "queue_exists");
}

TEST(Versions, CountTheEventsOfEachAggregate) {
  const Given history =
      given({clinic("c"), opened("q"), issued("a", "asha", 1), called("a", "asha", 1),
             events::ClinicChanged{.clinic_id = {"c"}, .revision = 1, .name = "New"},
             events::PlaceClaimed{place_of("Newer", 0, 0), "Newer", 0, 0, {"c"}, 2, {1500}, {"ada"}}});
  EXPECT_EQ(history.state().clinics.at({"c"}).version, 2U);
  EXPECT_EQ(history.state().queues.at({"q"}).version, 3U);
  EXPECT_EQ(history.state().places.at(place_of("Newer", 0, 0)).version, 1U);
  EXPECT_EQ(history.state().places.at(place_of(clinic("c").name, clinic("c").latitude, clinic("c").longitude)).version,
            0U);
}

// A zone that has gone from the rules, say.
TEST(Due, ServesTheOthersWhenOneClinicHasNoDaysAnyMore) {
  const Given clinics = given({clinic("a", "gone"), clinic("b")});
  const auto event =
      due(clinics.state(), {2000}, ShortDays(), [](const auto&, const auto&) { return QueueId{"minted"}; });
  ASSERT_TRUE(event);
  EXPECT_EQ(std::get<events::QueueOpened>(*event).clinic_id, ClinicId{"b"});
}

}  // namespace
}  // namespace frontdesk::clinic_queue
