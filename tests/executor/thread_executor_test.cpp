#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <future>
#include <set>
#include <thread>
#include <vector>

#include "platform/executor/executor.hpp"

namespace frontdesk {
namespace {

using namespace std::chrono_literals;

void finish_what_was_posted(Executor& executor) {
  run_and_wait(executor, [] {});
}

TEST(RunAndWait, ThrowsWhatTheTaskThrows) {
  const auto executor = make_thread_executor("test");
  EXPECT_THROW(run_and_wait(*executor, [] { throw std::runtime_error("from the task"); }), std::runtime_error);
}

TEST(ThreadExecutor, RunsTasksInTheOrderOfOnePoster) {
  const auto executor = make_thread_executor("test");
  std::vector<int> seen;
  for (int i = 0; i < 1000; ++i) executor->post([&seen, i] { seen.push_back(i); });
  finish_what_was_posted(*executor);
  ASSERT_EQ(seen.size(), 1000U);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(seen[static_cast<std::size_t>(i)], i);
}

TEST(ThreadExecutor, NeverRunsATaskInsidePost) {
  const auto executor = make_thread_executor("test");
  std::promise<bool> inside;
  executor->post([&] {
    auto running = std::make_shared<bool>(true);
    executor->post([&inside, running] { inside.set_value(*running); });
    *running = false;
  });
  EXPECT_FALSE(inside.get_future().get());
}

TEST(ThreadExecutor, NeverRunsTwoTasksAtOnce) {
  const auto executor = make_thread_executor("test");
  std::atomic<int> running{0};
  std::atomic<int> most{0};
  std::vector<std::thread> posters;
  for (int p = 0; p < 4; ++p) {
    posters.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        executor->post([&] {
          most = std::max(most.load(), ++running);
          std::this_thread::yield();
          --running;
        });
      }
    });
  }
  for (auto& poster : posters) poster.join();
  finish_what_was_posted(*executor);
  EXPECT_EQ(most, 1);
}

TEST(ThreadExecutor, RunsALaterTaskNotBeforeItsTime) {
  const auto executor = make_thread_executor("test");
  const auto start = std::chrono::steady_clock::now();
  std::promise<std::chrono::steady_clock::time_point> ran;
  executor->after(30ms, [&] { ran.set_value(std::chrono::steady_clock::now()); });
  EXPECT_GE(ran.get_future().get() - start, 30ms);
}

TEST(ThreadExecutor, RunsLaterTasksInTheOrderOfTheirTimes) {
  const auto executor = make_thread_executor("test");
  std::vector<int> seen;
  std::promise<void> done;
  executor->after(60ms, [&] {
    seen.push_back(2);
    done.set_value();
  });
  executor->after(20ms, [&] { seen.push_back(1); });
  done.get_future().wait();
  EXPECT_EQ(seen, (std::vector<int>{1, 2}));
}

TEST(ThreadExecutor, DropsWhatWaitsWhenDestroyed) {
  const auto held = std::make_shared<int>(0);
  std::atomic<bool> ran{false};
  {
    const auto executor = make_thread_executor("test");
    executor->after(10min, [held, &ran] { ran = true; });
    std::promise<void> entered;
    std::promise<void> leave;
    executor->post([&, left = leave.get_future().share()] {
      entered.set_value();
      left.wait();
    });
    entered.get_future().wait();
    executor->post([held] {});
    leave.set_value();
  }
  EXPECT_FALSE(ran);
  EXPECT_EQ(held.use_count(), 1) << "a task outlived its executor";
}

TEST(ThreadExecutor, DrawsDifferentNumbersFromEveryThread) {
  const auto executor = make_thread_executor("test");
  std::vector<std::vector<std::uint64_t>> drawn(4);
  std::vector<std::thread> threads;
  for (auto& numbers : drawn) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) numbers.push_back(executor->random());
    });
  }
  for (auto& thread : threads) thread.join();
  std::set<std::uint64_t> different;
  for (const auto& numbers : drawn) different.insert(numbers.begin(), numbers.end());
  EXPECT_EQ(different.size(), 2000U);
}

TEST(ThreadExecutor, TellsWallClockAndMonotonicTime) {
  const auto executor = make_thread_executor("test");
  const auto wall_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  EXPECT_NEAR(static_cast<double>(executor->now().ms), static_cast<double>(wall_ms), 5000.0);
  const auto before = executor->monotonic();
  std::this_thread::sleep_for(5ms);
  EXPECT_GE(executor->monotonic() - before, 4ms);
}

TEST(ThreadExecutor, SpendsNoTimeWhileIdle) {
  const auto executor = make_thread_executor("test");
  executor->after(10min, [] {});
  const auto spent = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return std::chrono::seconds{usage.ru_utime.tv_sec + usage.ru_stime.tv_sec} +
           std::chrono::microseconds{usage.ru_utime.tv_usec + usage.ru_stime.tv_usec};
  };
  const auto before = spent();
  std::this_thread::sleep_for(300ms);
  EXPECT_LT(spent() - before, 30ms);
}

}  // namespace
}  // namespace frontdesk
