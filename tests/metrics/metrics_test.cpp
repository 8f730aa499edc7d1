#include "platform/metrics/metrics.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>
#include <vector>

namespace frontdesk::metrics {
namespace {

testing::AssertionResult shows(const std::string& line) {
  const std::string text = "\n" + exposition();
  if (text.find("\n" + line + "\n") != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "no line " << line << " in" << text;
}

TEST(Metrics, OfOneNameAndLabelsAreOne) {
  Counter& counted = counter("test_events_total", "Events.", {{"kind", "a"}});
  counted.add();
  counter("test_events_total", "Events.", {{"kind", "a"}}).add(2);
  counter("test_events_total", "Events.", {{"kind", "b"}}).add(5);
  EXPECT_EQ(&counted, &counter("test_events_total", "Events.", {{"kind", "a"}}));
  EXPECT_TRUE(shows("test_events_total{kind=\"a\"} 3"));
  EXPECT_TRUE(shows("test_events_total{kind=\"b\"} 5"));
  EXPECT_TRUE(shows("# TYPE test_events_total counter"));
}

TEST(Metrics, EscapeLabelValues) {
  gauge("test_gauge", "A gauge.", {{"path", "a\"b\\c\nd"}}).set(1.5);
  EXPECT_TRUE(shows("test_gauge{path=\"a\\\"b\\\\c\\nd\"} 1.5"));
}

TEST(Metrics, PutDurationsIntoBucketsFromHalfAMillisecondToTenSeconds) {
  Histogram& durations = histogram("test_seconds", "Durations.");
  durations.observe(0.0004);
  durations.observe(0.004);
  durations.observe(20);
  EXPECT_TRUE(shows("test_seconds_bucket{le=\"0.0005\"} 1"));
  EXPECT_TRUE(shows("test_seconds_bucket{le=\"0.005\"} 2"));
  EXPECT_TRUE(shows("test_seconds_bucket{le=\"10\"} 2"));
  EXPECT_TRUE(shows("test_seconds_bucket{le=\"+Inf\"} 3"));
  EXPECT_TRUE(shows("test_seconds_count 3"));
}

TEST(Metrics, CountFromAllThreads) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int k = 0; k < 1000; ++k) counter("test_threads_total", "Threads.").add();
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(shows("test_threads_total 4000"));
}

TEST(Metrics, RefuseAMalformedName) { EXPECT_THROW(counter("not a name", ""), std::invalid_argument); }

}  // namespace
}  // namespace frontdesk::metrics
