#include "tests/bench/realtime/edge_share.hpp"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

#include "platform/redis/redis.hpp"
#include "tests/bench/realtime/crowd_of_sockets.hpp"

namespace frontdesk::bench {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t members = 50;
constexpr milliseconds measured{4000}, tick{5};

// Publishes at an even rate, one room after the other, while the crowd reads.
class Rate {
 public:
  Rate(const ClinicDays& days, CrowdOfSockets& crowd, const std::string& redis_url, double deliveries_per_s)
      : days_(days), crowd_(crowd), redis_(redis_url), messages_per_s_(deliveries_per_s / members) {}

  void run_for(milliseconds time) {
    const auto begin = Clock::now();
    const auto published_before = published_;
    for (auto passed = Clock::duration{}; passed < time; passed = Clock::now() - begin) {
      const auto due = std::chrono::duration<double>(passed).count() * messages_per_s_;
      while (static_cast<double>(published_ - published_before) < due) publish();
      crowd_.read_for(tick);
    }
  }

 private:
  void publish() {
    const auto& queues = days_.queue_ids();
    redis_.command({"PUBLISH", "frontdesk:ephemeral",
                    R"({"room":"queue:)" + queues[published_++ % queues.size()] +
                        R"(","event":"queue:empty","data":")" + std::string(165, 'x') + "\"}"});
  }

  const ClinicDays& days_;
  CrowdOfSockets& crowd_;
  redis::Connection redis_;
  const double messages_per_s_;
  std::uint64_t published_ = 0;
};

void print_through(const char* way, std::uint16_t port, const ClinicDays& days, const InstanceProcesses& instance,
                   const std::string& redis_url, double deliveries_per_s) {
  const auto& users = days.patients();
  const auto& queues = days.queue_ids();
  CrowdOfSockets crowd({.port = port, .count = queues.size() * members, .connect_packet = [&users](std::size_t i) {
                          return R"(40{"token":")" + users[i % users.size()].access_token + "\"}";
                        }});
  for (std::size_t i = 0; i < queues.size() * members; ++i) {
    crowd.send(i, R"(42["join-queue",")" + queues[i % queues.size()] + "\"]");
    if (i % members == 0) crowd.read_some(tick);
  }
  crowd.read_for(milliseconds(3000));
  Rate rate(days, crowd, redis_url, deliveries_per_s);
  rate.run_for(milliseconds(1000));
  const auto before = instance.used();
  const auto events = crowd.events();
  rate.run_for(measured);
  auto used = difference(instance.used(), before);
  const auto delivered = static_cast<double>(crowd.events() - events);
  std::printf("  %-18s %8.0f deliveries/s; us each: gateway %5.1f, edge %5.1f\n", way,
              delivered * 1000 / static_cast<double>(measured.count()), used["realtime-gateway"] * 1000 / delivered,
              used["edge"] * 1000 / delivered);
  std::fflush(stdout);
}

}  // namespace

void print_edge_share(const ClinicDays& days, const InstanceProcesses& instance, config::Environment& environment,
                      double deliveries_per_s) {
  const auto& deployment = days.deployment();
  const auto redis_url = environment.secret("REDIS_URL");
  std::printf("\nTHE EDGE'S SHARE: the running gateway, %zu rooms of %zu\n", days.queue_ids().size(), members);
  print_through("direct", deployment.gateway_port(), days, instance, redis_url, deliveries_per_s);
  print_through("through the edge", deployment.edge_port, days, instance, redis_url, deliveries_per_s);
}

}  // namespace frontdesk::bench
