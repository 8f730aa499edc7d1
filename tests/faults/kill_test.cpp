// kill -9 of each process under load: all comes back by itself, every acknowledged command is there exactly once, a
// retry with the same Idempotency-Key neither doubles nor loses, what was answered as readable is read, and in the end
// everything shows what the log says. FRONTDESK_KILLS sets how often each is killed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "tests/faults/desk_load.hpp"
#include "tests/faults/instance.hpp"
#include "tests/faults/patient_load.hpp"
#include "tests/faults/queue_in_log.hpp"
#include "tests/support/log_reader.hpp"

namespace frontdesk {
namespace {

using namespace test_support;

constexpr int queue_size = 10000;
constexpr std::size_t returning_count = 8;
constexpr std::size_t waiting_count = 6;
constexpr auto load_before = std::chrono::milliseconds(700);
constexpr auto load_after = std::chrono::milliseconds(1500);

int kills_wanted() {
  const char* wanted = std::getenv("FRONTDESK_KILLS");
  return wanted != nullptr ? std::stoi(wanted) : 1;
}

void expect_exactly_once(const std::set<std::string>& acknowledged, const std::map<std::string, int>& in_log) {
  for (const auto& id : acknowledged) {
    const auto found = in_log.find(id);
    EXPECT_TRUE(found != in_log.end() && found->second == 1)
        << id << " is in the log " << (found == in_log.end() ? 0 : found->second) << " times";
  }
  // Clients retry until they are told, so there is nothing that nobody was told.
  EXPECT_EQ(in_log.size(), acknowledged.size());
}

// Every acknowledged call is in the log once, one that was not answered once at the most.
void expect_its_calls(const CallingDesk& desk, const std::vector<QueueInLog::Call>& calls) {
  std::set<std::int64_t> from;
  int count = 0;
  for (const auto& call : calls) {
    if (call.by != desk.staff().id) continue;
    from.insert(call.from);
    ++count;
  }
  EXPECT_GT(desk.acknowledged(), 0);
  EXPECT_GE(count, desk.acknowledged());
  EXPECT_LE(count, desk.acknowledged() + desk.unanswered());
  EXPECT_TRUE(std::includes(from.begin(), from.end(), desk.moved_on_from().begin(), desk.moved_on_from().end()));
  if (desk.tried_from().empty()) return;
  EXPECT_TRUE(std::includes(desk.tried_from().begin(), desk.tried_from().end(), from.begin(), from.end()))
      << "a call that expected one number was carried out at another";
}

// In one clinic patients take tokens and give them back; in the other they wait for two desks to call them, under a
// board.
class Kill : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    await_ready(GetParam());
    for (std::size_t i = 0; i < returning_count; ++i) returning.add(people[i], Habit::gives_back);
    for (std::size_t i = returning_count; i < people.size(); ++i) waiting.add(people[i], Habit::waits_for_a_call);
  }

  void kill_under_load() {
    for (int kill = 0; kill < kills_wanted(); ++kill) {
      std::this_thread::sleep_for(load_before);
      kill_and_await_return(GetParam());
      std::this_thread::sleep_for(load_after);
    }
    returning.stop();
    waiting.stop();
    for (auto* desk : {&any_desk, &exact_desk}) desk->stop();
    board.stop();
  }

  // A status read, the board as the load left it and one that joins now show what the log says.
  void expect_shown(ClinicDay& day, const QueueInLog& log) {
    std::string status;
    const bool settled = eventually([&] {
      const auto read = day.status();
      status = read.dump();
      return read["waitingCount"].number() == log.waiting() && read["currentTokenNo"].number() == log.current_number();
    });
    EXPECT_TRUE(settled) << status << ", by the log " << log.waiting() << " wait and " << log.current_number()
                         << " is called";
    QueueScreen fresh(deployment, day.admin, day.queue_id);
    EXPECT_EQ(fresh.await(status), status);
    if (&day != &calling_day || board.screen() == nullptr) return;
    EXPECT_EQ(board.screen()->await(status), status) << "the board that was there all the time";
  }

  const Deployment deployment = deployment_from_environment();
  Notes notes;
  ClinicDay returning_day{deployment, queue_size};
  ClinicDay calling_day{deployment, queue_size};
  const Person exact_staff = staff_of(calling_day.client, calling_day.admin, calling_day.clinic_id);
  const std::vector<Person> people = patients(deployment, returning_count + waiting_count);
  PatientLoad returning{deployment, returning_day, notes};
  PatientLoad waiting{deployment, calling_day, notes};
  CallingDesk any_desk{deployment, calling_day, calling_day.staff, CallingDesk::Calls::whoever_waits, notes};
  CallingDesk exact_desk{deployment, calling_day, exact_staff, CallingDesk::Calls::as_it_stands, notes};
  Board board{deployment, calling_day, notes};
};

TEST_P(Kill, LosesNothingAndDoublesNothing) {
  kill_under_load();
  for (const auto& surprise : notes.surprises()) ADD_FAILURE() << surprise;
  // A crashed PostgreSQL projects its last moments again; reads may be behind for that long.
  if (GetParam() != std::string("postgres")) {
    for (const auto& stale : notes.stale_reads()) ADD_FAILURE() << stale;
    EXPECT_FALSE(board.went_back());
  }
  EXPECT_GT(returning.reads(), returning_count) << "nothing was read";
  EXPECT_GT(returning.taken().size(), returning_count) << "there was no load worth the name";

  const auto accepted = read_accepted("frontdesk.events", 8);
  const QueueInLog returned(accepted, returning_day.queue_id);
  expect_exactly_once(returning.taken(), returned.tokens("TokenIssued"));
  expect_exactly_once(returning.given_back(), returned.tokens("TokenReturned"));
  expect_shown(returning_day, returned);

  const QueueInLog called(accepted, calling_day.queue_id);
  expect_exactly_once(waiting.taken(), called.tokens("TokenIssued"));
  for (const auto& [token, times] : called.tokens("TokenCalled")) EXPECT_EQ(times, 1) << token;
  for (const auto* desk : {&any_desk, &exact_desk}) expect_its_calls(*desk, called.calls());
  expect_shown(calling_day, called);

  RecordProperty("taken", static_cast<int>(returning.taken().size() + waiting.taken().size()));
  RecordProperty("called", static_cast<int>(called.calls().size()));
  RecordProperty("retries", returning.retries() + waiting.retries());
  RecordProperty("calls_unanswered", any_desk.unanswered() + exact_desk.unanswered());
  RecordProperty("board_connects", board.connects());
}

INSTANTIATE_TEST_SUITE_P(EachProcess, Kill,
                         testing::Values("command-api", "projectors", "query-api", "realtime-gateway", "redis",
                                         "postgres", "kafka", "edge"),
                         [](const auto& tested) {
                           std::string name = tested.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace frontdesk
