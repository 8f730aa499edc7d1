// SIGTERM: sockets close one after the other over DRAIN_SECONDS, their clients come back at once through the other
// gateway, and what was acknowledged has happened.
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "tests/faults/instance.hpp"
#include "tests/gateways/gateways.hpp"

namespace frontdesk::gateways {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t screens = 60;
constexpr int tokens = 24;

// A client that comes back when it is told to go.
struct Screen {
  std::unique_ptr<SocketIoClient> client;
  Clock::time_point closed_at;
  int code = 0;
  char came_back_to = '?';
};

struct Drained : TwoGateways {
  void SetUp() override {
    const char* setting = std::getenv("DRAIN_SECONDS");
    spread = std::chrono::seconds(setting == nullptr ? 5 : std::stoi(setting));
    auto clients = websockets_on('2', screens + 1);
    desk = std::move(clients.back());
    clients.pop_back();
    for (auto& client : clients) {
      join(*client);
      all.push_back({.client = std::move(client), .closed_at = {}});
    }
    for (const auto& each : patients(deployment, tokens)) {
      day.client.post("/api/tokens", day.take_body(), each.access_token);
    }
  }

  void watch(Screen& screen) const {
    while (!screen.client->ended()) screen.client->receive(20ms);
    screen.closed_at = Clock::now();
    screen.code = screen.client->socket().close_code();
    screen.client = websocket();
    screen.came_back_to = gateway_of(screen.client->opening());
  }

  // Calls until nobody waits, on one connection after the other; how often that was answered, and how often not.
  std::pair<int, int> call_everybody() {
    int acknowledged = 0, unanswered = 0;
    while (acknowledged + unanswered < tokens) {
      desk->send_event("queue:call_next", quoted_queue(), "1");
      const auto heard = await(*desk, R"({"id":1)");
      heard.find(R"("success":true)") != std::string::npos ? ++acknowledged : ++unanswered;
      if (desk->ended()) desk = websocket();
      std::this_thread::sleep_for(spread / tokens);
    }
    return {acknowledged, unanswered};
  }

  std::chrono::milliseconds spread{};
  std::unique_ptr<SocketIoClient> desk;
  std::vector<Screen> all;
};

TEST_F(Drained, SpreadsTheClosesAndLosesNothingThatWasAcknowledged) {
  std::vector<std::thread> threads;
  for (auto& screen : all) threads.emplace_back([this, &screen] { watch(screen); });
  const int pid = process("realtime-gateway-2").pid;
  ASSERT_EQ(kill(pid, SIGTERM), 0);
  const auto [acknowledged, unanswered] = call_everybody();
  for (auto& thread : threads) thread.join();

  const auto first = std::min_element(all.begin(), all.end(), [](const Screen& one, const Screen& other) {
                       return one.closed_at < other.closed_at;
                     })->closed_at;
  int in_quarter[4] = {};
  for (const auto& screen : all) {
    EXPECT_EQ(screen.code, 1001);
    EXPECT_EQ(screen.came_back_to, '1');
    ++in_quarter[std::clamp<long>((screen.closed_at - first) * 4 / spread, 0, 3)];
  }
  for (int i = 0; i < 4; ++i) {
    RecordProperty("closed_in_quarter_" + std::to_string(i + 1), in_quarter[i]);
    EXPECT_GE(in_quarter[i], static_cast<int>(screens / 20)) << "quarter " << i + 1;
    EXPECT_LE(in_quarter[i], static_cast<int>(screens / 2)) << "quarter " << i + 1;
  }

  EXPECT_GT(acknowledged, tokens / 2);
  const auto called = day.status()["currentTokenNo"].number();
  EXPECT_GE(called, acknowledged);
  EXPECT_LE(called, acknowledged + unanswered);
  await_ready("realtime-gateway-2");
}

}  // namespace
}  // namespace frontdesk::gateways
