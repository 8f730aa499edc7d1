// Hashing passwords takes long; whoever reads meanwhile must not feel it.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <iostream>
#include <thread>

#include "tests/support/clinic.hpp"

namespace frontdesk {
namespace {

using namespace test_support;
using Milliseconds = std::chrono::duration<double, std::milli>;

// The 99th percentile of status reads on one connection, paced so that the reader itself is no load.
Milliseconds p99_of_reads(const Deployment& deployment, const ClinicDay& day) {
  constexpr std::size_t reads = 500;
  ClinicClient client(deployment);
  std::vector<Milliseconds> took;
  for (std::size_t i = 0; i < reads; ++i) {
    const auto began = std::chrono::steady_clock::now();
    const auto read = client.get("/api/queues/" + day.queue_id + "/status", day.admin.access_token);
    took.emplace_back(std::chrono::steady_clock::now() - began);
    if (read.status != 200) throw std::runtime_error("status: " + read.body);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  std::sort(took.begin(), took.end());
  return took[reads * 99 / 100];
}

// Clients who do nothing but log in.
class Logins {
 public:
  Logins(const Deployment& deployment, const Person& person) {
    constexpr int clients = 16;
    for (int i = 0; i < clients; ++i) {
      threads_.emplace_back([this, &deployment, own = Person(person)]() mutable {
        ClinicClient client(deployment);
        try {
          while (!stop_) {
            log_in(client, own);
            ++count_;
          }
        } catch (const std::runtime_error&) {
          failed_ = true;
        }
      });
    }
  }
  ~Logins() { stop(); }
  void stop() {
    stop_ = true;
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }
  int count() const { return count_; }
  bool failed() const { return failed_; }

 private:
  std::vector<std::thread> threads_;
  std::atomic<bool> stop_{false};
  std::atomic<bool> failed_{false};
  std::atomic<int> count_{0};
};

TEST(Logins, DoNotDelayReads) {
  // The aim is 3; a machine that also builds something gets some slack.
  constexpr double ratio_max = 10;
  constexpr Milliseconds always_fine{15};
  const auto deployment = deployment_from_environment();
  ClinicDay day(deployment);
  const auto person = patient(day.client);
  const auto quiet = p99_of_reads(deployment, day);
  Logins logins(deployment, person);
  const auto busy = p99_of_reads(deployment, day);
  logins.stop();
  std::cout << "p99 of status reads: quiet " << quiet.count() << " ms, while 16 clients log in " << busy.count()
            << " ms (" << logins.count() << " logins)\n";
  EXPECT_FALSE(logins.failed());
  EXPECT_GT(logins.count(), 16);
  EXPECT_LE(busy.count(), std::max(ratio_max * quiet.count(), always_fine.count()));
}

}  // namespace
}  // namespace frontdesk
