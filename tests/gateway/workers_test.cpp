#include "platform/workers/workers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace frontdesk::realtime_gateway {
namespace {

TEST(Workers, RefuseMoreThanMayWait) {
  std::promise<void> release;
  std::promise<void> running;
  Workers workers("test", 1, 2);
  ASSERT_TRUE(workers.run([&] {
    running.set_value();
    release.get_future().wait();
  }));
  running.get_future().wait();
  EXPECT_TRUE(workers.run([] {}));
  EXPECT_TRUE(workers.run([] {}));
  EXPECT_FALSE(workers.run([] {}));
  release.set_value();
}

TEST(Workers, AJobThatBlocksDoesNotHoldUpTheOthers) {
  std::promise<void> release;
  std::promise<void> done;
  Workers workers("test", 2, 100);
  ASSERT_TRUE(workers.run([&] { release.get_future().wait(); }));
  ASSERT_TRUE(workers.run([&] { done.set_value(); }));
  EXPECT_EQ(done.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
  release.set_value();
}

TEST(Workers, EndOnlyAfterWhatRunsHasEndedAndDropTheRest) {
  std::atomic<bool> finished = false;
  std::atomic<bool> dropped_ran = false;
  std::promise<void> running;
  {
    Workers workers("test", 1, 100);
    ASSERT_TRUE(workers.run([&] {
      running.set_value();
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      finished = true;
    }));
    ASSERT_TRUE(workers.run([&] { dropped_ran = true; }));
    running.get_future().wait();
  }
  EXPECT_TRUE(finished);
  EXPECT_FALSE(dropped_ran);
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
