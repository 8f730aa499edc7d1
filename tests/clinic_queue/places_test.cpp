#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "tests/clinic_queue/given.hpp"

// No two clinics share a name and place, though a place is claimed in one unit and the clinic that takes it lives in
// another: the steps of many changes and creations at once, in any order, some given up half-way.
namespace frontdesk::clinic_queue {
namespace {

constexpr double latitude = 40.5;
constexpr double longitude = -73.25;
constexpr std::size_t unit_count = 3;

std::string place_named(const std::string& name) { return place_of(name, latitude, longitude); }

TEST(Place, IsOfANameComparedInNfc) {
  EXPECT_EQ(place_named("Caf\u00e9"), place_named("Cafe\u0301"));
  EXPECT_EQ(place_named("\uac01"), place_named("\u1100\u1161\u11a8")) << "a syllable and its three letters";
  EXPECT_EQ(place_named("\u212b"), place_named("\u00c5")) << "a sign and its letter";
  EXPECT_NE(place_named("Cafe"), place_named("Caf\u00e9"));
  EXPECT_NE(place_named("\ufb01n"), place_named("fin")) << "a ligature is no equal of its letters";
  EXPECT_NE(place_named("A"), place_named("a"));
  EXPECT_EQ(place_of("A", -0.0, 0.0), place_of("A", 0.0, -0.0));
}

// The units with their states, as the facades see them: each step reads or decides in one of them.
class Town {
 public:
  State& unit_of_place(const std::string& name) { return units_[static_cast<std::size_t>(name.back()) % unit_count]; }
  State& unit_of_clinic(const ClinicId& id) { return *homes_.at(id); }

  Decision ask(State& unit, const Command& command) {
    const auto decision = decide(unit, command);
    if (const auto* event = std::get_if<events::Event>(&decision)) evolve(unit, *event);
    return decision;
  }

  // A clinic lives in the unit of the place where it was created.
  void create(const std::string& id, const std::string& name, const std::optional<Claim>& outdated) {
    auto created = clinic(id.c_str());
    created.name = name;
    State& unit = unit_of_place(name);
    const auto decision = ask(unit, CreateClinic{created, outdated});
    if (std::holds_alternative<events::Event>(decision)) homes_[{id}] = &unit;
  }

  Decision rename(const ClinicId& id, std::optional<std::string> name, std::optional<PlaceAnswer> place) {
    ChangeClinic command{.change = {}, .place = place, .day = short_day(1500), .at = {1500}};
    command.change.clinic_id = id;
    command.change.changed_by = {"ada"};
    command.change.name = std::move(name);
    if (!command.change.name) command.change.phone = "0123456789";
    return ask(unit_of_clinic(id), command);
  }

  std::vector<ClinicId> clinics() const {
    std::vector<ClinicId> ids;
    for (const auto& [id, home] : homes_) ids.push_back(id);
    return ids;
  }
  const Clinic& at_home(const ClinicId& id) { return unit_of_clinic(id).clinics.at(id); }

 private:
  std::array<State, unit_count> units_;
  std::map<ClinicId, State*> homes_;
};

// What a facade does for one request, step by step; each returns the next, null at the end.
struct Step {
  std::function<Step()> go;
};

Step find_outdated(Town& town, const std::string& name, std::function<Step(std::optional<Claim>)> then) {
  return {[&town, name, then]() -> Step {
    const auto& places = town.unit_of_place(name).places;
    const auto found = places.find(place_named(name));
    if (found == places.end()) return then(std::nullopt);
    return {[&town, name, then, claim = found->second.claim]() -> Step {
      const bool outdated = is_outdated(town.unit_of_clinic(claim.clinic_id), claim, place_named(name));
      return then(outdated ? std::optional(claim) : std::nullopt);
    }};
  }};
}

Step creation(Town& town, const std::string& id, const std::string& name) {
  return find_outdated(town, name, [&town, id, name](std::optional<Claim> outdated) -> Step {
    return {[&town, id, name, outdated]() -> Step {
      town.create(id, name, outdated);
      return {};
    }};
  });
}

Step renaming(Town& town, const ClinicId& id, const std::string& name) {
  return {[&town, id, name]() -> Step {
    const int revision = town.at_home(id).revision + 1;
    return find_outdated(town, name, [&town, id, name, revision](std::optional<Claim> outdated) -> Step {
      return {[&town, id, name, revision, outdated]() -> Step {
        const auto claimed =
            town.ask(town.unit_of_place(name),
                     ClaimPlace{{"", name, latitude, longitude, id, revision, {1500}, {"ada"}}, outdated});
        const bool taken = std::holds_alternative<domain::Rejection>(claimed);
        return {[&town, id, name, revision, taken]() -> Step {
          town.rename(id, name, PlaceAnswer{revision, taken});
          return {};
        }};
      }};
    });
  }};
}

class Requests {
 public:
  explicit Requests(unsigned seed) : random_(seed) {}

  void play() {
    for (int step = 0; step < 300; ++step) {
      if (going_.size() < 4) begin();
      const auto chosen = draw(going_.size());
      auto next = going_[chosen].go();
      const bool given_up = draw(12) == 0;
      if (next.go && !given_up) {
        going_[chosen] = std::move(next);
      } else {
        going_.erase(going_.begin() + static_cast<std::ptrdiff_t>(chosen));
      }
      check();
      if (testing::Test::HasFatalFailure()) return;
    }
    check_that_nothing_is_lost();
  }

 private:
  std::size_t draw(std::size_t below) { return random_() % below; }
  std::string any_name() { return std::string("Clinic ") + static_cast<char>('A' + draw(5)); }

  void begin() {
    const auto clinics = town_.clinics();
    if (clinics.size() < 4 && draw(3) == 0) {
      going_.push_back(creation(town_, "c" + std::to_string(created_++), any_name()));
    } else if (!clinics.empty()) {
      going_.push_back(renaming(town_, clinics[draw(clinics.size())], any_name()));
    } else {
      going_.push_back(creation(town_, "c" + std::to_string(created_++), any_name()));
    }
  }

  void check() {
    std::set<std::string> names;
    for (const auto& id : town_.clinics()) {
      ASSERT_TRUE(names.insert(town_.at_home(id).name).second) << "two clinics are called " << town_.at_home(id).name;
    }
  }

  // Whatever was given up half-way, after one more change of each clinic every free name can be taken.
  void check_that_nothing_is_lost() {
    std::set<std::string> taken;
    for (const auto& id : town_.clinics()) {
      town_.rename(id, std::nullopt, std::nullopt);
      taken.insert(town_.at_home(id).name);
    }
    for (char letter = 'A'; letter < 'F'; ++letter) {
      const std::string name = std::string("Clinic ") + letter;
      const auto before = town_.clinics().size();
      Step step = creation(town_, "late-" + name, name);
      while (step.go) step = step.go();
      EXPECT_EQ(town_.clinics().size() - before, taken.contains(name) ? 0U : 1U) << name;
    }
  }

  std::mt19937 random_;
  Town town_;
  std::vector<Step> going_;
  int created_ = 0;
};

TEST(Places, AreNeverSharedHoweverTheStepsFallTogether) {
  for (unsigned seed = 0; seed < 1500; ++seed) {
    SCOPED_TRACE(seed);
    Requests(seed).play();
    if (testing::Test::HasFailure()) return;
  }
}

events::PlaceClaimed claim(const char* name, const char* clinic_id, int revision) {
  return {place_of(name, latitude, longitude), name, latitude, longitude, {clinic_id}, revision, {1500}, {"ada"}};
}

ChangeClinic change(const char* clinic_id = "c", std::int64_t at = 1500) {
  ChangeClinic command{.change = {}, .place = std::nullopt, .day = short_day(at), .at = {at}};
  command.change.clinic_id = {clinic_id};
  command.change.changed_by = {"ada"};
  return command;
}

ChangeClinic renamed(const char* name, std::optional<PlaceAnswer> place) {
  auto command = change();
  command.change.name = name;
  command.place = place;
  return command;
}

TEST(ClaimPlace, IsRefusedWhileAnotherClinicStandsThere) {
  given({clinic("c")}).when(ClaimPlace{claim("Clinic c", "d", 1), {}}).then_rejected("clinic_exists");
  given({claim("New", "c", 1)}).when(ClaimPlace{claim("New", "d", 1), {}}).then_rejected("clinic_exists");
  given({claim("New", "c", 1)})
      .when(ClaimPlace{claim("New", "d", 1), Claim{{"c"}, 0}})
      .then_rejected("clinic_exists");  // claimed anew since the older claim was found outdated
  given({claim("New", "c", 2)}).when(ClaimPlace{claim("New", "c", 1), {}}).then_rejected("clinic_exists");
}

TEST(ClaimPlace, TakesWhatIsFreeOrOutdatedOrOnesOwn) {
  given({}).when(ClaimPlace{claim("New", "c", 1), {}}).then(claim("New", "c", 1));
  given({clinic("c")}).when(ClaimPlace{claim("Clinic c", "d", 1), Claim{{"c"}, 0}}).then(claim("Clinic c", "d", 1));
  given({clinic("c")}).when(ClaimPlace{claim("Clinic c", "c", 2), {}}).then(claim("Clinic c", "c", 2));
  given({claim("New", "c", 1)}).when(ClaimPlace{claim("New", "c", 1), {}}).then_nothing();
}

TEST(ClaimPlace, SaysThePlaceThatFollowsFromItsNameAndPosition) {
  auto asked = claim("New", "c", 1);
  asked.place = "somewhere else";
  given({}).when(ClaimPlace{asked, {}}).then(claim("New", "c", 1));
}

TEST(CreateClinic, TakesThePlaceOfAnOutdatedClaim) {
  auto twin = clinic("c2");
  twin.name = "Clinic c";
  given({clinic("c")}).when(CreateClinic{twin, Claim{{"c"}, 0}}).then(twin);
  given({clinic("c"), claim("Clinic c", "c", 2)})
      .when(CreateClinic{twin, Claim{{"c"}, 0}})
      .then_rejected("clinic_exists");
}

TEST(ChangeClinic, RefusesInTheOrderOfChecks) {
  given({}).when(change()).then_rejected("clinic_not_found");
  given({clinic("c")}).when(change()).then_nothing();
  given({clinic("c")}).when(renamed("New", std::nullopt)).then_rejected("clinic_changed_meanwhile");
  given({clinic("c")}).when(renamed("New", PlaceAnswer{2, true})).then_rejected("clinic_changed_meanwhile");
  given({clinic("c")}).when(renamed("New", PlaceAnswer{1, true})).then_rejected("clinic_exists");
}

events::ClinicChanged expected_change(std::int64_t next_day_at = 2000) {
  events::ClinicChanged expected;
  expected.clinic_id = {"c"};
  expected.revision = 1;
  expected.next_day_at = {next_day_at};
  expected.changed_at = {1500};
  expected.changed_by = {"ada"};
  return expected;
}

TEST(ChangeClinic, TellsOfWhatIsGivenAlone) {
  auto expected = expected_change();
  expected.name = "New";
  given({clinic("c")}).when(renamed("New", PlaceAnswer{1, false})).then(expected);
  auto command = change();
  command.change.phone = "0123456789";
  expected = expected_change();
  expected.phone = "0123456789";
  given({clinic("c")}).when(command).then(expected);
}

TEST(ChangeClinic, NeedsNoClaimForTheNameItHas) {
  auto expected = expected_change();
  expected.name = "Clinic c";
  given({clinic("c")}).when(renamed("Clinic c", std::nullopt)).then(expected);
}

QueueId minted(const ClinicId& clinic_id, const LocalDate& day) { return {clinic_id.value + "@" + day.value}; }

std::vector<std::string> days_opened(const std::vector<events::Event>& history, std::int64_t until) {
  State state = given(history).state();
  std::vector<std::string> days;
  for (std::int64_t now = 1500; now <= until; now += 250) {
    while (auto event = due(state, {now}, ShortDays(), minted)) {
      if (const auto* opened = std::get_if<events::QueueOpened>(&*event)) {
        days.push_back(opened->day.value + "@" + std::to_string(now));
      }
      evolve(state, *event);
    }
  }
  return days;
}

// What the change comes to after this history, as an event.
events::Event happened(const std::vector<events::Event>& history, const ChangeClinic& command) {
  return given(history).when(command).event();
}

ChangeClinic switched(bool active, std::int64_t at) {
  auto command = change("c", at);
  command.change.is_active = active;
  return command;
}

TEST(ChangeClinic, GivesNoQueuesToTheInactive) {
  std::vector<events::Event> history = {clinic("c"), opened("q")};
  history.push_back(happened(history, switched(false, 1500)));
  EXPECT_EQ(days_opened(history, 4000), std::vector<std::string>{});
  // Active again on day 3: the next one that comes is day 4's.
  history.push_back(happened(history, switched(true, 3500)));
  EXPECT_EQ(days_opened(history, 5000), (std::vector<std::string>{"2026-01-04@4000", "2026-01-05@5000"}));
}

TEST(ChangeClinic, MovesToANewZoneFromTheNextDayOn) {
  const auto moved = [](std::int64_t at) {
    auto command = change("c", at);
    command.change.timezone = "late";
    command.day = ShortDays().day_of("late", {}, {at});
    return command;
  };
  // Day 1 ends at 2500 where the clinic is now; its queue of today runs by the old zone until 2000.
  std::vector<events::Event> history = {clinic("c"), opened("q")};
  history.push_back(happened(history, moved(1500)));
  EXPECT_EQ(days_opened(history, 3500), (std::vector<std::string>{"2026-01-02@2500", "2026-01-03@3500"}));
}

TEST(ChangeClinic, MovedToWhereItIsTomorrowGetsThatQueueWhenItsLatestEnds) {
  const auto moved = [] {
    auto command = change("l", 2250);
    command.change.timezone = "soon";
    command.day = short_day(2250);  // day 2 by the new zone, which began at 2000; by the old one day 1 until 2500
    return command;
  };
  std::vector<events::Event> history = {clinic("l", "late", 1600)};
  auto today = opened("q", "l", 1600);
  today.day = {"2026-01-01"};
  today.day_ends_at = {2500};
  history.push_back(today);
  history.push_back(happened(history, moved()));
  EXPECT_EQ(days_opened(history, 3000), (std::vector<std::string>{"2026-01-02@2500", "2026-01-03@3000"}));
}

ChangeClinic move_to(const char* zone, std::int64_t at) {
  auto command = change("c", at);
  command.change.timezone = zone;
  command.day = ShortDays().day_of(zone, {}, {at});
  return command;
}

// A queue that began in zone "late", where day 2 is [2500, 3500).
events::QueueOpened opened_in(const char* zone, std::int64_t at) {
  const LocalDay day = ShortDays().day_of(zone, {}, {at});
  return {{"q"}, {"c"}, day.day, day.starts_at, day.ends_at, day.opens_at, day.closes_at, 50, false, {at}};
}

OpenQueue init(const char* zone, std::int64_t at) {
  return {.queue_id = {"q2"},
          .clinic_id = {"c"},
          .max_queue_size = 50,
          .day = ShortDays().day_of(zone, {}, {at}),
          .staff = sue,
          .at = {at}};
}

TEST(ChangeClinic, MovedForwardHasItsPresentQueueUntilThatDayEndsWhereItBegan) {
  std::vector<events::Event> history = {clinic("c", "late", 2500), opened_in("late", 2600)};
  history.push_back(happened(history, move_to("soon", 3100)));  // where it is day 3
  given(history).when(init("soon", 3200)).then_rejected("queue_exists");
  given(history).when(init("soon", 3499)).then_rejected("queue_exists");
  EXPECT_EQ(std::get<events::QueueOpened>(given(history).when(init("soon", 3500)).event()).day.value, "2026-01-03");
}

TEST(ChangeClinic, MovedForwardByMoreThanADayHasNoSecondQueueEither) {
  std::vector<events::Event> history = {clinic("c", "last", 2100), opened_in("last", 2200)};  // day 1: until 3100
  history.push_back(happened(history, move_to("soon", 3050)));                                // day 3
  given(history).when(init("soon", 3050)).then_rejected("queue_exists");
  EXPECT_EQ(days_opened(history, 4000), (std::vector<std::string>{"2026-01-03@3250", "2026-01-04@4000"}));
}

// It is still the same date there, but midnight comes earlier.
TEST(ChangeClinic, MovedForwardWithinTheDayGetsTheNextQueueWhenTheLatestEnds) {
  std::vector<events::Event> history = {clinic("c", "late", 2500), opened_in("late", 2600)};
  history.push_back(happened(history, move_to("soon", 2700)));
  EXPECT_EQ(days_opened(history, 3499), std::vector<std::string>{});
  EXPECT_EQ(days_opened(history, 4000), (std::vector<std::string>{"2026-01-03@3500", "2026-01-04@4000"}));
}

TEST(ChangeClinic, MovedForwardWhileInactiveGetsNoSecondQueueWhenItIsActiveAgain) {
  std::vector<events::Event> history = {clinic("c", "last", 2100), opened_in("last", 2200)};  // until 3100
  history.push_back(happened(history, switched(false, 2300)));
  history.push_back(happened(history, move_to("soon", 2400)));
  auto again = switched(true, 2500);
  again.day = ShortDays().day_of("soon", {}, {2500});
  history.push_back(happened(history, again));
  EXPECT_EQ(days_opened(history, 4000), (std::vector<std::string>{"2026-01-03@3250", "2026-01-04@4000"}));
}

// Days of a clinic only go forward: a date that it has had is not had again.
TEST(ChangeClinic, MovedBackGetsTheQueueOfTheNextDateItHasNotHad) {
  std::vector<events::Event> history = {clinic("c", "soon", 2000), opened_in("soon", 2100)};  // day 2: until 3000
  history.push_back(happened(history, move_to("last", 2200)));                                // day 1: until 3100
  given(history).when(init("last", 2999)).then_rejected("queue_exists");
  given(history).when(init("last", 3000)).then_rejected("queue_exists");
  EXPECT_EQ(days_opened(history, 4250), (std::vector<std::string>{"2026-01-03@4250"}));
}

TEST(ChangeClinic, OpeningHoursApplyToLaterQueues) {
  auto command = change();
  command.change.opening_hours = events::OpeningHours{"10:00", "11:00"};
  const std::vector<events::Event> history = {clinic("c"), opened("q")};
  State state = given(history).state();
  evolve(state, happened(history, command));
  EXPECT_EQ(state.clinics.at({"c"}).opening_hours, (events::OpeningHours{"10:00", "11:00"}));
  EXPECT_EQ(state.queues.at({"q"}).opened.end_time, Instant{1900});
}

}  // namespace
}  // namespace frontdesk::clinic_queue
