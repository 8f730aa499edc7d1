// The projectors stand still: what staff send over sockets is accepted all the same, at the log's pace, and each is
// told after the two seconds that anybody waits for a projection.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "tests/faults/instance.hpp"
#include "tests/support/clinic_client.hpp"
#include "tests/support/websocket_client.hpp"

namespace frontdesk {
namespace {

using namespace test_support;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t takers_count = 20;
constexpr std::size_t queues_count = 50;
constexpr std::size_t commands_count = takers_count * queues_count;
constexpr std::size_t accepted_per_s_min = 500;
// The patience of the projection, and what a machine under test may add to it.
constexpr milliseconds told_after{2000};
constexpr milliseconds slack{500};

struct Waiting {
  std::string queue_id;
  std::string token_id;
};

struct ProjectionStall : testing::Test {
  const Deployment deployment = deployment_from_environment();
  ClinicClient client{deployment};
  const Person admin = administrator(deployment, client);

  std::vector<Waiting> waiting_patients() {
    const auto people = patients(deployment, takers_count);
    std::vector<Waiting> waiting;
    for (std::size_t i = 0; i < queues_count; ++i) {
      const auto queue = open_queue(client, admin, create_clinic(client, admin));
      for (const auto& person : people) {
        const auto taken = client.post("/api/tokens", R"({"queueId":")" + queue + R"("})", person.access_token);
        if (taken.status != 201) throw std::runtime_error("take a token: " + taken.body);
        waiting.push_back({queue, taken.json()["data"]["id"].text()});
      }
    }
    return waiting;
  }
  std::vector<std::unique_ptr<WebSocketClient>> desks() const {
    std::vector<std::unique_ptr<WebSocketClient>> open;
    for (std::size_t i = 0; i < commands_count; ++i) {
      open.push_back(std::make_unique<WebSocketClient>(deployment.websocket_url("/?token=" + admin.access_token)));
    }
    return open;
  }
};

TEST_F(ProjectionStall, SocketCommandsAreAcceptedAtTheLogsPaceAndToldInTime) {
  const auto waiting = waiting_patients();
  const auto staff = desks();
  std::vector<steady_clock::time_point> sent;
  milliseconds latest{0};
  steady_clock::time_point all_told;
  {
    const Frozen frozen("projectors");
    for (std::size_t i = 0; i < commands_count; ++i) {
      const auto& [queue, token] = waiting[i];
      staff[i]->send_event("queue:skip_token", R"([")" + queue + R"(",")" + token + R"("])", "1");
      sent.push_back(steady_clock::now());
    }
    for (std::size_t i = 0; i < commands_count; ++i) {
      EXPECT_EQ(staff[i]->receive(30s), R"({"id":1,"data":{"success":true}})") << i;
      all_told = steady_clock::now();
      latest = std::max(latest, std::chrono::duration_cast<milliseconds>(all_told - sent[i]));
    }
  }
  await_ready("projectors");
  const double accepting_s = std::chrono::duration<double>(all_told - sent.front() - told_after).count();
  const double accepted_per_s = commands_count / accepting_s;
  RecordProperty("accepted_per_s", static_cast<int>(accepted_per_s));
  RecordProperty("slowest_ms", static_cast<int>(latest.count()));
  EXPECT_GE(accepted_per_s, accepted_per_s_min);
  EXPECT_LE(latest, told_after + milliseconds(1000 * commands_count / accepted_per_s_min) + slack);
}

}  // namespace
}  // namespace frontdesk
