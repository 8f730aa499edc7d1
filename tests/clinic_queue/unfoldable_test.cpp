// A record can say anything. What does not fit is told by an exception, which stops its unit alone; and what was folded
// never makes a decider look for something that is not there.
#include <random>

#include "domain/unfoldable.hpp"
#include "tests/clinic_queue/given.hpp"

namespace frontdesk::clinic_queue {
namespace {

using Events = std::vector<events::Event>;

// Two queues, one a day; in q, asha is called and ben, then cleo wait.
const Events two_queues = {clinic("c"),
                           opened("q"),
                           issued("asha's", "asha", 1),
                           issued("ben's", "ben", 2),
                           issued("cleo's", "cleo", 3),
                           called("asha's", "asha", 1),
                           opened("over", "c", 2000),
                           events::QueueEnded{{"over"}, {"c"}, {3000}},
                           opened("other", "c", 2000),
                           issued("dan's", "dan", 1, "other")};

events::TokenSkipped skipped_in(const char* queue, const char* token, const char* patient, int number) {
  auto event = skipped(token, patient, number);
  event.queue_id = {queue};
  return event;
}
events::TokenReturned returned(const char* token, const char* patient, int number,
                               std::vector<events::WaitingToken> renumbered = {}) {
  return {{"q"}, {"c"}, waiting(token, patient, number, number), std::move(renumbered), {1500}};
}
events::TokenCalled called_in(const char* queue, const char* token, const char* patient, int number) {
  auto event = called(token, patient, number);
  event.queue_id = {queue};
  return event;
}

struct Nonsense {
  const char* name;
  events::Event event;
};

const Nonsense nonsense[] = {
    {"ATokenInAQueueThatHasEnded", issued("new", "eve", 4, "over")},
    {"AClinicThatIsThere", clinic("c")},
    {"AChangeOfNoClinic", events::ClinicChanged{.clinic_id = {"none"}}},
    {"AQueueThatIsThere", opened("q")},
    {"AQueueOfNoClinic", opened("new", "none")},
    {"ATokenInNoQueue", issued("new", "eve", 4, "none")},
    {"ATokenThatIsThere", issued("ben's", "eve", 4)},
    {"ACallOfNoToken", called("none", "eve", 4)},
    {"ACallInNoQueue", called_in("none", "ben's", "ben", 2)},
    {"ACallInAnotherQueue", called_in("other", "ben's", "ben", 2)},
    {"ACallThatCompletesNoToken", called("ben's", "ben", 2, still_called("none", "eve", 9))},
    {"ACallThatCompletesATokenOfAnotherQueue", called("ben's", "ben", 2, still_called("dan's", "dan", 1))},
    {"ASkipOfNoToken", skipped("none", "eve", 4)},
    {"ASkipInAnotherQueue", skipped_in("other", "ben's", "ben", 2)},
    {"AStartOfNoToken", started("none", "eve", 4)},
    {"ACompletionOfNoToken", events::TokenCompleted{{"q"}, {"c"}, still_called("none", "eve", 4), {1500}, {"sue"}}},
    {"ACompletionInAnotherQueue",
     events::TokenCompleted{{"other"}, {"c"}, still_called("asha's", "asha", 1), {1500}, {"sue"}}},
    {"AReturnOfNoToken", returned("none", "eve", 4)},
    {"AReturnOfACalledToken", returned("asha's", "asha", 1)},
    {"AReturnAtAnotherNumber", returned("ben's", "ben", 9)},
    {"AReturnThatMovesNoToken", returned("ben's", "ben", 2, {waiting("none", "eve", 2, 3)})},
    {"AReturnThatMovesACalledToken", returned("ben's", "ben", 2, {waiting("asha's", "asha", 2, 1)})},
    {"AReturnThatMovesATokenBefore", returned("cleo's", "cleo", 3, {waiting("ben's", "ben", 3, 2)})},
    {"AReturnThatMovesATokenOfAnotherQueue", returned("ben's", "ben", 2, {waiting("dan's", "dan", 2, 1)})},
    {"ADeactivationOfNoQueue", events::QueueDeactivated{{"none"}, {"c"}, {"sue"}, {1500}}},
    {"AReactivationOfNoQueue", events::QueueReactivated{{"none"}, {"c"}, {"sue"}, {1500}}},
    {"AnEndOfNoQueue", events::QueueEnded{{"none"}, {"c"}, {2000}}},
};

class UnfoldableQueueEvents : public testing::TestWithParam<Nonsense> {};

TEST_P(UnfoldableQueueEvents, AreTold) {
  State state;
  for (const auto& event : two_queues) evolve(state, event);
  EXPECT_THROW(evolve(state, GetParam().event), domain::Unfoldable);
}

INSTANTIATE_TEST_SUITE_P(Nonsense, UnfoldableQueueEvents, testing::ValuesIn(nonsense),
                         [](const auto& tested) { return tested.param.name; });

// Histories that no decider would have written, as far as they are folded: whatever is asked of them gets an answer or
// an exception, and never meets what is not there.
class OddHistory {
 public:
  explicit OddHistory(unsigned seed) : random_(seed) {
    for (const auto& event : two_queues) evolve(state_, event);
  }

  void step() {
    State next = state_;
    try {
      evolve(next, some_event());
    } catch (const domain::Unfoldable&) {
      return;
    }
    state_ = std::move(next);
    ++folded_;
    for (int i = 0; i < 5; ++i) ask(some_command());
    due(state_, {1000 + draw(3000)}, ShortDays(), [](const auto&, const auto&) { return QueueId{"minted"}; });
  }
  int folded() const { return folded_; }

 private:
  int draw(int below) { return std::uniform_int_distribution(0, below - 1)(random_); }
  const char* queue() { return draw(2) == 0 ? "q" : "other"; }
  std::string token() { return "t" + std::to_string(draw(5)); }
  std::string patient() { return "p" + std::to_string(draw(4)); }
  int number() { return 1 + draw(5); }
  Instant at() { return {1000 + draw(1500)}; }
  events::WaitingToken waits() { return {{token()}, {patient()}, number(), at()}; }
  events::CalledToken is_called() { return {{token()}, {patient()}, number(), at(), at()}; }

  events::Event some_event() {
    switch (draw(24)) {
      case 0:
        return events::TokenIssued{{queue()}, {"c"}, {token()}, {patient()}, number(), at()};
      case 2: {
        events::TokenCalled event{{queue()}, {"c"}, waits(), at(), {"sue"}, std::nullopt};
        if (draw(2) == 0) event.completed = is_called();
        return event;
      }
      case 3:
        return events::TokenSkipped{{queue()}, {"c"}, {{token()}, {patient()}, number(), at(), at()}, at(), {"sue"}};
      case 4:
        return events::TokenCompleted{{queue()}, {"c"}, is_called(), at(), {"sue"}};
      case 5: {
        events::TokenReturned event{{queue()}, {"c"}, waits(), {}, at()};
        for (int moved = draw(3); moved > 0; --moved) event.renumbered.push_back(waits());
        return event;
      }
      case 6:
        return events::QueueEnded{{queue()}, {"c"}, at()};
      case 7:
        return opened(("new " + std::to_string(draw(1000))).c_str(), "c", std::int64_t{1} << 40);
      case 8:
        return events::TokenStarted{{queue()}, {"c"}, is_called(), at(), {"sue"}};
      case 9:
        return events::QueueReactivated{{queue()}, {"c"}, {"sue"}, at()};
      default:
        return events::TokenIssued{{queue()}, {"c"}, {token()}, {patient()}, number(), at()};
    }
  }

  Command some_command() {
    switch (draw(6)) {
      case 0:
        return TakeToken{{queue()}, {"new"}, {patient()}, at()};
      case 1:
        return CallNext{{queue()}, sue, std::nullopt, at()};
      case 2:
        return SkipToken{{queue()}, {token()}, sue, at()};
      case 3:
        return StartToken{{queue()}, {token()}, sue, at()};
      case 4:
        return CompleteToken{{queue()}, {token()}, sue, at()};
      default:
        return ReturnToken{{token()}, {patient()}, at()};
    }
  }

  void ask(const Command& command) {
    try {
      decide(state_, command);
    } catch (const std::exception&) {
      ++exceptions_;  // answered 500
    }
  }

  std::mt19937 random_;
  State state_;
  int folded_ = 0;
  int exceptions_ = 0;
};

TEST(OddQueueEvents, NeverMakeADeciderLookForWhatIsNotThere) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    OddHistory history(seed);
    for (int i = 0; i < 1000; ++i) history.step();
    EXPECT_GT(history.folded(), 50) << seed;
  }
}

}  // namespace
}  // namespace frontdesk::clinic_queue
