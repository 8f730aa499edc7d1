// kill -9 of each process under load: all comes back by itself, every acknowledged command is there exactly once, a
// retry with the same Idempotency-Key neither doubles nor loses, and what was answered as readable is read.
// FRONTDESK_KILLS sets how often each is killed.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "tests/faults/instance.hpp"
#include "tests/support/clinic.hpp"
#include "tests/support/log_reader.hpp"

namespace frontdesk {
namespace {

using namespace test_support;

constexpr std::size_t takers = 12;
constexpr auto load_before = std::chrono::milliseconds(700);
constexpr auto load_after = std::chrono::milliseconds(1500);

int kills_wanted() {
  const char* wanted = std::getenv("FRONTDESK_KILLS");
  return wanted != nullptr ? std::stoi(wanted) : 1;
}

bool says_readable(const Answered& answer) { return answer.header("frontdesk-projection") != "pending"; }

// Patients who take a token with a key, retry until they are told, read it, and give it back; what they were told is
// kept.
class Load {
 public:
  Load(const Deployment& deployment, const ClinicDay& day, const std::vector<Person>& people)
      : deployment_(deployment), day_(day) {
    for (const auto& person : people) threads_.emplace_back([this, &person] { run(person); });
  }
  ~Load() { stop(); }

  void stop() {
    stop_ = true;
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }

  std::set<std::string> taken() const { return taken_; }
  std::set<std::string> given_back() const { return given_back_; }
  std::vector<std::string> surprises() const { return surprises_; }
  std::vector<std::string> stale_reads() const { return stale_reads_; }
  int retries() const { return retries_; }
  std::size_t reads() const { return reads_; }

 private:
  void run(const Person& person) {
    while (!stop_) {
      const auto key = unique_name("take");
      const auto taken = until_told(person, "POST", "/api/tokens", day_.take_body(), key);
      if (taken.status != 201) return surprise("take", taken);
      const auto id = taken.json()["data"]["id"].text();
      {
        const std::lock_guard lock(mutex_);
        taken_.insert(id);
      }
      if (says_readable(taken)) expect_read(person, id);
      const auto deleted = until_told(person, "DELETE", "/api/tokens/" + id, "", unique_name("delete"));
      if (deleted.status != 200) return surprise("delete", deleted);
      const std::lock_guard lock(mutex_);
      given_back_.insert(id);
    }
  }

  // Whoever reads may be away for a moment; what it says is not older than the answered command.
  void expect_read(const Person& person, const std::string& token_id) {
    Answered read;
    try {
      ClinicClient client(deployment_);
      read = client.get("/api/tokens/" + person.id, person.access_token);
    } catch (const std::runtime_error&) {
      return;
    }
    if (read.status == 503) return;
    if (read.status != 200) return surprise("read", read);
    ++reads_;
    if (read.json()["data"]["id"].exists() && read.json()["data"]["id"].text() == token_id) return;
    const std::lock_guard lock(mutex_);
    stale_reads_.push_back(token_id + " is not in " + read.body);
  }

  // Retries with the same key on 503 and on broken connections, as the contract tells clients to.
  Answered until_told(const Person& person, const std::string& method, const std::string& target,
                      const std::string& body, const std::string& key) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(90);
    while (std::chrono::steady_clock::now() < deadline) {
      try {
        ClinicClient client(deployment_);
        const auto answer = client.send(method, target, body, person.access_token, {{"Idempotency-Key", key}});
        if (answer.status != 503) return answer;
      } catch (const std::runtime_error&) {
        // A closed connection says nothing about the command; the keyed retry does.
      }
      ++retries_;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return {0, "never answered", {}};
  }

  void surprise(const std::string& what, const Answered& answer) {
    const std::lock_guard lock(mutex_);
    surprises_.push_back(what + ": " + std::to_string(answer.status) + " " + answer.body);
  }

  const Deployment& deployment_;
  const ClinicDay& day_;
  std::vector<std::thread> threads_;
  std::atomic<bool> stop_{false};
  std::atomic<int> retries_{0};
  std::atomic<std::size_t> reads_{0};
  mutable std::mutex mutex_;
  std::set<std::string> taken_;
  std::set<std::string> given_back_;
  std::vector<std::string> surprises_;
  std::vector<std::string> stale_reads_;
};

// How often each token was issued and given back, by the log.
std::map<std::string, int> count_in_log(const std::string& queue_id, const std::string& type) {
  std::map<std::string, int> counts;
  for (const auto& record : read_topic("frontdesk.events", 8)) {
    if (record.header("ce_type") != type || record.header("ce_subject") != "queue/" + queue_id) continue;
    const auto event = Json::parse(record.value);
    const auto id = event["tokenId"].exists() ? event["tokenId"].text() : event["token"]["tokenId"].text();
    ++counts[id];
  }
  return counts;
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

class Kill : public testing::TestWithParam<const char*> {};

TEST_P(Kill, LosesNothingAndDoublesNothing) {
  const std::string victim = GetParam();
  const auto deployment = deployment_from_environment();
  await_ready(victim);
  ClinicDay day(deployment, 10000);
  const auto people = patients(deployment, takers);
  Load load(deployment, day, people);
  for (int kill = 0; kill < kills_wanted(); ++kill) {
    std::this_thread::sleep_for(load_before);
    kill_and_await_return(victim);
    std::this_thread::sleep_for(load_after);
  }
  load.stop();

  for (const auto& surprise : load.surprises()) ADD_FAILURE() << surprise;
  // A crashed PostgreSQL projects its last moments again; reads may be behind for that long.
  if (victim != "postgres") {
    for (const auto& stale : load.stale_reads()) ADD_FAILURE() << stale;
  }
  EXPECT_GT(load.reads(), takers) << "nothing was read";
  EXPECT_GT(load.taken().size(), takers) << "there was no load worth the name";
  expect_exactly_once(load.taken(), count_in_log(day.queue_id, "TokenIssued"));
  expect_exactly_once(load.given_back(), count_in_log(day.queue_id, "TokenReturned"));
  EXPECT_TRUE(eventually([&] { return day.status()["waitingCount"].number() == 0; })) << day.status().dump();
  RecordProperty("retries", load.retries());
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
