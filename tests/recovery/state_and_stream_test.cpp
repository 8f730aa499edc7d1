// State and stream meet without a race: whoever reads a state, joins and applies what it is told sees in the end what
// anybody reads then, and nothing ever goes back. FRONTDESK_INTERLEAVINGS says how many interleavings are played.
#include "tests/recovery/gateways.hpp"

namespace frontdesk::realtime_gateway {
namespace {

using namespace std::chrono_literals;

// A list of the read models that has events: how a fact changes what is read of it, and how it is told.
struct QueueStatus {
  static constexpr const char* push = "queue:status_update";
  static void happen(Town& town) {
    town.write(0, events::TokenIssued{{town.queue_ids[0]}, {"c"}, {"t"}, {"ben"}, 1, now});
  }
  static void show(rows::Queue& row, std::int64_t facts) { row.waiting_count = static_cast<int>(facts); }
  static std::int64_t read(const rows::Queue& row) { return row.waiting_count; }
  static std::int64_t told(const std::string& text) {
    const std::string member = R"("waitingCount":)";
    return std::stoll(text.substr(text.find(member) + member.size()));
  }
};

template <class List>
struct Interleaving {
  explicit Interleaving(unsigned seed) : random(seed) {
    process.rows->delayed = true;
    for (int i = 0; i < 4; ++i) clients.push_back({std::make_unique<ReturningClient>(town, "c" + std::to_string(i))});
  }

  struct Client {
    std::unique_ptr<ReturningClient> connection;
    bool joined = false;
    bool confirmed = false;
    std::int64_t shown = -1;
  };

  std::size_t some(std::size_t count) { return random() % count; }
  event_log::UnitId unit() const { return town.unit_of(0); }

  // The read models show the log up to an offset; cache and position are one.
  void project(std::int64_t offset) {
    stored = std::max(stored, offset);
    List::show(process.rows->row, stored - 1);
    process.rows->reading.position = stored;
  }
  void announce() { process.positions.advance(unit(), stored); }

  void see(Client& client) {
    client.connection->process();
    see_processed(client);
  }
  void see_processed(Client& client) {
    for (const auto& text : client.connection->told(List::push)) {
      EXPECT_GE(List::told(text), client.shown) << "it went back";
      client.shown = List::told(text);
    }
    for (const auto& text : client.connection->heard) client.confirmed = client.confirmed || text == "join-queue null";
    client.connection->heard.clear();
  }

  void step() {
    Client& client = clients[some(clients.size())];
    switch (some(10)) {
      case 0:
      case 1:
        return List::happen(town);
      case 2:
        return project(1 + static_cast<std::int64_t>(some(static_cast<std::size_t>(town.written[unit()]))));
      case 3:
        return announce();
      case 4:
        return town.loop.run();
      case 5:
        return process.rows->answer();
      case 6:
        return process.gateway->sweep();
      case 7:
        return see(client);
      case 8:
        return come_or_go(client);
      default:
        town.loop.advance(std::chrono::milliseconds(some(400)));
    }
  }
  // Reads, then joins; once joined it sometimes loses its connection and comes back.
  void come_or_go(Client& client) {
    auto& connection = *client.connection;
    if (connection.coming) return;
    if (!connection.socket) return connection.connect(process);
    if (!client.joined) {
      client.joined = true;
      client.shown = List::read(process.rows->row);
      return connection.join(0);
    }
    if (some(3) == 0) {
      connection.process(some(connection.unprocessed() + 1));
      see_processed(client);
      connection.lose();
    }
  }
  void settle() {
    project(town.written[unit()]);
    announce();
    for (int i = 0; i < 6; ++i) {
      town.loop.run();
      process.rows->answer();
      process.gateway->sweep();
      town.loop.run();
      for (auto& client : clients) {
        if (!client.connection->socket && !client.connection->coming) client.connection->connect(process);
      }
    }
  }

  std::mt19937 random;
  Town town{1};
  GatewayProcess process{town};
  std::vector<Client> clients;
  std::int64_t stored = 1;
};

template <class List>
struct StateAndStream : testing::Test {};
using ListsWithEvents = testing::Types<QueueStatus>;
TYPED_TEST_SUITE(StateAndStream, ListsWithEvents);

TYPED_TEST(StateAndStream, MeetWithoutARace) {
  std::size_t compared = 0;
  for (int seed = 0; seed < interleavings_wanted(); ++seed) {
    Interleaving<TypeParam> day(static_cast<unsigned>(seed));
    for (int i = 0; i < 80; ++i) day.step();
    day.settle();
    for (auto& client : day.clients) {
      day.see(client);
      // Who lost its connection before joining was confirmed would ask again.
      if (client.joined && client.confirmed) {
        ++compared;
        ASSERT_EQ(client.shown, TypeParam::read(day.process.rows->row)) << "seed " << seed;
      }
      client.connection->lose();
    }
  }
  EXPECT_GT(compared, 100U);
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
