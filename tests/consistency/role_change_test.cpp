// A role that changes while it is used: rights follow the current state, at once, on every connection.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>

#include "tests/support/clinic.hpp"
#include "tests/support/crowd.hpp"

namespace frontdesk {
namespace {

using namespace test_support;

struct Seen {
  bool began_after_the_answer;
  std::string role;
};

// What the person sees of the own account, from before the change until some reads after it was answered.
std::vector<Seen> watch_role(const Deployment& deployment, const Person& person, const std::atomic<bool>& answered) {
  constexpr int reads_after = 5;
  ClinicClient client(deployment);
  std::vector<Seen> seen;
  for (int after = 0; after < reads_after;) {
    const bool began_after = answered;
    const auto read = client.get("/api/auth/me", person.access_token);
    if (read.status != 200) throw std::runtime_error("me: " + std::to_string(read.status) + " " + read.body);
    seen.push_back({began_after, read.json()["data"]["role"].text()});
    if (began_after) ++after;
  }
  return seen;
}

TEST(RoleChange, IsSeenByEveryReadThatBeginsAfterItsAnswer) {
  constexpr std::size_t watchers = 4;
  const char* wanted = std::getenv("FRONTDESK_ROUNDS");
  const int rounds = wanted != nullptr ? std::stoi(wanted) : 8;
  const auto deployment = deployment_from_environment();
  ClinicDay day(deployment);
  const auto body = [](const Person& person) { return R"({"userId":")" + person.id + R"("})"; };
  for (int round = 0; round < rounds; ++round) {
    const auto person = patient(day.client);
    std::atomic<bool> answered{false};
    std::vector<std::vector<Seen>> seen(watchers);
    Answered added;
    const auto failure = all_at_once(
        watchers + 1, [](std::size_t) {},
        [&](std::size_t i) {
          if (i < watchers) {
            seen[i] = watch_role(deployment, person, answered);
            return;
          }
          added = day.client.post("/api/clinic/" + day.clinic_id + "/staff", body(person), day.admin.access_token);
          answered = true;
        });
    ASSERT_EQ(failure, "");
    ASSERT_EQ(added.status, 201) << added.body;
    for (const auto& watcher : seen) {
      const auto is_staff = [](const Seen& one) { return one.role == "STAFF"; };
      for (const auto& one : watcher) EXPECT_TRUE(!one.began_after_the_answer || is_staff(one)) << one.role;
      const auto first = std::find_if(watcher.begin(), watcher.end(), is_staff);
      EXPECT_TRUE(std::all_of(first, watcher.end(), is_staff)) << "a role that was seen does not go back";
    }
    // With the token from before.
    const auto switched = day.client.get("/api/clinic/" + day.clinic_id + "/staff", person.access_token);
    EXPECT_EQ(switched.status, 200) << switched.body;
  }
}

}  // namespace
}  // namespace frontdesk
