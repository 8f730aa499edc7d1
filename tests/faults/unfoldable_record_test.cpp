// A record that every reader accepts and that no fold takes: a fault of ours, or of somebody with access to the log. It
// stops its own unit, for as long as this program runs, and nothing else; operators are told which. In an instance of
// its own, as the log keeps such a record for good.
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <map>
#include <memory>
#include <thread>

#include "events/clinic_queue.hpp"
#include "events/identity.hpp"
#include "platform/event_log/topics.hpp"
#include "tests/days/rehearsal.hpp"
#include "tests/support/clinic.hpp"
#include "tests/support/log_writer.hpp"
#include "tests/support/queue_screen.hpp"

namespace frontdesk {
namespace {

using namespace std::chrono_literals;
using namespace test_support;
using event_log::UnitId;

Instant machine_now() {
  return {std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

struct Poison {
  const char* what;
  units::EventDraft event;
  const char* reason;  // words of it
};

units::EventDraft draft(const std::string& type, int version, const std::string& payload) {
  return {"clinic_queue", type, version, "key", "queue/poison", payload};
}

// As a fold with a fault would decide it, or another program altogether.
std::vector<Poison> poisons(const std::string& clinic_id, const std::string& queue_id) {
  const clinic_queue::events::TokenCalled nobody{{queue_id}, {clinic_id},   {"nobody's"}, {"nobody"},
                                                 7,          machine_now(), {"nobody"},   std::nullopt};
  return {{"a call of no token", draft("TokenCalled", 1, encode(nobody)), "no such token"},
          {"an unknown type", draft("TokenTeleported", 1, "{}"), "TokenTeleported"},
          {"an unknown version", draft("TokenIssued", 99, "{}"), "TokenIssued"},
          {"no JSON", draft("TokenIssued", 1, std::string("\xFF\0{", 3)), "no JSON"},
          {"deep JSON", draft("TokenIssued", 1, std::string(1'000'000, '[')), "no JSON"}};
}

class UnfoldableRecord : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    rehearsal = std::make_unique<days::Rehearsal>();
    rehearsal->start_at(machine_now());
    // A day in each of enough units.
    while (in_unit.size() < 7) {
      auto day = std::make_unique<ClinicDay>(rehearsal->deployment());
      in_unit.try_emplace(topics.events_unit(day->clinic_id), std::move(day));
    }
  }
  static void TearDownTestSuite() {
    in_unit.clear();
    rehearsal.reset();
  }

  static Json readiness(std::uint16_t port, int expected_status) {
    ClinicClient client(rehearsal->deployment(), port);
    const auto answered = client.get("/readyz");
    EXPECT_EQ(answered.status, expected_status) << answered.body;
    return answered.json();
  }
  static std::map<std::string, std::string> stopped() {
    std::map<std::string, std::string> units;
    const auto told = readiness(rehearsal->deployment().command_api_port(), 200)["stopped"];
    for (std::size_t i = 0; i < told.size(); ++i) units[told[i]["unit"].text()] = told[i]["reason"].text();
    return units;
  }
  static Json row(const std::string& name) {
    const auto all = rehearsal->status();
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i]["name"].text() == name) return all[i];
    }
    throw std::runtime_error("no process is called " + name);
  }

  static Answered take(ClinicDay& day) {
    const auto person = patient(day.client);
    return day.client.post("/api/tokens", day.take_body(), person.access_token);
  }
  static void expect_stopped(ClinicDay& day) {
    const auto refused = day.client.send("PATCH", "/api/queues/" + day.queue_id + "/status", R"({"isActive":false})",
                                         day.staff.access_token);
    EXPECT_EQ(refused.status, 503) << refused.body;
    EXPECT_FALSE(refused.header("retry-after").empty());
    const auto body = refused.json();
    EXPECT_TRUE(body["success"].exists() && !body["success"].boolean() && body["message"].exists() &&
                body["errors"].exists() && body["meta"].exists())
        << refused.body;
    EXPECT_EQ(day.status()["queueId"].text(), day.queue_id) << "it can be read";
  }
  static void expect_serving(ClinicDay& day) {
    const auto taken = take(day);
    EXPECT_EQ(taken.status, 201) << taken.body;
    EXPECT_EQ(taken.header("frontdesk-projection"), "") << "projectors go on";
  }
  static void expect_units(const std::map<UnitId, const char*>& poisoned) {
    ASSERT_EQ(stopped().size(), poisoned.size());
    for (const auto& [unit, reason] : poisoned) {
      EXPECT_NE(stopped()[to_string(unit)].find(reason), std::string::npos)
          << to_string(unit) << ": " << stopped()[to_string(unit)];
    }
    for (auto& [unit, day] : in_unit) poisoned.contains(unit) ? expect_stopped(*day) : expect_serving(*day);
  }

  static const event_log::Topics topics;
  static std::unique_ptr<days::Rehearsal> rehearsal;
  static std::map<UnitId, std::unique_ptr<ClinicDay>> in_unit;
};

const event_log::Topics UnfoldableRecord::topics{};
std::unique_ptr<days::Rehearsal> UnfoldableRecord::rehearsal;
std::map<UnitId, std::unique_ptr<ClinicDay>> UnfoldableRecord::in_unit;

TEST_F(UnfoldableRecord, StopsItsUnitAloneWhichOperatorsAreTold) {
  const int pid = rehearsal->pids().at("command-api");
  EXPECT_EQ(row("command-api")["state"].text(), "ready");
  std::map<UnitId, const char*> poisoned;
  auto next = in_unit.begin();
  for (const auto& poison : poisons(next->second->clinic_id, next->second->queue_id)) {
    const auto& [unit, day] = *next++;
    write_as_owner(unit, poison.event);
    poisoned.emplace(unit, poison.reason);
    EXPECT_TRUE(eventually([&] { return stopped().contains(to_string(unit)); })) << poison.what;
  }
  expect_units(poisoned);

  EXPECT_EQ(rehearsal->pids().at("command-api"), pid) << "the process ended";
  const auto told = row("command-api");
  EXPECT_EQ(told["state"].text(), "degraded");
  ASSERT_EQ(told["stopped"].size(), poisoned.size());
  EXPECT_EQ(told["stopped"][0]["unit"].text(), to_string(poisoned.begin()->first));
  for (const char* other : {"projectors", "query-api", "realtime-gateway"}) {
    EXPECT_EQ(row(other)["state"].text(), "ready") << other;
  }
  auto& sound = *in_unit.rbegin()->second;
  QueueScreen board(rehearsal->deployment(), sound.staff, sound.queue_id);
  const auto before = board.settled();
  expect_serving(sound);
  EXPECT_TRUE(eventually([&] { return board.watch(100ms) && board.shown() != before; }, 5s)) << "the board is not told";

  // The record is met again by every start, which does not hold up the others, nor `up`.
  ASSERT_EQ(kill(pid, SIGKILL), 0);
  ASSERT_TRUE(eventually([&] { return row("command-api")["state"].text() == "degraded"; }, 30s));
  EXPECT_NE(rehearsal->pids().at("command-api"), pid);
  expect_units(poisoned);
  rehearsal->start_at(machine_now());
  expect_units(poisoned);
}

TEST_F(UnfoldableRecord, StopsAnIdentityUnitLikewise) {
  auto& sound = *in_unit.rbegin()->second;
  Person inside = register_person(sound.client);
  const auto unit = topics.identity_unit(inside.email);
  const identity::events::SessionEnded nobodys{
      {"none"}, {"nobody"}, identity::events::EndReason::logout, machine_now()};
  write_as_owner(unit, {"identity", "SessionEnded", 1, "nobody", "session/none", encode(nobodys)});
  EXPECT_TRUE(eventually([&] { return stopped().contains(to_string(unit)); }));
  const auto refused = sound.client.post(
      "/api/auth/login", R"({"email":")" + inside.email + R"(","password":")" + inside.password + R"("})");
  EXPECT_EQ(refused.status, 503) << refused.body;
  std::string email;
  do email = unique_name("outside") + "@example.com";
  while (topics.identity_unit(email) == unit);
  const auto registered =
      sound.client.post("/api/auth/register", R"({"firstName":"Out","lastName":"Side","email":")" + email +
                                                  R"(","password":"Outside-1","confirmPassword":"Outside-1"})");
  EXPECT_EQ(registered.status, 200) << registered.body;
}

}  // namespace
}  // namespace frontdesk
