// What a unit remembers of sessions that have passed.
#include <gtest/gtest.h>

#include "tests/identity/given.hpp"

namespace frontdesk::identity {
namespace {

constexpr std::int64_t day = 24 * 60 * 60 * 1000;

std::size_t entries(const State& state) {
  std::size_t count = state.accounts.size() + state.user_of_email.size() + state.sessions.size() +
                      state.session_of_token.size() + state.session_expiries.size();
  for (const auto& [id, account] : state.accounts) count += account.sessions.size();
  for (const auto& [id, session] : state.sessions) count += session.token_hashes.size();
  return count;
}

// Every day a login, a refresh of it, and a logout.
void live_through(State& state, int days) {
  static int sessions = 0;
  for (int i = 0; i < days; ++i) {
    const std::string id = std::to_string(++sessions);
    const Instant at{sessions * day};
    const Instant expires{at.ms + 7 * day};
    evolve(state, events::SessionOpened{
                      {id}, {"asha"}, "first " + id, events::Sealed("phone"), events::Sealed("10.0.0.1"), at, expires});
    evolve(state, events::SessionRefreshed{{id},
                                           {"asha"},
                                           "first " + id,
                                           "second " + id,
                                           events::Sealed("phone"),
                                           events::Sealed("10.0.0.1"),
                                           at,
                                           expires});
    evolve(state, events::SessionEnded{{id}, {"asha"}, events::EndReason::logout, at});
  }
}

TEST(Memory, DoesNotGrowWithSessions) {
  State state;
  evolve(state, events::UserRegistered{{"asha"},
                                       events::Sealed("asha@example.com"),
                                       events::Sealed("Asha"),
                                       events::Sealed("Rao"),
                                       "hash",
                                       events::Sealed("picture"),
                                       {100}});
  live_through(state, 20);
  const auto after_twenty_days = entries(state);
  live_through(state, 1000);
  EXPECT_EQ(entries(state), after_twenty_days);
  EXPECT_LE(state.sessions.size(), 8U);
}

TEST(Versions, CountTheEventsOfEachAggregate) {
  State state;
  evolve(state, events::UserRegistered{{"asha"},
                                       events::Sealed("asha@example.com"),
                                       events::Sealed("Asha"),
                                       events::Sealed("Rao"),
                                       "hash",
                                       events::Sealed("picture"),
                                       {100}});
  evolve(state, events::SessionOpened{
                    {"s"}, {"asha"}, "token", events::Sealed("phone"), events::Sealed("10.0.0.1"), {200}, {7200}});
  evolve(state, events::SessionEnded{{"s"}, {"asha"}, events::EndReason::logout, {300}});
  EXPECT_EQ(state.accounts.at({"asha"}).version, 1U) << "those of its sessions are not its own";
  EXPECT_EQ(state.sessions.at({"s"}).version, 2U);
}

}  // namespace
}  // namespace frontdesk::identity
