#include "tests/bench/realtime/idle_connections.hpp"

#include <cstdio>
#include <string>

#include "tests/bench/realtime/crowd_of_sockets.hpp"

namespace frontdesk::bench {

void print_idle_connections(const ClinicDays& days, const InstanceProcesses& instance, std::size_t count) {
  constexpr std::chrono::milliseconds settling{2000};
  const auto& users = days.patients();
  std::printf(
      "\nIDLE: %zu Socket.IO connections of %zu users, through the edge, after "
      "a start (what a process has had before, it uses again)\n",
      count, users.size());
  auto before = instance.resident_kib();
  CrowdOfSockets crowd({.port = days.deployment().edge_port, .count = count, .connect_packet = [&users](std::size_t i) {
                          return R"(40{"token":")" + users[i % users.size()].access_token + "\"}";
                        }});
  crowd.read_for(settling);
  auto after = instance.resident_kib();
  const auto each = [&](const char* name) {
    return (static_cast<double>(after[name]) - static_cast<double>(before[name])) / static_cast<double>(count);
  };
  const double gateway = each("realtime-gateway"), edge = each("edge");
  std::printf("  KiB of resident memory each: gateway %.1f, edge %.1f, together %.1f\n", gateway, edge, gateway + edge);
  std::fflush(stdout);
}

}  // namespace frontdesk::bench
