// Stores that are frozen (SIGSTOP) rather than dead: their sockets stay open and nobody answers. Whoever asks is told
// 503 in time, nothing is lost, and all goes on by itself as soon as they do.
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "tests/faults/instance.hpp"
#include "tests/support/clinic.hpp"

namespace frontdesk {
namespace {

using namespace test_support;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// The service's patience and a new connection's, twice where caller and rows are read one after the other.
constexpr milliseconds answer_within{9000};
constexpr int people_count = 12;

milliseconds since(steady_clock::time_point start) {
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
}

// Readers of something that no cache holds, each on a connection of its own.
class Readers {
 public:
  Readers(const Deployment& deployment, const std::vector<Person>& people) : deployment_(deployment) {
    for (const auto& person : people) threads_.emplace_back([this, &person] { run(person); });
  }
  ~Readers() { stop(); }

  void stop() {
    stopping_ = true;
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }

  int answered() const { return answered_; }
  int refused() const { return refused_; }
  milliseconds slowest() const { return milliseconds(slowest_ms_.load()); }
  std::set<std::string> surprises() const { return surprises_; }

 private:
  void run(const Person& person) {
    ClinicClient client(deployment_);
    while (!stopping_) {
      const auto start = steady_clock::now();
      judge(client.get("/api/tokens/" + person.id, person.access_token));
      const auto took = since(start).count();
      for (auto seen = slowest_ms_.load(); took > seen && !slowest_ms_.compare_exchange_weak(seen, took);) {
      }
      std::this_thread::sleep_for(milliseconds(10));
    }
  }

  void judge(const Answered& answer) {
    if (answer.status == 200) {
      ++answered_;
    } else if (answer.status == 503 && answer.header("retry-after") == "1") {
      ++refused_;
    } else {
      const std::lock_guard lock(mutex_);
      surprises_.insert(std::to_string(answer.status) + " " + answer.body);
    }
  }

  const Deployment& deployment_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> answered_{0};
  std::atomic<int> refused_{0};
  std::atomic<std::int64_t> slowest_ms_{0};
  std::mutex mutex_;
  std::set<std::string> surprises_;
  std::vector<std::thread> threads_;
};

bool not_ready(const std::string& name) {
  return eventually([&] { return process(name).state != "ready"; }, std::chrono::seconds(15));
}

TEST(Freeze, PostgresIsAnswered503InTimeAndAllGoesOnAfterwards) {
  const auto deployment = deployment_from_environment();
  ClinicDay day(deployment, 100);
  const auto people = patients(deployment, people_count);
  {
    const Frozen frozen("postgres");
    Readers readers(deployment, people);
    EXPECT_TRUE(not_ready("query-api"));
    EXPECT_TRUE(not_ready("projectors"));
    std::this_thread::sleep_for(std::chrono::seconds(5));
    readers.stop();
    EXPECT_EQ(readers.surprises(), std::set<std::string>());
    EXPECT_EQ(readers.answered(), 0);
    EXPECT_GT(readers.refused(), 50) << "one thread's patience is everybody's";
    EXPECT_LT(readers.slowest(), answer_within);
    RecordProperty("slowest_ms", static_cast<int>(readers.slowest().count()));
    RecordProperty("refused", readers.refused());
  }
  const auto thawed = steady_clock::now();
  await_ready("query-api");
  await_ready("projectors");
  EXPECT_LT(since(thawed), std::chrono::seconds(15));
  // The first to ask find out that it is back, those beside them are still refused.
  const auto takes = [&](const Person& person) {
    return day.client.post("/api/tokens", day.take_body(), person.access_token).status == 201;
  };
  EXPECT_TRUE(eventually([&] { return takes(people.front()); }));
  EXPECT_TRUE(eventually([&] { return day.status()["waitingCount"].exists(); }));

  Readers readers(deployment, people);
  for (std::size_t i = 1; i < people.size(); ++i) EXPECT_TRUE(takes(people[i]));
  EXPECT_TRUE(eventually([&] { return day.status()["waitingCount"].number() == people_count; }));
  readers.stop();
  EXPECT_EQ(readers.refused(), 0);
  EXPECT_GT(readers.answered(), people_count);
  EXPECT_EQ(readers.surprises(), std::set<std::string>());
}

TEST(Freeze, RedisIsDoneWithout) {
  const auto deployment = deployment_from_environment();
  ClinicDay day(deployment, 100);
  const auto people = patients(deployment, people_count);
  {
    const Frozen frozen("redis");
    Readers readers(deployment, people);
    for (const auto& person : people) {
      const auto taken = day.client.post("/api/tokens", day.take_body(), person.access_token);
      EXPECT_EQ(taken.status, 201) << taken.body;
    }
    EXPECT_TRUE(eventually([&] { return day.status()["waitingCount"].number() == people_count; }));
    readers.stop();
    EXPECT_EQ(readers.surprises(), std::set<std::string>());
    EXPECT_EQ(readers.refused(), 0);
    EXPECT_GT(readers.answered(), people_count);
    EXPECT_LT(readers.slowest(), milliseconds(4000));
    RecordProperty("slowest_ms", static_cast<int>(readers.slowest().count()));
  }
  EXPECT_TRUE(eventually([&] {
    const auto start = steady_clock::now();
    return day.status()["waitingCount"].number() == people_count && since(start) < milliseconds(100);
  })) << "caches are used again";
}

}  // namespace
}  // namespace frontdesk
