#include <gtest/gtest.h>

#include "tests/clinic_queue/given.hpp"

namespace frontdesk::clinic_queue {
namespace {

using Events = std::vector<events::Event>;

const Events open_queue = {clinic("c"), opened("q")};

Events after_opening(Events more) {
  Events all = open_queue;
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

TakeToken take(const char* patient, std::int64_t at = 1500) { return {{"q"}, {"new"}, {patient}, {at}, false}; }
CallNext call(const Staff& staff = sue, std::optional<int> expected = std::nullopt, std::int64_t at = 1500) {
  return {{"q"}, staff, expected, {at}};
}
SkipToken skip(const char* token, const Staff& staff = sue) { return {{"q"}, {token}, staff, {1500}}; }
StartToken start(const char* token, const Staff& staff = sue) { return {{"q"}, {token}, staff, {1500}}; }
CompleteToken complete(const char* token, const Staff& staff = sue) { return {{"q"}, {token}, staff, {1500}}; }
ReturnToken give_back(const char* token, const char* patient) { return {{token}, {patient}, {1500}}; }
SetQueueActive set_active(bool active, const Staff& staff = sue, std::int64_t at = 1500) {
  return {{"q"}, active, staff, {at}};
}

struct Refusal {
  const char* name;
  Events given;
  Command when;
  const char* code;
};

const Events one_place_taken = {clinic("c"), opened("q", "c", 1000, 1), issued("t1", "asha", 1)};
const events::QueueDeactivated paused{{"q"}, {"c"}, {"sue"}, {1400}};
const events::QueueEnded ended{{"q"}, {"c"}, {2000}};

CreateClinic twin_of_c() {
  CreateClinic twin{clinic("c2"), std::nullopt};
  twin.clinic.name = clinic("c").name;
  return twin;
}

OpenQueue open(const char* clinic_id, const Staff& staff, std::int64_t at) {
  return {{"q2"}, {clinic_id}, 50, short_day(at), staff, {at}};
}

TakeToken take_after_closing() {
  TakeToken late = take("asha", 1900);
  late.refuse_after_closing = true;
  return late;
}

const Refusal refusals[] = {
    {"a clinic of that name stands there", {clinic("c")}, twin_of_c(), "clinic_exists"},
    {"minus zero is zero",
     {[] {
       auto created = clinic("c");
       created.latitude = 0.0;
       return created;
     }()},
     [] {
       auto twin = twin_of_c();
       twin.clinic.latitude = -0.0;
       return twin;
     }(),
     "clinic_exists"},

    {"open: a patient", open_queue, open("c", patient_as_staff, 2000), "unauthorized"},
    {"open: no such clinic", open_queue, open("nowhere", sue, 2000), "clinic_not_found"},
    {"open: foreign staff", open_queue, open("c", foreign, 2000), "unauthorized"},
    {"open: foreign staff before the second queue", open_queue, open("c", foreign, 1000), "unauthorized"},
    {"open: a second one that day", open_queue, open("c", sue, 1999), "queue_exists"},
    {"open: a day before the latest", {clinic("c"), opened("q", "c", 2000)}, open("c", sue, 1999), "queue_exists"},
    {"open: a second one by the administrator", open_queue, open("c", admin, 1999), "queue_exists"},

    {"take: no such queue", {clinic("c")}, take("asha"), "queue_not_found"},
    {"take: waits already", after_opening({issued("t1", "asha", 1)}), take("asha"), "already_has_active_token"},
    {"take: is called", after_opening({issued("t1", "asha", 1), called("t1", "asha", 1)}), take("asha"),
     "already_has_active_token"},
    {"take: waits already in yesterday's queue", after_opening({issued("t1", "asha", 1)}), take("asha", 2000),
     "already_has_active_token"},
    {"take: waits already in a full queue", one_place_taken, take("asha"), "already_has_active_token"},
    {"take: yesterday's queue, not ended yet", open_queue, take("asha", 2000), "queue_not_found"},
    {"take: ended", after_opening({ended}), take("asha", 1999), "queue_not_found"},
    {"take: paused", after_opening({paused}), take("asha"), "queue_not_found"},
    {"take: after closing", open_queue, take_after_closing(), "queue_closed"},
    {"take: full", one_place_taken, take("ben"), "queue_full"},
    {"take: after closing before full", one_place_taken,
     [] {
       auto late = take_after_closing();
       late.patient_id = {"ben"};
       return late;
     }(),
     "queue_closed"},
    {"take: skipped ones still fill it",
     {clinic("c"), opened("q", "c", 1000, 1), issued("t1", "asha", 1), skipped("t1", "asha")},
     take("asha"),
     "queue_full"},

    {"call: a patient, even where there is no queue", {}, call(patient_as_staff), "unauthorized"},
    {"call: no such queue", {clinic("c")}, call(), "queue_not_found"},
    {"call: yesterday's", after_opening({issued("t1", "asha", 1)}), call(sue, std::nullopt, 2000), "queue_not_found"},
    {"call: paused", after_opening({issued("t1", "asha", 1), paused}), call(), "queue_not_found"},
    {"call: paused, foreign staff", after_opening({issued("t1", "asha", 1), paused}), call(foreign), "queue_not_found"},
    {"call: foreign staff", after_opening({issued("t1", "asha", 1)}), call(foreign), "unauthorized"},
    {"call: foreign staff, nobody waits", open_queue, call(foreign, 7), "unauthorized"},
    {"call: moved on", after_opening({issued("t1", "asha", 1)}), call(sue, 1), "queue_has_moved_on"},
    {"call: moved on, nobody waits", open_queue, call(sue, 1), "queue_has_moved_on"},
    {"call: nobody waits", open_queue, call(), "no_waiting_tokens"},
    {"call: nobody waits, one is called", after_opening({issued("t1", "asha", 1), called("t1", "asha", 1)}), call(),
     "no_waiting_tokens"},

    {"skip: a patient", after_opening({issued("t1", "asha", 1)}), skip("t1", patient_as_staff), "unauthorized"},
    {"skip: no such queue", {clinic("c")}, skip("t1"), "token_not_skippable"},
    {"skip: foreign staff", after_opening({issued("t1", "asha", 1)}), skip("t1", foreign), "unauthorized"},
    {"skip: foreign staff, no such token", open_queue, skip("t1", foreign), "unauthorized"},
    {"skip: no such token", open_queue, skip("t1"), "token_not_skippable"},
    {"skip: token of another queue",
     {clinic("c"), opened("q"), opened("q2", "c", 2000), issued("t1", "asha", 1, "q2")},
     skip("t1"),
     "token_not_skippable"},
    {"skip: skipped", after_opening({issued("t1", "asha", 1), skipped("t1", "asha")}), skip("t1"),
     "token_not_skippable"},

    {"start: a patient", open_queue, start("t1", patient_as_staff), "unauthorized"},
    {"start: no such queue", {clinic("c")}, start("t1"), "token_not_startable"},
    {"start: foreign staff", after_opening({issued("t1", "asha", 1), called("t1", "asha", 1)}), start("t1", foreign),
     "unauthorized"},
    {"start: still waits", after_opening({issued("t1", "asha", 1)}), start("t1"), "token_not_startable"},
    {"start: no such token", open_queue, start("t1"), "token_not_startable"},
    {"start: started", after_opening({issued("t1", "asha", 1), called("t1", "asha", 1), started("t1", "asha")}),
     start("t1"), "token_not_startable"},
    {"start: skipped",
     after_opening({issued("t1", "asha", 1), called("t1", "asha", 1), started("t1", "asha"), skipped("t1", "asha")}),
     start("t1"), "token_not_startable"},
    {"take: is in progress", after_opening({issued("t1", "asha", 1), called("t1", "asha", 1), started("t1", "asha")}),
     take("asha"), "already_has_active_token"},
    {"give back: in progress", after_opening({issued("t1", "asha", 1), called("t1", "asha", 1), started("t1", "asha")}),
     give_back("t1", "asha"), "token_not_found"},
    {"call: nobody waits, one is in progress",
     after_opening({issued("t1", "asha", 1), called("t1", "asha", 1), started("t1", "asha")}), call(),
     "no_waiting_tokens"},

    {"complete: a patient", open_queue, complete("t1", patient_as_staff), "unauthorized"},
    {"complete: no such queue", {clinic("c")}, complete("t1"), "token_not_completable"},
    {"complete: foreign staff", open_queue, complete("t1", foreign), "unauthorized"},
    {"complete: still waits", after_opening({issued("t1", "asha", 1)}), complete("t1"), "token_not_completable"},
    {"complete: no such token", open_queue, complete("t1"), "token_not_completable"},
    {"complete: token of another queue",
     {clinic("c"), opened("q"), opened("q2", "c", 2000), issued("t1", "asha", 1), called("t1", "asha", 1)},
     CompleteToken{{"q2"}, {"t1"}, sue, {1500}},
     "token_not_completable"},
    {"complete: completed by the next call",
     after_opening({issued("t1", "asha", 1), issued("t2", "ben", 2), called("t1", "asha", 1),
                    called("t2", "ben", 2, still_called("t1", "asha"))}),
     complete("t1"), "token_not_completable"},

    {"give back: no such token", open_queue, give_back("t1", "asha"), "token_not_found"},
    {"give back: another's", after_opening({issued("t1", "asha", 1)}), give_back("t1", "ben"), "token_not_found"},
    {"give back: called", after_opening({issued("t1", "asha", 1), called("t1", "asha", 1)}), give_back("t1", "asha"),
     "token_not_found"},
    {"give back: skipped", after_opening({issued("t1", "asha", 1), skipped("t1", "asha")}), give_back("t1", "asha"),
     "token_not_found"},

    {"pause: a patient", open_queue, set_active(false, patient_as_staff), "unauthorized"},
    {"pause: no such queue", {clinic("c")}, set_active(false), "queue_not_found"},
    {"pause: yesterday's", open_queue, set_active(false, sue, 2000), "queue_not_found"},
    {"pause: foreign staff", open_queue, set_active(false, foreign), "unauthorized"},
    {"resume: ended", after_opening({ended}), set_active(true), "queue_not_found"},
};

TEST(ClinicQueue, RefusesByTheContractsOrderOfChecks) {
  for (const Refusal& row : refusals) {
    SCOPED_TRACE(row.name);
    given(row.given).when(row.when).then_rejected(row.code);
  }
}

TEST(CreateClinic, TellsOfTheClinicAsItWasAsked) {
  given({clinic("c")}).when(CreateClinic{clinic("c2"), std::nullopt}).then(clinic("c2"));
}

TEST(CreateClinic, AllowsTheSameNameInAnotherPlace) {
  auto branch = twin_of_c();
  branch.clinic.latitude = 41.5;
  given({clinic("c")}).when(branch).then(branch.clinic);
}

TEST(OpenQueue, OpensTheQueueOfTheDay) {
  given({clinic("c")})
      .when(OpenQueue{{"q"}, {"c"}, 7, short_day(1300), sue, {1300}})
      .then(events::QueueOpened{{"q"}, {"c"}, {"2026-01-01"}, {1000}, {2000}, {1100}, {1900}, 7, false, {1300}});
}

TEST(OpenQueue, OpensTheNextDayWhileYesterdaysHasNotEnded) {
  given(open_queue).when(open("c", admin, 2000)).then(opened("q2", "c", 2000));
}

TEST(TakeToken, GivesNumbersFromOne) {
  given(open_queue).when(take("asha")).then(events::TokenIssued{{"q"}, {"c"}, {"new"}, {"asha"}, 1, {1500}});
}

TEST(TakeToken, GivesOneMoreThanTheHighestOfWhateverStatus) {
  const events::TokenIssued third{{"q"}, {"c"}, {"new"}, {"cyd"}, 3, {1500}};
  const Events two = after_opening({issued("t1", "asha", 1), issued("t2", "ben", 2)});
  given(two).when(take("cyd")).then(third);
  Events last_skipped = two;
  last_skipped.push_back(skipped("t2", "ben"));
  given(last_skipped).when(take("cyd")).then(third);
  Events all_called = two;
  all_called.push_back(called("t1", "asha", 1));
  all_called.push_back(called("t2", "ben", 2, still_called("t1", "asha")));
  given(all_called).when(take("cyd")).then(third);
}

TEST(TakeToken, IsAllowedAllDayUnlessConfiguredOtherwise) {
  given(open_queue).when(take("asha", 1999)).then(events::TokenIssued{{"q"}, {"c"}, {"new"}, {"asha"}, 1, {1999}});
}

TEST(TakeToken, IsAllowedAgainAfterSkippingAndCompletion) {
  const events::TokenIssued second{{"q"}, {"c"}, {"new"}, {"asha"}, 2, {1500}};
  given(after_opening({issued("t1", "asha", 1), skipped("t1", "asha")})).when(take("asha")).then(second);
  given(after_opening({issued("t1", "asha", 1), called("t1", "asha", 1),
                       events::TokenCompleted{{"q"}, {"c"}, {"t1"}, {"asha"}, {1400}, {"sue"}}}))
      .when(take("asha"))
      .then(second);
}

TEST(CallNext, CallsTheLowestWaitingNumber) {
  given(after_opening({issued("t1", "asha", 1), issued("t2", "ben", 2), skipped("t1", "asha")}))
      .when(call())
      .then(events::TokenCalled{{"q"}, {"c"}, {"t2"}, {"ben"}, 2, {1500}, {"sue"}, std::nullopt});
}

TEST(CallNext, CompletesTheOneCalledBefore) {
  given(after_opening({issued("t1", "asha", 1), issued("t2", "ben", 2), called("t1", "asha", 1)}))
      .when(call(admin, 1))
      .then(events::TokenCalled{{"q"}, {"c"}, {"t2"}, {"ben"}, 2, {1500}, {"ada"}, still_called("t1", "asha")});
}

TEST(SkipToken, SkipsTheWaitingAndTheCalled) {
  given(after_opening({issued("t1", "asha", 1)}))
      .when(skip("t1"))
      .then(events::TokenSkipped{{"q"}, {"c"}, {"t1"}, {"asha"}, {1500}, {"sue"}});
  given(after_opening({issued("t1", "asha", 1), called("t1", "asha", 1)}))
      .when(skip("t1"))
      .then(events::TokenSkipped{{"q"}, {"c"}, {"t1"}, {"asha"}, {1500}, {"sue"}});
}

TEST(SkipToken, DoesNotAskForThisDayOrAnActiveQueue) {
  given(after_opening({issued("t1", "asha", 1), ended}))
      .when(SkipToken{{"q"}, {"t1"}, sue, {9000}})
      .then(events::TokenSkipped{{"q"}, {"c"}, {"t1"}, {"asha"}, {9000}, {"sue"}});
}

TEST(StartToken, StartsTheCalledEvenAfterTheDay) {
  given(after_opening({issued("t1", "asha", 1), called("t1", "asha", 1), ended}))
      .when(start("t1"))
      .then(events::TokenStarted{{"q"}, {"c"}, {"t1"}, {"asha"}, {1500}, {"sue"}});
}

TEST(StartToken, LeavesATokenThatIsStillCalledForAllElse) {
  const Events in_progress =
      after_opening({issued("t1", "asha", 1), issued("t2", "ben", 2), called("t1", "asha", 1), started("t1", "asha")});
  given(in_progress).when(complete("t1")).then(events::TokenCompleted{{"q"}, {"c"}, {"t1"}, {"asha"}, {1500}, {"sue"}});
  given(in_progress)
      .when(call())
      .then(events::TokenCalled{{"q"}, {"c"}, {"t2"}, {"ben"}, 2, {1500}, {"sue"}, still_called("t1", "asha")});
  given(in_progress).when(skip("t1")).then(events::TokenSkipped{{"q"}, {"c"}, {"t1"}, {"asha"}, {1500}, {"sue"}});
}

TEST(CompleteToken, CompletesTheCalledEvenAfterTheDay) {
  given(after_opening({issued("t1", "asha", 1), called("t1", "asha", 1), ended}))
      .when(complete("t1"))
      .then(events::TokenCompleted{{"q"}, {"c"}, {"t1"}, {"asha"}, {1500}, {"sue"}});
}

TEST(ReturnToken, MovesTheLaterWaitingTokensUp) {
  given(after_opening({issued("t1", "asha", 1), issued("t2", "ben", 2), issued("t3", "cyd", 3)}))
      .when(give_back("t1", "asha"))
      .then(events::TokenReturned{
          {"q"}, {"c"}, {"t1"}, {"asha"}, {renumbered("t2", "ben", 1), renumbered("t3", "cyd", 2)}, {1500}});
}

TEST(ReturnToken, LeavesTheNumbersOfFinalTokensAlone) {
  given(after_opening({issued("t1", "asha", 1), issued("t2", "ben", 2), issued("t3", "cyd", 3), issued("t4", "dov", 4),
                       skipped("t2", "ben")}))
      .when(give_back("t1", "asha"))
      .then(events::TokenReturned{
          {"q"}, {"c"}, {"t1"}, {"asha"}, {renumbered("t3", "cyd", 1), renumbered("t4", "dov", 3)}, {1500}});
}

TEST(ReturnToken, FreesAPlaceAndTheHighestNumber) {
  const events::TokenReturned returned{{"q"}, {"c"}, {"t1"}, {"asha"}, {}, {1400}};
  Events given_back = one_place_taken;
  given_back.push_back(returned);
  given(given_back).when(take("asha")).then(events::TokenIssued{{"q"}, {"c"}, {"new"}, {"asha"}, 1, {1500}});
}

TEST(ReturnToken, LeavesAGapOnlyBeforeAFinalToken) {
  given(after_opening({issued("t1", "asha", 1), issued("t2", "ben", 2), skipped("t2", "ben"),
                       events::TokenReturned{{"q"}, {"c"}, {"t1"}, {"asha"}, {}, {1400}}}))
      .when(take("asha"))
      .then(events::TokenIssued{{"q"}, {"c"}, {"new"}, {"asha"}, 3, {1500}});
}

TEST(SetQueueActive, PausesAndResumes) {
  given(open_queue).when(set_active(false)).then(events::QueueDeactivated{{"q"}, {"c"}, {"sue"}, {1500}});
  given(after_opening({paused})).when(set_active(true)).then(events::QueueReactivated{{"q"}, {"c"}, {"sue"}, {1500}});
}

TEST(SetQueueActive, ChangesNothingWhenItIsSoAlready) {
  given(open_queue).when(set_active(true)).then_nothing();
  given(after_opening({paused})).when(set_active(false)).then_nothing();
}

TEST(SetQueueActive, GoesOnWhereItStopped) {
  given(after_opening({issued("t1", "asha", 1), paused, events::QueueReactivated{{"q"}, {"c"}, {"sue"}, {1450}}}))
      .when(call())
      .then(events::TokenCalled{{"q"}, {"c"}, {"t1"}, {"asha"}, 1, {1500}, {"sue"}, std::nullopt});
}

QueueId minted(const ClinicId& clinic_id, const LocalDate& day) { return {clinic_id.value + "@" + day.value}; }

std::vector<events::Event> all_due(const Events& history, std::int64_t now) {
  State state = given(history).state();
  std::vector<events::Event> happened;
  while (auto event = due(state, {now}, ShortDays(), minted)) {
    happened.push_back(*event);
    evolve(state, *event);
    if (happened.size() > 100) break;
  }
  return happened;
}

events::QueueOpened automatic(const char* clinic_id, std::int64_t day_start, std::int64_t now) {
  const LocalDay day = ShortDays().day_of(day_start % 1000 == 500 ? "late" : "soon", {}, {day_start});
  return {minted({clinic_id}, day.day),
          {clinic_id},
          day.day,
          day.starts_at,
          day.ends_at,
          day.opens_at,
          day.closes_at,
          50,
          true,
          {now}};
}

TEST(Due, IsNothingOnTheDayAClinicWasCreated) { EXPECT_EQ(all_due({clinic("c")}, 1999), Events{}); }

TEST(Due, OpensTheQueueOfANewDayAtLocalMidnight) {
  EXPECT_EQ(all_due({clinic("c")}, 2000), (Events{automatic("c", 2000, 2000)}));
  EXPECT_EQ(all_due({clinic("l", "late", 1600)}, 2499), Events{});
  EXPECT_EQ(all_due({clinic("l", "late", 1600)}, 2500), (Events{automatic("l", 2500, 2500)}));
}

TEST(Due, EndsYesterdaysQueueFirst) {
  EXPECT_EQ(all_due(open_queue, 1999), Events{});
  EXPECT_EQ(all_due(open_queue, 2003), (Events{ended, automatic("c", 2000, 2003)}));
}

TEST(Due, MakesUpAMissedRunForTodayOnly) {
  EXPECT_EQ(all_due(open_queue, 9400), (Events{ended, automatic("c", 9000, 9400)}));
}

TEST(Due, LeavesTheQueueThatStaffOpenedAtMidnight) {
  Events by_hand = open_queue;
  by_hand.push_back(opened("q2", "c", 2000));
  EXPECT_EQ(all_due(by_hand, 2000), (Events{ended}));
  EXPECT_EQ(all_due(by_hand, 2999), (Events{ended}));
}

TEST(Due, ServesEveryClinicOnce) {
  Events clinics;
  for (const char* id : {"a", "b", "d"}) clinics.push_back(clinic(id));
  const Events served = all_due(clinics, 2000);
  EXPECT_EQ(served.size(), 3U);
  clinics.insert(clinics.end(), served.begin(), served.end());
  EXPECT_EQ(all_due(clinics, 2999), Events{});
}

TEST(Due, LeavesNothingBehindWhenDaysPass) {
  Events history = open_queue;
  for (std::int64_t now = 2000; now < 9000; now += 1000) {
    const Events happened = all_due(history, now);
    history.insert(history.end(), happened.begin(), happened.end());
  }
  const Given after = given(history);
  EXPECT_EQ(after.state().queues.size(), 8U);
  EXPECT_FALSE(after.state().queues.at({"q"}).active);
  EXPECT_EQ(after.state().clinic_days.size(), 1U);
  EXPECT_EQ(after.state().queue_ends.size(), 1U);
}

// The rules of a zone may change, so that a day that has ended by the old ones goes on by the new ones.
TEST(Due, OpensNoSecondQueueWhenADayStandsStill) {
  auto stays = clinic("c");
  auto first = opened("q");
  first.day_ends_at = {1400};
  EXPECT_EQ(all_due({stays, first, clinic("d")}, 1500), (Events{events::QueueEnded{{"q"}, {"c"}, {1400}}}));
}

TEST(Today, IsThatOfTheClinicsZone) {
  const Given state = given({clinic("c"), clinic("l", "late")});
  EXPECT_EQ(today(state.state(), {"c"}, {2100}, ShortDays())->day, (LocalDate{"2026-01-02"}));
  EXPECT_EQ(today(state.state(), {"l"}, {2100}, ShortDays())->day, (LocalDate{"2026-01-01"}));
  EXPECT_FALSE(today(state.state(), {"nowhere"}, {2100}, ShortDays()));
}

}  // namespace
}  // namespace frontdesk::clinic_queue
