#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "tests/simulation/run.hpp"

namespace frontdesk::simulation {
namespace {

std::uint64_t seeds(std::uint64_t everyday) {
  const char* text = std::getenv("SIM_SEEDS");
  return text != nullptr ? std::strtoull(text, nullptr, 10) : everyday;
}

// The same seed is the same run, or a failure could not be looked into.
TEST(Simulation, RepeatsARunExactly) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) EXPECT_EQ(run(seed).story, run(seed).story);
}

TEST(Simulation, KeepsEveryPromiseUnderEveryFault) {
  std::uint64_t answered = 0;
  std::uint64_t crashes = 0;
  std::uint64_t terms = 0;
  const std::uint64_t last = seeds(250);
  for (std::uint64_t seed = 1; seed <= last; ++seed) {
    const Result result = run(seed);
    ASSERT_TRUE(result.violations.empty()) << "seed " << seed << ": " << result.violations.front() << " (of "
                                           << result.violations.size() << "); " << result.story;
    answered += result.answered;
    crashes += result.crashes;
    terms += result.terms;
  }
  // A run in which nothing happens proves nothing.
  EXPECT_GT(answered, 50 * last);
  EXPECT_GT(terms, 3 * last);
  EXPECT_GT(crashes, last / 10);
}

// A safeguard switched off, and what the checker must say of it (the beginning of a violation).
struct Planted {
  const char* name;
  units::Sabotage sabotage;
  const char* found;
};

void PrintTo(const Planted& planted, std::ostream* out) { *out << planted.name; }

class PlantedFault : public testing::TestWithParam<Planted> {};

bool finds(const Result& result, const std::string& what) {
  return std::any_of(result.violations.begin(), result.violations.end(),
                     [&](const std::string& violation) { return violation.starts_with(what); });
}

TEST_P(PlantedFault, IsFound) {
  for (std::uint64_t seed = 1; seed <= seeds(250); ++seed) {
    if (finds(run(seed, GetParam().sabotage), GetParam().found)) return;
  }
  FAIL() << "no seed shows: " << GetParam().found;
}

INSTANTIATE_TEST_SUITE_P(
    Safeguards, PlantedFault,
    testing::Values(
        Planted{"TermCheck", {.acceptance = {.checks_term = false}}, "an owner found its log broken"},
        Planted{"NumberInTheTerm", {.acceptance = {.checks_number = false}}, "an owner found its log broken"},
        Planted{"ReadBack", {.answers_at_delivery = true}, "acknowledged and lost"},
        Planted{"OrderedRefusals", {.refuses_out_of_order = true}, "refused although it was never true"},
        Planted{"EndOffsetBarrier", {.refuses_without_end_offset = true}, "refused although it was never true"},
        Planted{"Dedupe", {.forgets_keys = true}, "applied twice"},
        Planted{"DropOnUnknown", {.writes_on_after_unknown = true}, "wrote on after an append of unknown fate"},
        Planted{"DropOnHigherTerm", {.ignores_higher_terms = true}, "acknowledged and lost"},
        Planted{"TermInThePosition", {.forgets_term_when_dropped = true}, "acknowledged and lost"},
        Planted{"ReplayBeforeServing", {.serves_before_replay = true}, "acknowledged and lost"},
        Planted{"RetakeOnlyIfAssigned", {.retakes_unasked = true}, "retook the unit unasked"}),
    [](const auto& planted) { return planted.param.name; });

}  // namespace
}  // namespace frontdesk::simulation
