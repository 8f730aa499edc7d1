// Whatever breaks, and whenever: each device of a person is told each event once, in the order of its queue.
// FRONTDESK_INTERLEAVINGS says how many days are played.
#include "tests/recovery/gateways.hpp"

namespace frontdesk::realtime_gateway {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t queues = 3;

struct BrokenDay {
  explicit BrokenDay(unsigned seed) : random(seed) {
    for (int i = 0; i < 2; ++i) gateways.push_back(std::make_unique<GatewayProcess>(town));
    for (int i = 0; i < 3; ++i) devices.push_back(std::make_unique<ReturningClient>(town, "asha"));
    for (auto& device : devices) device->connect(*gateways[random() % 2]);
  }

  std::size_t some(std::size_t count) { return random() % count; }

  // Who is told is asha or somebody else; an event tells her once, several times or not at all.
  void write() {
    const auto queue = some(queues);
    const clinic_queue::QueueId queue_id{town.queue_ids[queue]};
    switch (some(5)) {
      case 0: {
        events::TokenReturned returned{queue_id, {"c"}, {"t0"}, {"ben"}, {}, now};
        for (auto i = some(4); i > 0; --i) returned.renumbered.push_back({{next_id(queue)}, {"asha"}, 1});
        return town.write(queue, returned);
      }
      case 1:
        return town.write(queue, events::TokenSkipped{queue_id, {"c"}, {"t0"}, {"ben"}, now, {"staff"}});
      case 2:
        town.writers.at(town.unit_of(queue))->start_term();
        town.written[town.unit_of(queue)] += 1;
        [[fallthrough]];
      default:
        return town.write(queue, events::TokenSkipped{queue_id, {"c"}, {next_id(queue)}, {"asha"}, now, {"staff"}});
    }
  }
  std::string next_id(std::size_t queue) {
    auto id = std::to_string(queue) + "-" + std::to_string(expected[queue].size());
    expected[queue].push_back(id);
    return id;
  }

  void announce(std::size_t process) {
    const auto unit = town.unit_of(some(queues));
    if (gateways[process]) gateways[process]->positions.advance(unit, town.projected[unit]);
  }
  void kill(std::size_t process) {
    for (auto& device : devices) {
      // The process may have been that of any of them: what a client has not read is lost.
      if (some(2) == 0) device->process(some(3));
      device->lose();
    }
    gateways[process].reset();
    gateways[process] = std::make_unique<GatewayProcess>(town);
  }
  void break_off(ReturningClient& device) {
    device.process(some(device.unprocessed() + 1));
    device.lose();
  }
  void come_back(ReturningClient& device) {
    if (!device.socket && !device.coming) device.connect(*gateways[some(2)]);
  }

  void step() {
    auto& device = *devices[some(devices.size())];
    switch (some(14)) {
      case 12:
        gateways[some(2)]->tokens->delayed = some(2) == 0;
        return;
      case 13:
        return gateways[some(2)]->tokens->answer();
      case 0:
      case 1:
      case 2:
        return write();
      case 3:
      case 4: {
        const auto unit = town.unit_of(some(queues));
        town.projected[unit] = town.written[unit];
        return announce(some(2));
      }
      case 5:
        return announce(some(2));
      case 6:
        return town.loop.run();
      case 7:
        return device.process(some(4));
      case 8:
        if (device.socket) break_off(device);
        return;
      case 9:
        return come_back(device);
      case 10:
        if (device.socket && some(3) == 0) device.join(some(queues));
        return;
      default:
        if (some(6) == 0) {
          settle();
          kill(some(2));
        }
    }
  }

  // Nobody is on the way any more; whoever waited for a gateway that knew less is there.
  void settle() {
    for (const auto& [unit, offset] : town.written) town.projected[unit] = offset;
    for (auto& process : gateways) {
      for (const auto& [unit, offset] : town.projected) {
        town.loop.run();
        process->positions.advance(unit, offset);
      }
    }
    for (int i = 0; i < 8; ++i) {
      town.loop.run();
      for (auto& process : gateways) process->tokens->answer();
      for (auto& device : devices) come_back(*device);
    }
    town.loop.run();
  }

  // By queue, without what several partitions have in common.
  static std::vector<std::string> told(const ReturningClient& device, std::size_t queue) {
    std::vector<std::string> ids;
    for (const auto& text : device.told("queue:your_token_")) {
      const auto at = text.find(R"("id":")") + 6;
      const auto id = text.substr(at, text.find('"', at) - at);
      if (id.starts_with(std::to_string(queue) + "-")) ids.push_back(id);
    }
    return ids;
  }

  std::mt19937 random;
  Town town{queues};
  std::vector<std::unique_ptr<GatewayProcess>> gateways;
  std::vector<std::unique_ptr<ReturningClient>> devices;
  std::map<std::size_t, std::vector<std::string>> expected;
};

TEST(RandomBreaks, LoseNothingDoubleNothingAndKeepTheOrder) {
  std::size_t told = 0;
  for (int seed = 0; seed < interleavings_wanted(); ++seed) {
    BrokenDay day(static_cast<unsigned>(seed));
    for (int i = 0; i < 120; ++i) day.step();
    day.settle();
    for (auto& device : day.devices) {
      device->process();
      EXPECT_EQ(device->reason, "") << "seed " << seed << ": everything was there to be recovered";
      for (std::size_t queue = 0; queue < queues; ++queue) {
        ASSERT_EQ(BrokenDay::told(*device, queue), day.expected[queue]) << "seed " << seed;
        told += day.expected[queue].size();
      }
      device->lose();
    }
  }
  EXPECT_GT(told, 1000U);
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
