// A record can say anything. What does not fit is told by an exception, which stops its unit alone; and what was folded
// never makes a decider look for something that is not there.
#include "domain/unfoldable.hpp"
#include "events/clinic_queue_samples.hpp"
#include "tests/clinic_queue/odd_world.hpp"
#include "tests/domain/examples.hpp"

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

events::TokenSkipped skipped_in(const char* queue, const char* token, const char* patient) {
  auto event = skipped(token, patient);
  event.queue_id = {queue};
  return event;
}
events::TokenReturned returned(const char* token, const char* patient,
                               std::vector<events::RenumberedToken> renumbered = {}) {
  return {{"q"}, {"c"}, {token}, {patient}, std::move(renumbered), {1500}};
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
    {"ACallThatCompletesNoToken", called("ben's", "ben", 2, still_called("none", "eve"))},
    {"ACallThatCompletesATokenOfAnotherQueue", called("ben's", "ben", 2, still_called("dan's", "dan"))},
    {"ASkipOfNoToken", skipped("none", "eve")},
    {"ASkipInAnotherQueue", skipped_in("other", "ben's", "ben")},
    {"AStartOfNoToken", started("none", "eve")},
    {"ACompletionOfNoToken", events::TokenCompleted{{"q"}, {"c"}, {"none"}, {"eve"}, {1500}, {"sue"}}},
    {"ACompletionInAnotherQueue", events::TokenCompleted{{"other"}, {"c"}, {"asha's"}, {"asha"}, {1500}, {"sue"}}},
    {"AReturnOfNoToken", returned("none", "eve")},
    {"AReturnOfACalledToken", returned("asha's", "asha")},
    {"AReturnThatMovesTheTokenItself", returned("ben's", "ben", {renumbered("ben's", "ben", 2)})},
    {"AReturnThatMovesNotAllBehind", returned("ben's", "ben")},
    {"AReturnThatMovesNoToken", returned("ben's", "ben", {renumbered("none", "eve", 2)})},
    {"AReturnThatMovesACalledToken", returned("ben's", "ben", {renumbered("asha's", "asha", 2)})},
    {"AReturnThatMovesATokenBefore", returned("cleo's", "cleo", {renumbered("ben's", "ben", 3)})},
    {"AReturnThatMovesATokenOfAnotherQueue", returned("ben's", "ben", {renumbered("dan's", "dan", 2)})},
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

const AskedOfOddHistories commands[] = {AskedOfOddHistories([](OddWorld& world) {
                                          return TakeToken{world.queue(), {"new"}, world.patient(), world.at()};
                                        }),
                                        AskedOfOddHistories([](OddWorld& world) {
                                          return CallNext{world.queue(), sue, std::nullopt, world.at()};
                                        }),
                                        AskedOfOddHistories([](OddWorld& world) {
                                          return SkipToken{world.queue(), world.token(), sue, world.at()};
                                        }),
                                        AskedOfOddHistories([](OddWorld& world) {
                                          return StartToken{world.queue(), world.token(), sue, world.at()};
                                        }),
                                        AskedOfOddHistories([](OddWorld& world) {
                                          return CompleteToken{world.queue(), world.token(), sue, world.at()};
                                        }),
                                        AskedOfOddHistories([](OddWorld& world) {
                                          return ReturnToken{world.token(), world.patient(), world.at()};
                                        })};

// Histories that no decider would have written, as far as they are folded: whatever is asked of them gets an answer or
// an exception, and never meets what is not there.
class OddHistory {
 public:
  explicit OddHistory(unsigned seed) : world_(seed) {
    for (const auto& event : two_queues) evolve(state_, event);
  }

  void step() {
    State next = state_;
    try {
      const auto& sample = some_sample();
      evolve(next, *events::decode(sample.type, sample.version, domain::replaced(sample.json, oddly_)));
    } catch (const domain::Unfoldable&) {
      return;
    } catch (const frontdesk::events::Malformed&) {
      return;  // without a member that it must have
    }
    state_ = std::move(next);
    ++folded_;
    for (int i = 0; i < 5; ++i) ask(some_command());
    due(state_, {1000 + world_.draw(3000)}, ShortDays(), [](const auto&, const auto&) { return QueueId{"minted"}; });
  }
  int folded() const { return folded_; }

 private:
  // Of any event; every other time of a token that is taken, or there would be none.
  const frontdesk::events::Sample& some_sample() {
    while (true) {
      const auto& sample = events::samples[world_.draw(static_cast<int>(std::size(events::samples)))];
      if (sample.type == events::TokenIssued::type || world_.draw(10) == 0) return sample;
    }
  }

  std::optional<std::string> some_text(std::string_view member) {
    if (member == "clinicId") return "c";
    if (member == "queueId") return world_.draw(20) > 0 ? world_.queue().value : "new " + std::to_string(folded_);
    if (member == "tokenId") return world_.token().value;
    if (member == "patientId") return world_.patient().value;
    if (member.ends_with("At")) return to_iso8601(world_.draw(50) > 0 ? world_.at() : Instant{std::int64_t{1} << 40});
    return std::nullopt;
  }

  Command some_command() {
    const auto& all = AskedOfOddHistories::all();
    return all[static_cast<std::size_t>(world_.draw(static_cast<int>(all.size())))](world_);
  }

  void ask(const Command& command) {
    try {
      decide(state_, command);
    } catch (const std::exception&) {
      ++exceptions_;  // answered 500
    }
  }

  OddWorld world_;
  const domain::Replacing oddly_{[this](std::string_view member) { return some_text(member); },
                                 [this](std::string_view) { return world_.number(); },
                                 [this](std::string_view) { return world_.draw(10) == 0; }};
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
