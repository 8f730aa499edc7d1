// Several devices of one person, each losing its connection at a pace of its own, while their gateway is killed again
// and again: all are told the same, nothing is lost and nothing doubled. FRONTDESK_DEVICES_S says for how long.
#include <cstdlib>

#include "tests/faults/instance.hpp"
#include "tests/recovery/device.hpp"

namespace frontdesk::contract {
namespace {

using namespace std::chrono_literals;

constexpr auto kill_every = 5s;

std::chrono::seconds how_long() {
  const char* wanted = std::getenv("FRONTDESK_DEVICES_S");
  return std::chrono::seconds(wanted != nullptr ? std::stoi(wanted) : 20);
}

struct Devices : Contract {
  // In a queue the person takes a token, is called and skipped, or called and completed; and so on.
  void turn(const std::string& queue, bool completed) {
    const auto token = take(person, queue)["id"].text();
    const auto queue_member = R"({"queueId":")" + queue + '"';
    EXPECT_EQ(staff_event("queue-call-next", queue_member + '}', cast().admin).status, 200);
    const std::string end = completed ? "complete" : "skip";
    const auto ending = queue_member + R"(,"tokenId":")" + token + "\"}";
    EXPECT_EQ(staff_event("queue-" + end + "-token", ending, cast().admin).status, 200);
    expected[queue].push_back("queue:your_token_called " + token);
    expected[queue].push_back("queue:your_token_" + end + (completed ? "d " : "ped ") + token);
    queue_of[token] = queue;
  }
  std::vector<std::string> told_of(const RestlessDevice& device, const std::string& queue) const {
    std::vector<std::string> found;
    for (const auto& text : device.told) {
      const auto known = queue_of.find(text.substr(text.find(' ') + 1));
      if (known != queue_of.end() && known->second == queue) found.push_back(text);
    }
    return found;
  }

  Person person = patient(client, "restless");
  std::map<std::string, std::vector<std::string>> expected;
  std::map<std::string, std::string> queue_of;
};

TEST_F(Devices, AreToldTheSameWhateverBreaks) {
  const std::vector<std::string> queues{fresh_queue(10'000), fresh_queue(10'000), fresh_queue(10'000)};
  std::vector<std::unique_ptr<RestlessDevice>> devices;
  for (const auto stays : {700ms, 1100ms, 1900ms, 60'000ms}) {
    devices.push_back(std::make_unique<RestlessDevice>(deployment, person, stays));
  }
  const auto until = std::chrono::steady_clock::now() + how_long();
  std::jthread killer([](const std::stop_token& over) {
    auto next = std::chrono::steady_clock::now() + kill_every;
    while (!over.stop_requested()) {
      std::this_thread::sleep_for(100ms);
      if (std::chrono::steady_clock::now() < next) continue;
      kill_and_await_return("realtime-gateway");
      next = std::chrono::steady_clock::now() + kill_every;
    }
  });
  std::size_t turns = 0;
  while (std::chrono::steady_clock::now() < until) {
    turn(queues[turns % queues.size()], turns % 2 == 0);
    ++turns;
    std::this_thread::sleep_for(20ms);
  }
  killer.request_stop();
  killer.join();
  std::this_thread::sleep_for(2s);
  int returns = 0;
  for (auto& device : devices) {
    device->stop();
    returns += device->returns;
    EXPECT_EQ(device->fresh, 0) << testing::PrintToString(device->reasons);
    for (const auto& queue : queues) EXPECT_EQ(told_of(*device, queue), expected[queue]);
  }
  EXPECT_GT(turns, 50U);
  EXPECT_GT(returns, 20);
  RecordProperty("events", static_cast<int>(2 * turns));
  RecordProperty("returns", returns);
}

}  // namespace
}  // namespace frontdesk::contract
