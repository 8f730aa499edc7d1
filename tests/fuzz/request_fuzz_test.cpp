// Thousands of generated requests, sound and hostile, at the running system: through the edge and at each service
// directly. No crash, no 5xx, no hang, no leaked connection or file, no growing memory. FRONTDESK_FUZZ_REQUESTS says
// how many at each door. A failure prints FRONTDESK_FUZZ_SEED and FRONTDESK_FUZZ_FIRST, with which it is made again.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <random>
#include <thread>

#include "tests/faults/instance.hpp"
#include "tests/fuzz/conversation.hpp"
#include "tests/fuzz/requests.hpp"
#include "tests/fuzz/service_watch.hpp"
#include "tests/support/clinic.hpp"

namespace frontdesk::fuzz {
namespace {

using namespace test_support;

constexpr std::size_t clients = 8;
constexpr std::size_t everyday_requests = 800;
// Fewer say nothing about memory: the first quarter ends before all threads have met all kinds of requests.
constexpr std::size_t enough_for_memory = 10'000;
constexpr std::size_t failures_shown = 10;
// What the edge may keep open behind itself for the next requests.
constexpr std::size_t kept_by_the_edge = 4 * clients;
// What pools of connections to the stores and to command-api may still open: each is bounded, none is full at first.
constexpr std::size_t opened_on_demand = 8;

std::uint64_t number(const char* name, std::uint64_t otherwise) {
  const char* given = std::getenv(name);
  return given != nullptr && *given != '\0' ? std::stoull(given) : otherwise;
}

std::uint64_t requests() { return number("FRONTDESK_FUZZ_REQUESTS", everyday_requests); }
bool is_long() { return requests() >= enough_for_memory; }

std::uint64_t seed() {
  static const auto chosen = number("FRONTDESK_FUZZ_SEED", std::random_device{}());
  return chosen;
}

std::string escaped(const std::string& bytes) {
  constexpr std::size_t shown = 4000;
  std::string text;
  for (std::size_t i = 0; i < std::min(bytes.size(), shown); ++i) {
    const auto c = static_cast<unsigned char>(bytes[i]);
    char code[8];
    std::snprintf(code, sizeof code, c >= ' ' && c < 0x7f ? "%c" : "\\x%02x", c);
    text += c == '\\' ? "\\\\" : c == '\n' ? "\\n\n" : c == '\r' ? "\\r" : code;
  }
  return bytes.size() > shown ? text + "… (" + std::to_string(bytes.size()) + " bytes)" : text;
}

// People and things to name; nobody else's test needs them.
const Scene& scene() {
  static const Scene made = [] {
    const auto deployment = deployment_from_environment();
    ClinicDay day(deployment, 10'000);
    const auto person = patient(day.client);
    const auto bystander = patient(day.client);
    const auto taken = day.client.post("/api/tokens", day.take_body(), bystander.access_token).json()["data"];
    return Scene{.ids = {day.clinic_id, day.queue_id, day.queue_id, taken["id"].text(), bystander.id},
                 .patient_id = person.id,
                 .patient_token = person.access_token,
                 .staff_token = day.staff.access_token,
                 .admin_token = day.admin.access_token,
                 .refresh_token = bystander.refresh_token};
  }();
  return made;
}

struct Place {
  const char* name;
  Door door;
};
void PrintTo(const Place& place, std::ostream* out) { *out << place.name; }

class RequestFuzz : public ::testing::TestWithParam<Place> {
 protected:
  void SetUp() override {
    for (const char* name : {"command-api", "query-api", "realtime-gateway", "projectors", "edge"})
      processes_.push_back({name, process(name).pid});
  }

  std::uint16_t port() const {
    switch (GetParam().door) {
      case Door::edge:
        return deployment_.edge_port;
      case Door::command_api:
        return deployment_.command_api_port();
      case Door::query_api:
        return deployment_.query_api_port();
      case Door::realtime_gateway:
        return deployment_.gateway_port();
      case Door::projectors:
        return deployment_.projectors_port();
    }
    return 0;
  }

  // Exchanges first … first + count - 1 of the seed, on several connections at once.
  void converse(std::uint64_t first, std::uint64_t count) {
    std::atomic<std::uint64_t> next{0};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < clients; ++i) {
      threads.emplace_back([&] {
        for (auto k = next++; k < count && failures_ < failures_shown; k = next++) {
          converse_once(first + k);
          progress_ = static_cast<double>(k) / static_cast<double>(count);
        }
      });
    }
    for (auto& thread : threads) thread.join();
  }

  void converse_once(std::uint64_t index) {
    const auto exchange = make_exchange(seed(), index, GetParam().door, scene());
    const auto fault = fault_in_conversation(exchange, GetParam().door, port());
    if (fault.empty()) return;
    const std::lock_guard lock(mutex_);
    if (++failures_ > failures_shown) return;
    ADD_FAILURE() << escaped(fault) << "\nFRONTDESK_FUZZ_SEED=" << seed() << " FRONTDESK_FUZZ_FIRST=" << index
                  << " FRONTDESK_FUZZ_REQUESTS=1 --gtest_filter='*" << GetParam().name << "'\n"
                  << escaped(exchange.bytes());
  }

  std::map<std::string, std::size_t> descriptors() const {
    std::map<std::string, std::size_t> open;
    for (const auto& process : processes_) open[process.name] = open_descriptors(process);
    return open;
  }

  void expect_all_alive() const {
    for (const auto& watched : processes_) {
      const auto now = process(watched.name);
      EXPECT_EQ(now.pid, watched.pid) << watched.name << " has been restarted";
      EXPECT_EQ(now.state, "ready") << watched.name;
    }
  }

  void expect_nothing_leaked(const std::map<std::string, std::size_t>& before, std::size_t connections_before) const {
    // nginx goes on reading from a client that it has refused, for up to 30 seconds.
    constexpr std::chrono::seconds patience{40};
    EXPECT_TRUE(eventually([&] { return accepted_connections(port()) <= connections_before; }, patience))
        << accepted_connections(port()) << " connections, before " << connections_before;
    for (const auto& watched : processes_) {
      const auto allowed =
          before.at(watched.name) + opened_on_demand + (GetParam().door == Door::edge ? kept_by_the_edge : 0);
      EXPECT_TRUE(eventually([&] { return open_descriptors(watched) <= allowed; }, patience))
          << watched.name << " has " << open_descriptors(watched) << " descriptors, before " << before.at(watched.name);
    }
  }

  void expect_memory_steady(const MemoryWatch& memory) const {
    for (const auto& watched : processes_) {
      const auto first = memory.median_kib(watched.name, 0);
      const auto last = memory.median_kib(watched.name, 3);
      std::cout << watched.name << ": " << first << " KiB in the first quarter, " << last << " in the last\n";
      EXPECT_LT(last * 10, first * 11) << watched.name << " grows";
    }
  }

  const Deployment deployment_ = deployment_from_environment();
  std::vector<Watched> processes_;
  std::atomic<double> progress_{0};
  std::atomic<std::size_t> failures_{0};
  std::mutex mutex_;
};

TEST_P(RequestFuzz, LeavesTheSystemAsItWas) {
  const auto first = number("FRONTDESK_FUZZ_FIRST", 0);
  scene();
  const auto connections_before = accepted_connections(port());
  // Pools of connections, threads' arenas and caches fill with the first requests and stay: that is no leak.
  converse(first + requests(), requests() / 5);
  const auto before = descriptors();
  progress_ = 0;
  MemoryWatch memory(processes_, progress_);
  converse(first, requests());
  memory.stop();
  expect_all_alive();
  expect_nothing_leaked(before, connections_before);
  if (is_long()) expect_memory_steady(memory);
}

INSTANTIATE_TEST_SUITE_P(, RequestFuzz,
                         ::testing::Values(Place{"ThroughTheEdge", Door::edge},
                                           Place{"AtCommandApi", Door::command_api},
                                           Place{"AtQueryApi", Door::query_api},
                                           Place{"AtRealtimeGateway", Door::realtime_gateway},
                                           Place{"AtProjectors", Door::projectors}),
                         [](const auto& chosen) { return chosen.param.name; });

}  // namespace
}  // namespace frontdesk::fuzz
