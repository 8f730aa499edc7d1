// Contract 004, section 6: all concurrent takes by different patients succeed, numbers run 1, 2, 3 … without gap or
// double.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "tests/support/clinic.hpp"
#include "tests/support/crowd.hpp"

namespace frontdesk {
namespace {

using namespace test_support;

TEST(Takes, SixtyFourAtTheSameMomentGetEachNumberOnceAndTheNextFindsTheQueueFull) {
  constexpr std::size_t count = 64;
  const auto deployment = deployment_from_environment();
  ClinicDay day(deployment, static_cast<int>(count));
  const auto people = patients(deployment, count + 1);

  std::vector<ClinicClient> clients(count, ClinicClient(deployment));
  std::vector<Answered> answers(count);
  const auto failure = all_at_once(
      count,
      [&](std::size_t i) {
        clients[i] = ClinicClient(deployment);
        clients[i].get("/health");
      },
      [&](std::size_t i) { answers[i] = clients[i].post("/api/tokens", day.take_body(), people[i].access_token); });
  ASSERT_EQ(failure, "");

  std::vector<std::int64_t> numbers;
  for (const auto& answer : answers) {
    EXPECT_EQ(answer.status, 201) << answer.body;
    numbers.push_back(answer.json()["data"]["tokenNumber"].number());
  }
  std::sort(numbers.begin(), numbers.end());
  std::vector<std::int64_t> expected(count);
  std::iota(expected.begin(), expected.end(), 1);
  EXPECT_EQ(numbers, expected);

  const auto late = day.client.post("/api/tokens", day.take_body(), people[count].access_token);
  EXPECT_EQ(late.status, 400);
  EXPECT_EQ(late.json()["message"].text(), "Queue is full");
  EXPECT_EQ(day.status()["waitingCount"].number(), static_cast<std::int64_t>(count));
}

}  // namespace
}  // namespace frontdesk
