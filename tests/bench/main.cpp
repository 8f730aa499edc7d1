// Measures a running Frontdesk beside the floors of its stack, in one run. Usage: frontdesk-bench [--quick | --core |
// --storm | realtime [--quick | --gateway]]
#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <string>

#include "platform/config/config.hpp"
#include "tests/bench/clinic_loads.hpp"
#include "tests/bench/floors.hpp"
#include "tests/bench/http_load.hpp"
#include "tests/bench/realtime/realtime.hpp"
#include "tests/bench/rebuild.hpp"
#include "tests/bench/refresh_loads.hpp"
#include "tests/bench/report.hpp"

namespace frontdesk::bench {
namespace {

using std::chrono::milliseconds;

struct Extent {
  milliseconds duration{5000};
  std::size_t queues = 224;  // for takes at full load: 64 tokens each
  std::size_t single_takes = 100;
  std::size_t calls_per_queue = 40;
  std::size_t devices = 5000;  // that refresh at once
};

constexpr std::size_t clients = 64;
constexpr std::size_t queues_at_once = 8;
constexpr std::size_t queues_called = 4;
constexpr std::size_t clients_logging_in = 16;
constexpr std::size_t takes_at_leisure_per_s = 100;

Extent quick() { return {milliseconds(600), 16, 16, 5, 100}; }

struct Floors {
  Measured http, guard, log, log_alone, unit, projection;
};

Floors measure_floors(const Extent& extent, const InstanceProcesses& instance, config::Environment& environment) {
  const auto brokers = environment.required("KAFKA_BROKERS");
  const auto database = environment.secret("DATABASE_URL");
  print_heading("FLOORS");
  Floors floors;
  floors.http = http_floor("pistache_hello", extent.duration);
  floors.http.name = "HTTP: stock Pistache hello, 64 clients";
  print(floors.http);
  floors.guard = http_floor("http_hello", extent.duration);
  floors.guard.name = "HTTP: hello behind our guard, 64 clients";
  print(floors.guard);
  floors.log = log_floor(brokers, instance, clients, milliseconds(0), extent.duration);
  floors.log.name = "log: append + read back, 64 under way";
  print(floors.log);
  floors.log_alone = log_floor(brokers, instance, 1, milliseconds(20), extent.duration);
  floors.log_alone.name = "log: append + read back, one at a time";
  print(floors.log_alone);
  floors.unit = owned_unit(brokers, instance, clients, extent.duration);
  print(floors.unit);
  floors.projection = projection_floor(database, instance, 500, extent.duration);
  floors.projection.name = "projection: COPY, 500 rows a transaction";
  print(floors.projection);
  return floors;
}

struct Loads {
  Measured takes, reads, quiet, beside_logins, push, quiet_takes, rebuild;
  BesideRefreshes beside_refreshes;
};

Measured edge_health(const ClinicDays& days, const InstanceProcesses& instance, milliseconds duration) {
  HttpLoad load;
  load.name = "GET /health through the edge, 64 clients";
  load.host = days.deployment().host;
  load.port = days.deployment().edge_port;
  load.duration = duration;
  load.next = [request = http_request("/health")](std::size_t) { return request; };
  const auto before = instance.used();
  auto measured = run(load);
  measured.server_cpu_ms = difference(instance.used(), before);
  return measured;
}

// Two loads of takes at leisure, each twice as long as others.
std::size_t queues_at_leisure(const Extent& extent) {
  const auto takes = takes_at_leisure_per_s * static_cast<std::size_t>(2 * extent.duration.count()) / 1000;
  return takes / clients + 1;
}

void measure_refreshes(const Extent& extent, const ClinicDays& days, const InstanceProcesses& instance, Loads& loads) {
  std::printf("\nlogging in on %zu devices (bcrypt makes this slow) ...\n", extent.devices);
  std::fflush(stdout);
  LoggedInDevices devices(days, extent.devices);
  const auto first = extent.queues + extent.single_takes;
  loads.quiet_takes = take_tokens_at_leisure(days, instance, first, 2 * extent.duration);
  print(loads.quiet_takes);
  loads.beside_refreshes =
      take_tokens_beside_refreshes(days, instance, first + queues_at_leisure(extent), devices, 2 * extent.duration);
  print(loads.beside_refreshes.takes);
  print(loads.beside_refreshes.refreshes);
}

Loads measure_loads(const Extent& extent, const InstanceProcesses& instance) {
  const auto deployment = test_support::deployment_from_environment();
  const auto queues = extent.queues + extent.single_takes + 2 * queues_at_leisure(extent);
  std::printf("\nmaking %zu patients and %zu queues (bcrypt makes this slow) ...\n", clients, queues);
  std::fflush(stdout);
  const ClinicDays days(deployment, clients, queues);
  print_heading("FRONTDESK, through the edge");
  print(idle(instance, std::max(extent.duration, milliseconds(1000))));
  print(edge_health(days, instance, extent.duration));
  // The first takes after a start warm caches and the broker's compiler; they are no part of what is measured.
  const auto warm_up = extent.queues / 8;
  take_tokens(days, instance, clients, 0, warm_up, queues_at_once, extent.duration);
  read_statuses(days, instance, clients, queues_at_once, extent.duration / 5);
  Loads loads;
  loads.takes =
      take_tokens(days, instance, clients, warm_up, extent.queues - warm_up, queues_at_once, 2 * extent.duration);
  loads.takes.name += ", 8 queues at once";
  print(loads.takes);
  print(take_tokens(days, instance, 1, extent.queues, extent.single_takes, 1, 2 * extent.duration));
  loads.reads = read_statuses(days, instance, clients, queues_at_once, extent.duration);
  print(loads.reads);
  print(read_statuses(days, instance, 1, 1, extent.duration / 2));
  loads.quiet = read_statuses_at_leisure(days, instance, extent.duration);
  print(loads.quiet);
  loads.beside_logins = read_statuses_beside_logins(days, instance, clients_logging_in, extent.duration);
  print(loads.beside_logins);
  loads.push =
      call_to_push(days, instance, 0, std::min(queues_called, warm_up), extent.calls_per_queue, milliseconds(20));
  print(loads.push);
  measure_refreshes(extent, days, instance, loads);
  return loads;
}

void print_refreshes_ratio(const Extent& extent, const Loads& loads) {
  print_ratio(
      "take: p99 while " + std::to_string(extent.devices) + " devices refresh, as a multiple of its quiet value",
      loads.beside_refreshes.takes.percentile(0.99) / loads.quiet_takes.percentile(0.99), "x");
}

void print_ratios(const Extent& extent, const Floors& floors, const Loads& loads) {
  std::printf("\nRATIOS\n");
  const auto floor_of_a_take = floors.guard.cpu_ms_per_operation() + floors.log.cpu_ms_per_operation() +
                               floors.projection.cpu_ms_per_operation();
  print_ratio("HTTP: what our guard leaves of stock Pistache's throughput",
              100 * floors.guard.per_second() / floors.http.per_second(), "%");
  print_ratio("unit: decide + append + read back in process, throughput as a share of the log floor's",
              100 * floors.unit.per_second() / floors.log.per_second(), "%");
  print_ratio("take: throughput as a share of the log floor's",
              100 * loads.takes.per_second() / floors.log.per_second(), "%");
  print_ratio("take: CPU as a multiple of HTTP + log + projection floors",
              loads.takes.cpu_ms_per_operation() / floor_of_a_take, "x");
  print_ratio("status read: throughput as a share of the HTTP floor's",
              100 * loads.reads.per_second() / floors.http.per_second(), "%");
  print_ratio("status read: CPU as a multiple of the HTTP floor",
              loads.reads.cpu_ms_per_operation() / floors.http.cpu_ms_per_operation(), "x");
  print_ratio("status read: p99 beside 16 clients that log in, as a multiple of its quiet value",
              loads.beside_logins.percentile(0.99) / loads.quiet.percentile(0.99), "x");
  print_refreshes_ratio(extent, loads);
  print_ratio("call -> push: p50 as a multiple of the log floor's, one at a time",
              loads.push.percentile(0.5) / floors.log_alone.percentile(0.5), "x");
  print_ratio("rebuild: CPU a record as a multiple of the projection floor's a row",
              loads.rebuild.cpu_ms_per_operation() / floors.projection.cpu_ms_per_operation(), "x");
}

// Only what a storm of refreshes does to those who take tokens.
void measure_a_storm(const Extent& extent) {
  config::Environment environment;
  const InstanceProcesses instance(environment.required("FRONTDESK_HOME"));
  const auto first = extent.queues + extent.single_takes;
  std::printf("making %zu patients and their queues (bcrypt makes this slow) ...\n", clients);
  const ClinicDays days(test_support::deployment_from_environment(), clients, first + 2 * queues_at_leisure(extent));
  Loads loads;
  take_tokens(days, instance, clients, 0, extent.queues, queues_at_once, 2 * extent.duration);
  measure_refreshes(extent, days, instance, loads);
  std::printf("\nRATIO\n");
  print_refreshes_ratio(extent, loads);
}

// What two versions are compared by, in turn; long enough for the broker's compiler to have done its work.
void measure_core() {
  constexpr std::size_t warm_up = 400, queues = 400, queues_for_few = 100, queues_for_calls = 4;
  constexpr auto no_end = std::chrono::seconds(60);
  config::Environment environment;
  const InstanceProcesses instance(environment.required("FRONTDESK_HOME"));
  const ClinicDays days(test_support::deployment_from_environment(), clients, warm_up + queues + queues_for_few);
  print(idle(instance, milliseconds(10'000)));
  take_tokens(days, instance, clients, 0, warm_up, queues_at_once, no_end);
  print(take_tokens(days, instance, clients, warm_up, queues, queues_at_once, no_end));
  print(take_tokens(days, instance, clients / 4, warm_up + queues, queues_for_few, queues_at_once, no_end));
  read_statuses(days, instance, clients, queues_at_once, milliseconds(1000));
  print(read_statuses(days, instance, clients, queues_at_once, milliseconds(5000)));
  print(call_to_push(days, instance, 0, queues_for_calls, 40, milliseconds(20)));
  print(rebuild(environment.secret("DATABASE_URL"), instance));
}

void measure_sockets(const std::string& extent) {
  config::Environment environment;
  const InstanceProcesses instance(environment.required("FRONTDESK_HOME"));
  measure_realtime(instance, environment,
                   extent == "--quick"     ? RealtimeExtent::quick
                   : extent == "--gateway" ? RealtimeExtent::running_gateway
                                           : RealtimeExtent::whole);
}

void measure(const Extent& extent) {
  config::Environment environment;
  const InstanceProcesses instance(environment.required("FRONTDESK_HOME"));
  std::printf(
      "CPU is user and system time of every process of the instance; stores that run elsewhere are not seen.\n");
  const auto floors = measure_floors(extent, instance, environment);
  auto loads = measure_loads(extent, instance);
  loads.rebuild = rebuild(environment.secret("DATABASE_URL"), instance);
  print(loads.rebuild);
  print_ratios(extent, floors, loads);
}

}  // namespace
}  // namespace frontdesk::bench

int main(int argc, char** argv) {
  using namespace frontdesk::bench;
  const std::string option = argc > 1 ? argv[1] : "";
  const bool realtime = option == "realtime";
  const std::string extent = realtime && argc == 3 ? argv[2] : "";
  const bool known = option.empty() || option == "--quick" || option == "--storm" || option == "--core" || realtime;
  if (!known || (argc > 2 && extent != "--quick" && extent != "--gateway")) {
    std::fprintf(stderr, "usage: frontdesk-bench [--quick | --core | --storm | realtime [--quick | --gateway]]\n");
    return 2;
  }
  try {
    if (realtime) {
      measure_sockets(extent);
      return 0;
    }
    if (option == "--storm") {
      measure_a_storm({});
    } else if (option == "--core") {
      measure_core();
    } else {
      measure(option.empty() ? Extent{} : quick());
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "frontdesk-bench: %s\n", error.what());
    return 1;
  }
}
