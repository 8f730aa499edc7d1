#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <map>
#include <random>
#include <set>

#include "tests/clinic_queue/given.hpp"

// Long random days of one queue, against a slow and obvious account of the same rules.
namespace frontdesk::clinic_queue {
namespace {

enum class Status { waiting, called, started, done };

struct Slip {
  std::string patient;
  int number = 0;
  int issued_as = 0;  // how many were issued before: the order in which patients came
  Status status = Status::waiting;
};

using Slips = std::map<std::string, Slip>;  // by token id

std::multiset<int> numbers_of(const Slips& slips) {
  std::multiset<int> numbers;
  for (const auto& [id, slip] : slips) numbers.insert(slip.number);
  return numbers;
}

class Day {
 public:
  explicit Day(unsigned seed) : random_(seed), size_max_(between(1, 40)) {
    happen(clinic("c"));
    happen(opened("q", "c", 1000, size_max_));
  }

  void step() {
    at_ += 1;
    const auto before = slips_;
    switch (between(0, 10)) {
      case 0:
      case 1:
      case 2:
      case 3:
        take();
        break;
      case 4:
      case 5:
        call();
        break;
      case 6:
        skip();
        break;
      case 7:
        complete();
        break;
      case 8:
        start();
        break;
      default:
        give_back();
        break;
    }
    check(before);
  }

  void check_refold() const {
    State again;
    for (const events::Event& event : history_) {
      const auto decoded = events::decode(events::type_of(event), events::version_of(event), events::encode(event));
      ASSERT_EQ(decoded, event);
      evolve(again, *decoded);
    }
    EXPECT_EQ(again, state_);
  }

 private:
  int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

  void happen(const events::Event& event) {
    evolve(state_, event);
    history_.push_back(event);
  }

  // The event, after it happened; null when refused.
  template <class Event>
  const Event* ask(const Command& command) {
    last_ = decide(state_, command);
    const auto* event = std::get_if<events::Event>(&last_);
    if (event == nullptr) return nullptr;
    happen(*event);
    return &std::get<Event>(*event);
  }

  std::string any_token() { return "t" + std::to_string(between(0, std::max(issued_ - 1, 0))); }
  std::string any_patient() { return "p" + std::to_string(between(0, 15)); }

  bool is_active(const std::string& patient) const {
    return std::any_of(slips_.begin(), slips_.end(), [&](const auto& entry) {
      return entry.second.patient == patient && entry.second.status != Status::done;
    });
  }

  void take() {
    const std::string patient = any_patient();
    const std::string id = "t" + std::to_string(issued_);
    const auto* event = ask<events::TokenIssued>(TakeToken{{"q"}, {id}, {patient}, {at_}, false});
    ASSERT_EQ(event != nullptr, !is_active(patient) && static_cast<int>(slips_.size()) < size_max_);
    if (event == nullptr) return;
    const auto numbers = numbers_of(slips_);
    ASSERT_EQ(event->token_number, numbers.empty() ? 1 : *numbers.rbegin() + 1);
    slips_[id] = Slip{patient, event->token_number, issued_++, Status::waiting};
  }

  void call() {
    const auto* event = ask<events::TokenCalled>(CallNext{{"q"}, sue, std::nullopt, {at_}});
    auto next = slips_.end();
    for (auto slip = slips_.begin(); slip != slips_.end(); ++slip) {
      if (slip->second.status != Status::waiting) continue;
      if (next == slips_.end() || slip->second.number < next->second.number) next = slip;
    }
    ASSERT_EQ(event != nullptr, next != slips_.end());
    if (event == nullptr) return;
    ASSERT_EQ(event->token_id.value, next->first);
    for (auto& [id, slip] : slips_) {
      if (!in_service(slip)) continue;
      ASSERT_TRUE(event->completed && event->completed->token_id.value == id);
      slip.status = Status::done;
    }
    next->second.status = Status::called;
    ASSERT_EQ(state_.queues.at({"q"}).current_token_number, next->second.number);
  }

  void skip() {
    const std::string id = any_token();
    const auto slip = slips_.find(id);
    const bool may = slip != slips_.end() && slip->second.status != Status::done;
    ASSERT_EQ(ask<events::TokenSkipped>(SkipToken{{"q"}, {id}, sue, {at_}}) != nullptr, may);
    if (may) slip->second.status = Status::done;
  }

  static bool in_service(const Slip& slip) { return slip.status == Status::called || slip.status == Status::started; }

  void start() {
    const std::string id = any_token();
    const auto slip = slips_.find(id);
    const bool may = slip != slips_.end() && slip->second.status == Status::called;
    ASSERT_EQ(ask<events::TokenStarted>(StartToken{{"q"}, {id}, sue, {at_}}) != nullptr, may);
    if (may) slip->second.status = Status::started;
  }

  void complete() {
    const std::string id = any_token();
    const auto slip = slips_.find(id);
    const bool may = slip != slips_.end() && in_service(slip->second);
    ASSERT_EQ(ask<events::TokenCompleted>(CompleteToken{{"q"}, {id}, sue, {at_}}) != nullptr, may);
    if (may) slip->second.status = Status::done;
  }

  void give_back() {
    const std::string id = any_token();
    const auto slip = slips_.find(id);
    const bool may = slip != slips_.end() && slip->second.status == Status::waiting;
    const std::string patient = slip == slips_.end() ? any_patient() : slip->second.patient;
    const auto* event = ask<events::TokenReturned>(ReturnToken{{id}, {patient}, {at_}});
    ASSERT_EQ(event != nullptr, may);
    if (!may) return;
    int last_waiting = 0;
    for (const auto& [other, one] : slips_) {
      if (one.status == Status::waiting) last_waiting = std::max(last_waiting, one.number);
    }
    auto expected = numbers_of(slips_);
    expected.erase(last_waiting);
    slips_.erase(slip);
    for (const auto& moved : event->renumbered) {
      ASSERT_EQ(slips_.at(moved.token_id.value).status, Status::waiting);
      slips_.at(moved.token_id.value).number = moved.token_number;
    }
    // Whatever stands between, the row loses the last waiting number and no other.
    ASSERT_EQ(numbers_of(slips_), expected);
  }

  void check(const Slips& before) const {
    const auto numbers = numbers_of(slips_);
    ASSERT_EQ(std::set<int>(numbers.begin(), numbers.end()).size(), numbers.size()) << "a number twice";
    std::map<int, int> waiting_by_arrival;
    std::set<std::string> active;
    for (const auto& [id, slip] : slips_) {
      if (slip.status != Status::done) {
        ASSERT_TRUE(active.insert(slip.patient).second) << "a patient twice";
      }
      if (slip.status == Status::waiting) waiting_by_arrival[slip.issued_as] = slip.number;
      const auto was = before.find(id);
      if (was != before.end() && was->second.status != Status::waiting) {
        ASSERT_EQ(was->second.number, slip.number) << "only waiting tokens move";
      }
    }
    int previous = 0;
    for (const auto& [arrival, number] : waiting_by_arrival) {
      ASSERT_LT(previous, number) << "the order of the waiting changed";
      previous = number;
    }
    ASSERT_EQ(state_.tokens.size(), active.size());
    ASSERT_EQ(state_.queues.at({"q"}).size, static_cast<int>(slips_.size()));
  }

  std::mt19937 random_;
  int size_max_;
  State state_;
  std::vector<events::Event> history_;
  Decision last_;
  Slips slips_;
  int issued_ = 0;
  std::int64_t at_ = 1000;
};

TEST(RandomDays, FollowTheRulesOfTheQueue) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Day day(seed);
    for (int i = 0; i < 150; ++i) {
      day.step();
      if (HasFatalFailure()) return;
    }
    day.check_refold();
    if (HasFailure()) return;
  }
}

// Weeks of one clinic that moves from zone to zone, is switched off and on, and is asked for queues at any time.
class Weeks {
 public:
  explicit Weeks(unsigned seed) : random_(seed) { happen(clinic("c", any_zone(), at_)); }

  void step() {
    at_ += between(0, 3) == 0 ? between(1, 700) : between(1, 60);
    while (const auto event =
               due(state_, {at_}, calendar_, [this](const auto&, const auto&) { return fresh_queue(); })) {
      happen(*event);
    }
    switch (between(0, 5)) {
      case 0:
        change([this](events::ClinicChanged& change) { change.timezone = any_zone(); });
        break;
      case 1:
        change([this](events::ClinicChanged& change) { change.is_active = between(0, 1) == 0; });
        break;
      case 2:
        ask(OpenQueue{fresh_queue(), {"c"}, 50, *today(state_, {"c"}, {at_}, calendar_), sue, {at_}});
        break;
      default:
        take();
        break;
    }
    check();
  }

 private:
  int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  const char* any_zone() { return std::array{"soon", "late", "last"}.at(static_cast<std::size_t>(between(0, 2))); }
  QueueId fresh_queue() { return {"q" + std::to_string(ids_++)}; }

  void happen(const events::Event& event) {
    evolve(state_, event);
    if (const auto* opened = std::get_if<events::QueueOpened>(&event)) queues_.push_back(*opened);
  }

  void ask(const Command& command) {
    const Decision decision = decide(state_, command);
    if (const auto* event = std::get_if<events::Event>(&decision)) happen(*event);
  }

  template <class Set>
  void change(const Set& set) {
    ChangeClinic command;
    command.change.clinic_id = {"c"};
    set(command.change);
    const std::string zone = command.change.timezone.value_or(state_.clinics.at({"c"}).zone);
    command.day = calendar_.day_of(zone, {}, {at_});
    command.at = {at_};
    ask(command);
  }

  void take() {
    if (queues_.empty()) return;
    const auto& queue = queues_.at(static_cast<std::size_t>(between(0, static_cast<int>(queues_.size()) - 1)));
    ask(TakeToken{queue.queue_id, {"t" + std::to_string(ids_++)}, {"asha"}, {at_}, false});
  }

  void check() const {
    int present = 0;
    int waits_in = 0;
    std::set<std::string> days;
    for (const auto& queue : queues_) {
      ASSERT_TRUE(days.insert(queue.day.value).second) << queue.day.value << " has two queues";
      if (at_ < queue.day_starts_at.ms || at_ >= queue.day_ends_at.ms) continue;
      ++present;
      if (state_.queues.at(queue.queue_id).patients.contains({"asha"})) ++waits_in;
    }
    ASSERT_LE(present, 1) << "queues of today at " << at_;
    ASSERT_LE(waits_in, 1) << "a patient waits in two";
  }

  std::mt19937 random_;
  const ShortDays calendar_;
  State state_;
  std::vector<events::QueueOpened> queues_;
  int ids_ = 0;
  std::int64_t at_ = 5000;
};

TEST(RandomWeeks, HaveOnePresentQueueWhateverZonesTheClinicMovesThrough) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Weeks weeks(seed);
    for (int i = 0; i < 200; ++i) {
      weeks.step();
      if (HasFatalFailure()) return;
    }
  }
}

TEST(GreatQueue, TakesAndCallsTenThousandInATwinkle) {
  State state;
  evolve(state, clinic("c"));
  evolve(state, opened("q", "c", 1000, 10'000));
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 10'000; ++i) {
    const auto id = std::to_string(i);
    evolve(state, std::get<events::Event>(decide(state, TakeToken{{"q"}, {"t" + id}, {"p" + id}, {1500}, false})));
  }
  const Decision full = decide(state, TakeToken{{"q"}, {"one more"}, {"one more"}, {1500}, false});
  EXPECT_EQ(std::get<domain::Rejection>(full).code, "queue_full");
  for (int i = 0; i < 10'000; ++i) {
    evolve(state, std::get<events::Event>(decide(state, CallNext{{"q"}, sue, std::nullopt, {1500}})));
  }
  const auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(state.tokens.size(), 1U);
  // Some 50 ms with sanitizers; going through the queue at each step would take minutes.
  EXPECT_LT(took, std::chrono::seconds(5));
  RecordProperty("microseconds_per_step",
                 std::to_string(std::chrono::duration<double, std::micro>(took).count() / 20'000));
}

TEST(GreatQueue, MovesTenThousandUpInOneEvent) {
  State state;
  evolve(state, clinic("c"));
  evolve(state, opened("q", "c", 1000, 10'000));
  for (int i = 0; i < 10'000; ++i) {
    const auto id = std::to_string(i);
    evolve(state, std::get<events::Event>(decide(state, TakeToken{{"q"}, {"t" + id}, {"p" + id}, {1500}, false})));
  }
  const auto event = std::get<events::Event>(decide(state, ReturnToken{{"t0"}, {"p0"}, {1500}}));
  evolve(state, event);
  EXPECT_EQ(std::get<events::TokenReturned>(event).renumbered.size(), 9'999U);
  EXPECT_EQ(state.tokens.at({"t9999"}).number, 9'999);
  EXPECT_EQ(events::decode("TokenReturned", 1, events::encode(event)), event);
}

}  // namespace
}  // namespace frontdesk::clinic_queue
