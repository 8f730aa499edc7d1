// A role that changes while it is used: rights follow the current state, at once, on every connection.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "platform/redis/positioned_cache.hpp"
#include "tests/consistency/final_state.hpp"
#include "tests/consistency/rounds.hpp"
#include "tests/support/crowd.hpp"
#include "tests/support/desk.hpp"

namespace frontdesk {
namespace {

using namespace test_support;

struct Seen {
  bool began_after_the_answer;
  std::string role;
};

// One person who becomes staff of a clinic and a patient again, round after round, with one access token and one
// socket from before.
class RoleChange : public testing::Test {
 protected:
  static constexpr std::size_t watchers = 4;

  // What the person sees of the own account, from before the change until some reads after it was answered.
  std::vector<Seen> watch_role(ClinicClient& client, const std::atomic<bool>& answered) {
    constexpr int reads_after = 5;
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

  Answered change_to(const std::string& role) {
    const auto staff = "/api/clinic/" + day.clinic_id + "/staff";
    if (role == "STAFF") return day.client.post(staff, R"({"userId":")" + person.id + R"("})", day.admin.access_token);
    return day.client.send("DELETE", staff + "/" + person.id, "", day.admin.access_token);
  }

  // Changes the role while the watchers read.
  std::vector<std::vector<Seen>> changed_while_watched(const std::string& role) {
    std::atomic<bool> answered{false};
    std::vector<std::vector<Seen>> seen(watchers);
    Answered change;
    const auto failure = all_at_once(
        watchers + 1, [](std::size_t) {},
        [&](std::size_t i) {
          if (i < watchers) {
            seen[i] = watch_role(clients[i], answered);
            return;
          }
          change = change_to(role);
          answered = true;
        });
    EXPECT_EQ(failure, "");
    EXPECT_EQ(change.status, role == "STAFF" ? 201 : 200) << change.body;
    return seen;
  }

  std::string cached_role() {
    const auto stored = caches.mget({"account:" + person.id}).front();
    const auto entry = redis::parse_cached(stored);
    return entry ? Json::parse(entry->value)["role"].text() : "not cached";
  }

  const Deployment deployment = deployment_from_environment();
  ClinicDay day{deployment};
  const Person person = patient(day.client);
  std::vector<ClinicClient> clients = {ClinicClient(deployment), ClinicClient(deployment), ClinicClient(deployment),
                                       ClinicClient(deployment)};
  Desk desk{deployment, person};
  redis::Connection caches{redis_url()};
};

TEST_F(RoleChange, HoldsForEverythingThatBeginsAfterItsAnswer) {
  for (int round = 0; round < rounds(8); ++round) {
    const std::string role = round % 2 == 0 ? "STAFF" : "PATIENT";
    const auto is_new = [&role](const Seen& one) { return one.role == role; };
    for (const auto& watcher : changed_while_watched(role)) {
      for (const auto& one : watcher) EXPECT_TRUE(!one.began_after_the_answer || is_new(one)) << one.role;
      const auto first = std::find_if(watcher.begin(), watcher.end(), is_new);
      EXPECT_TRUE(std::all_of(first, watcher.end(), is_new)) << "a role that was seen does not go back";
    }
    EXPECT_EQ(cached_role(), role);
    // With the token and the socket from before.
    const auto list = day.client.get("/api/clinic/" + day.clinic_id + "/staff", person.access_token);
    EXPECT_EQ(list.status, role == "STAFF" ? 200 : 401) << list.body;
    EXPECT_EQ(desk.call_next(day.queue_id), role == "STAFF" ? "No waiting tokens in this queue" : "Unauthorized");
    if (HasFailure()) FAIL() << "round " << round;
  }
}

}  // namespace
}  // namespace frontdesk
