// Folds that do not take a record, or cannot say what is due.
#include <algorithm>

#include "tests/units/owner_fixture.hpp"

namespace frontdesk::units {
namespace {

using namespace std::chrono_literals;

// Cannot fold what names `refused`.
class Picky final : public Fold {
 public:
  explicit Picky(std::string refused) : refused_(std::move(refused)) {}
  void apply(const EventView& event) override {
    if (!refused_.empty() && event.payload.find(refused_) != std::string_view::npos)
      throw std::logic_error("no such token");
    dispenser_.apply(event);
  }
  std::unique_ptr<Fold> clone() const override { return std::make_unique<Picky>(*this); }
  std::uint64_t version(std::string_view subject) const override { return dispenser_.version(subject); }
  std::optional<EventDraft> due(Instant now) const override { return dispenser_.due(now); }
  const Dispenser& dispenser() const { return dispenser_; }

 private:
  std::string refused_;
  Dispenser dispenser_;
};

TEST_F(OwnerTest, AUnitThatCannotFoldARecordStopsAloneAndAMendedProgramGoesOnFromIt) {
  const event_log::UnitId other_unit{"frontdesk.events", 4};
  const auto owner_of = [&](const event_log::UnitId& id, const std::string& refused) {
    auto made = std::make_unique<Owner>(
        id, log, *executor, group, [refused] { return std::make_unique<Picky>(refused); }, options, seen);
    made->take();
    return made;
  };
  const auto ask = [&](Owner& asked, const std::string& patient) {
    Command wish = command(take(patient));
    wish.decide = [patient](const Fold& state, Instant) {
      return simulation::decide(static_cast<const Picky&>(state).dispenser(), take(patient));
    };
    wish.answered = [this](const Answer& answer) { foreign_outcomes.push_back(answer.outcome); };
    asked.submit(std::move(wish));
    settle();
    return foreign_outcomes.back();
  };

  auto unaware = owner_of(unit, "");
  settle();
  ASSERT_EQ(ask(*unaware, "asha"), Outcome::accepted);
  ASSERT_EQ(ask(*unaware, "vikram"), Outcome::accepted);
  unaware.reset();

  owner = owner_of(unit, "asha");
  auto other = owner_of(other_unit, "asha");
  settle(1min);
  ASSERT_EQ(seen.breaks.size(), 1U);
  EXPECT_NE(seen.breaks[0].find("cannot be folded: no such token"), std::string::npos) << seen.breaks[0];
  EXPECT_EQ(ask(*owner, "meera"), Outcome::unavailable);
  EXPECT_TRUE(other->serving());
  EXPECT_EQ(ask(*other, "meera"), Outcome::accepted);
  const auto starts = std::ranges::count(records(), record_type::term_started,
                                         [](const auto& record) { return record.header(header::type); });
  EXPECT_EQ(starts, 2) << "what is stopped does not try again and again";

  auto mended = owner_of(unit, "");
  settle();
  EXPECT_TRUE(mended->serving());
  EXPECT_EQ(ask(*mended, "asha"), Outcome::refused) << "the record counts";
  EXPECT_EQ(ask(*mended, "meera"), Outcome::accepted);
}

TEST_F(OwnerTest, ADueEventThatCannotBeToldKeepsNobodyFromCommands) {
  class Forgetful final : public Fold {
   public:
    void apply(const EventView& event) override { dispenser.apply(event); }
    std::unique_ptr<Fold> clone() const override { return std::make_unique<Forgetful>(*this); }
    std::uint64_t version(std::string_view subject) const override { return dispenser.version(subject); }
    std::optional<EventDraft> due(Instant) const override { throw std::runtime_error("unknown time zone"); }
    Dispenser dispenser;
  };
  owner = std::make_unique<Owner>(
      unit, log, *executor, group, [] { return std::make_unique<Forgetful>(); }, options, seen);
  owner->take();
  settle(1min);
  EXPECT_TRUE(owner->serving());
  EXPECT_TRUE(seen.drops.empty()) << seen.drops.front();
  EXPECT_GT(seen.dues_unknown, 50);
  Command wish = command(take("asha"));
  wish.decide = [](const Fold& state, Instant) {
    return simulation::decide(static_cast<const Forgetful&>(state).dispenser, take("asha"));
  };
  wish.answered = [this](const Answer& answer) { foreign_outcomes.push_back(answer.outcome); };
  owner->submit(std::move(wish));
  settle();
  EXPECT_EQ(foreign_outcomes, (std::vector<Outcome>{Outcome::accepted}));
}

}  // namespace
}  // namespace frontdesk::units
