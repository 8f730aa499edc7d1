#include "tests/bench/realtime/realtime.hpp"

#include <cstdio>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/bench/realtime/edge_share.hpp"
#include "tests/bench/realtime/fanout.hpp"
#include "tests/bench/realtime/idle_connections.hpp"
#include "tests/bench/realtime/log_to_socket.hpp"
#include "tests/bench/realtime/presence_cost.hpp"
#include "tests/bench/report.hpp"
#include "tests/bench/served.hpp"

namespace frontdesk::bench {
namespace {

using std::chrono::milliseconds;

struct Server {
  std::string name;
  std::vector<std::string> command;
};

// Node and its packages are fetched by `./frontdesk bench realtime`, if Node is there.
std::vector<Server> servers(config::Environment& environment) {
  std::vector<Server> all{{"floor, one write each", {beside("fanout_floor"), "one"}},
                          {"floor, coalesced", {beside("fanout_floor"), "coalesced"}},
                          {"Frontdesk", {beside("fanout_gateway")}}};
  const auto node = environment.text("FRONTDESK_BENCH_SOCKETIO", "");
  if (!node.empty()) all.push_back({"Socket.IO on Node", {"node", node}});
  return all;
}

std::vector<Shape> shapes(bool quick) {
  const int few = quick ? 10 : 1;
  return {{"5,000 in one room, flat out", 1, 5000 / few, 0, 16},
          {"rooms of 50, flat out", 100 / few, 50, 0, 1},
          {"rooms of 50, 20,000/s", 100 / few, 50, 20'000.0 / few, 1},
          {"rooms of 2, 20,000/s", 2500 / few, 2, 20'000.0 / few, 1}};
}

void print_fan_out(const std::vector<Server>& compared, bool quick) {
  std::printf("\nFAN-OUT: 200-byte messages; each server alone, without log and stores, direct\n");
  std::printf("%-32s %-24s %14s %18s %8s\n", "", "", "deliveries/s", "server CPU us each", "x floor");
  for (const auto& shape : shapes(quick)) {
    std::optional<double> floor;
    for (const auto& server : compared) {
      const auto fanned = fan_out(server.command, shape, milliseconds(quick ? 1000 : 4000));
      if (!floor) floor = fanned.server_us;
      std::printf("%-32s %-24s %14.0f %18.2f %8.2f\n", shape.name.c_str(), server.name.c_str(), fanned.deliveries_per_s,
                  fanned.server_us, fanned.server_us / *floor);
      if (fanned.lost > 0) std::printf("    %llu were lost\n", static_cast<unsigned long long>(fanned.lost));
      std::fflush(stdout);
    }
  }
}

void print_slow_readers(bool quick) {
  const auto slow = with_slow_readers({beside("fanout_gateway")}, quick ? 200 : 1000);
  std::printf("\nSLOW READERS: %zu clients in one room, flat out, 4,000-byte messages, %zu of them do not read\n",
              slow.clients, slow.not_reading);
  std::printf("  %.0f deliveries/s, %llu lost by those who read; %.0f closed as slow; the gateway grew by %.1f MiB\n",
              slow.deliveries_per_s, static_cast<unsigned long long>(slow.lost), slow.closed_as_slow, slow.grown_mib);
  std::fflush(stdout);
}

}  // namespace

void measure_realtime(const InstanceProcesses& instance, config::Environment& environment, RealtimeExtent extent) {
  const bool quick = extent == RealtimeExtent::quick;
  if (extent != RealtimeExtent::running_gateway) {
    print_fan_out(servers(environment), quick);
    print_slow_readers(quick);
  }
  const ClinicDays days(test_support::deployment_from_environment(), quick ? 16 : 64, quick ? 4 : 40);
  print_log_to_socket(days, environment);
  print_edge_share(days, instance, environment, quick ? 2000 : 20'000);
  print_presence_cost(instance, environment, quick ? 1000 : 10'000);
  print_idle_connections(days, instance, quick ? 500 : 10'000);
}

}  // namespace frontdesk::bench
