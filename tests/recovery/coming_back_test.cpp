// A connection that was lost comes back: to what, with what, and when it does not.
#include "tests/recovery/gateways.hpp"

namespace frontdesk::realtime_gateway {
namespace {

using namespace std::chrono_literals;

struct ComingBack : testing::Test {
  Town town{3};
  std::unique_ptr<GatewayProcess> here = std::make_unique<GatewayProcess>(town);
  ReturningClient asha{town, "asha"};
  int skips = 0;

  void skip(std::size_t queue, const std::string& patient = "asha") {
    const std::string id = "t" + std::to_string(++skips);
    town.write(queue, events::TokenSkipped{{town.queue_ids[queue]}, {"c"}, {id}, {patient}, now, {"staff"}});
  }
  void project(GatewayProcess& process) {
    town.projected = town.written;
    for (const auto& [unit, offset] : town.written) {
      process.rows->reading.position = std::max(process.rows->reading.position, offset);
      town.loop.run();
      process.positions.advance(unit, offset);
      town.loop.run();
    }
  }
  void project() { project(*here); }
  void come_back() { come_back(*here); }
  void come_back(GatewayProcess& process) {
    asha.lose();
    asha.connect(process);
    town.loop.run();
    asha.process();
  }
  void connect() {
    asha.connect(*here);
    town.loop.run();
    asha.process();
  }
  void restart() {
    asha.lose();
    here.reset();
    here = std::make_unique<GatewayProcess>(town);
  }
  Texts ids() const {
    Texts all;
    for (const auto& text : asha.told("queue:your_token_skipped")) {
      const auto at = text.find(R"("id":")") + 6;
      all.push_back(text.substr(at, text.find('"', at) - at));
    }
    return all;
  }
  std::size_t states() const { return asha.told("queue:status_update").size(); }
};

TEST_F(ComingBack, BringsWhatWasMissedOnceAndThenWhatIsNew) {
  connect();
  skip(0);
  project();
  asha.process();
  asha.lose();
  skip(0);
  skip(1);
  skip(1, "ben");
  project();
  come_back();
  EXPECT_TRUE(asha.was_recovered);
  skip(2);
  project();
  asha.process();
  EXPECT_EQ(ids(), (Texts{"t1", "t2", "t3", "t5"}));
}

TEST_F(ComingBack, WorksBeforeAnyEvent) {
  connect();
  ASSERT_FALSE(asha.offset);
  asha.lose();
  skip(0);
  project();
  come_back();
  EXPECT_TRUE(asha.was_recovered);
  EXPECT_EQ(ids(), Texts{"t1"});
}

TEST_F(ComingBack, WorksAfterARestartAndInAnotherGateway) {
  connect();
  skip(0);
  project();
  asha.process();
  skip(1);
  project();
  restart();
  come_back();
  EXPECT_TRUE(asha.was_recovered);
  GatewayProcess there(town);
  skip(2);
  project();
  project(there);
  come_back(there);
  EXPECT_TRUE(asha.was_recovered);
  EXPECT_EQ(ids(), (Texts{"t1", "t2", "t3"}));
  asha.lose();
}

TEST_F(ComingBack, IsInItsRoomsAgainAndToldTheirStateOnce) {
  connect();
  asha.join(0);
  town.loop.run();
  asha.join(1);
  town.loop.run();
  asha.leave(1);
  town.loop.run();
  asha.process();
  restart();
  asha.heard.clear();
  come_back();
  EXPECT_TRUE(asha.was_recovered);
  ASSERT_EQ(asha.heard.size(), 2U);
  EXPECT_TRUE(asha.heard[0].starts_with(R"(recovery {"recovered":true,"pid":)")) << asha.heard[0];
  EXPECT_TRUE(asha.heard[1].starts_with("queue:status_update {\"queueId\":\"" + town.queue_ids[0])) << asha.heard[1];
  town.write(0, events::QueueDeactivated{{town.queue_ids[0]}, {"c"}, {"staff"}, now});
  town.write(1, events::QueueDeactivated{{town.queue_ids[1]}, {"c"}, {"staff"}, now});
  project();
  asha.process();
  EXPECT_EQ(states(), 2U);
}

TEST_F(ComingBack, GoesOnWithinAnEvent) {
  connect();
  town.write(0, events::TokenReturned{{town.queue_ids[0]},
                                      {"c"},
                                      {"t0"},
                                      {"ben"},
                                      {{{"t1"}, {"asha"}, 1}, {{"t2"}, {"asha"}, 2}, {{"t3"}, {"asha"}, 3}},
                                      now});
  project();
  for (int i = 0; i < 3; ++i) {
    asha.process(1);
    asha.lose();
    asha.connect(*here);
    town.loop.run();
    EXPECT_TRUE(asha.was_recovered);
  }
  asha.process();
  EXPECT_EQ(asha.told("queue:your_token_updated").size(), 3U);
}

TEST_F(ComingBack, WaitsForAGatewayThatKnowsLessOfTheLog) {
  connect();
  GatewayProcess there(town);
  skip(0);
  project();
  asha.process();
  asha.lose();
  asha.connect(there);
  town.loop.run();
  EXPECT_FALSE(asha.socket) << "it would be told again what it has";
  project(there);
  EXPECT_TRUE(asha.was_recovered);
  asha.process();
  EXPECT_EQ(ids(), Texts{"t1"});
  asha.lose();
  skip(0);
  project();
  asha.connect(*here);
  town.loop.run();
  asha.process();
  asha.lose();
  asha.connect(there);
  town.loop.advance(6s);
  EXPECT_FALSE(asha.was_recovered);
  EXPECT_EQ(asha.reason, "unavailable");
  asha.lose();
}

TEST_F(ComingBack, AsksForEachRoomAgain) {
  connect();
  asha.join(0);
  town.loop.run();
  asha.process();
  asha.lose();
  here->rows->row.day_ends_at = now;
  asha.heard.clear();
  come_back();
  EXPECT_TRUE(asha.was_recovered);
  ASSERT_EQ(asha.heard.size(), 1U);
  EXPECT_NE(asha.heard[0].find(R"("lost":["queue:)" + town.queue_ids[0] + R"("]})"), std::string::npos);
  here->rows->reading.outcome = RowReading::Outcome::unavailable;
  connect();
  EXPECT_TRUE(asha.was_recovered) << "it is in no room that would have to be asked for";
}

TEST_F(ComingBack, IsAFreshSessionWhenTheReadModelsCannotBeAsked) {
  connect();
  asha.join(0);
  town.loop.run();
  asha.process();
  here->rows->reading.outcome = RowReading::Outcome::unavailable;
  come_back();
  EXPECT_FALSE(asha.was_recovered);
  EXPECT_EQ(asha.reason, "unavailable");
}

TEST_F(ComingBack, IsAFreshSessionForWhatIsNotOurs) {
  connect();
  skip(0);
  project();
  asha.process();
  const auto pid = asha.pid;
  const auto offset = asha.offset;
  struct Row {
    std::string pid;
    std::optional<std::string> offset;
  };
  for (const Row& row : {Row{"nonsense", offset}, Row{pid, "nonsense"}, Row{*offset, offset}, Row{pid, pid},
                         Row{pid.substr(1), offset}, Row{pid, ""}}) {
    asha.pid = row.pid;
    asha.offset = row.offset;
    come_back();
    EXPECT_FALSE(asha.was_recovered);
    EXPECT_EQ(asha.reason, "unknown_position");
    EXPECT_FALSE(asha.pid.empty() || asha.pid == pid) << "a new one is offered";
  }
  ReturningClient ben{town, "ben"};
  ben.pid = pid;
  ben.offset = offset;
  ben.connect(*here);
  EXPECT_FALSE(ben.was_recovered) << "another user's";
  ben.lose();
}

TEST_F(ComingBack, IsNotMisledByThePositionOfAnEarlierSession) {
  connect();
  asha.join(0);
  town.loop.run();
  asha.process();
  const auto held = asha.offset;
  asha.pid = "unknown";
  come_back();
  asha.offset = held;  // no event of the new session has come yet
  asha.heard.clear();
  come_back();
  EXPECT_TRUE(asha.was_recovered);
  EXPECT_EQ(states(), 0U) << "the new session never joined";
  asha.join(0);
  town.loop.run();
  asha.process();
  asha.heard.clear();
  come_back();
  EXPECT_TRUE(asha.was_recovered);
  EXPECT_EQ(states(), 1U) << "though the log has not moved, this is another position";
}

TEST_F(ComingBack, IsAFreshSessionWhenTooMuchHasHappened) {
  Recoveries::Limits limits;
  limits.replay.messages_max = 3;
  limits.user_bytes_burst = 1000;
  limits.user_bytes_per_s = 100;
  here.reset();
  here = std::make_unique<GatewayProcess>(town, limits);
  connect();
  asha.join(1);
  town.loop.run();
  asha.process();
  asha.lose();
  for (int i = 0; i < 4; ++i) skip(0);
  project();
  come_back();
  EXPECT_FALSE(asha.was_recovered);
  EXPECT_EQ(asha.reason, "too_much");
  EXPECT_NE(asha.heard.back().find("\"lost\":[\"queue:" + town.queue_ids[1]), std::string::npos)
      << "it is told what to load: " << asha.heard.back();
  int recovered = 0;
  for (int i = 0; i < 10; ++i) {
    asha.lose();
    skip(0);
    project();
    come_back();
    recovered += asha.was_recovered ? 1 : 0;
  }
  EXPECT_EQ(asha.reason, "too_often");
  EXPECT_GT(recovered, 2);
  EXPECT_LT(recovered, 10);
  town.loop.advance(20s);
  asha.lose();
  skip(0);
  project();
  come_back();
  EXPECT_TRUE(asha.was_recovered) << "what a user may be told grows back";
}

TEST_F(ComingBack, IsNotPromisedWhereItIsNotReal) {
  const GatewayProcess without(town, {}, "");
  ReturningClient ben{town, "ben"};
  ben.connect(const_cast<GatewayProcess&>(without));
  EXPECT_EQ(ben.pid, "");
  EXPECT_EQ(ben.socket->texts(), Texts{});
  ben.lose();
  connect();
  ben.pid = asha.pid;
  ben.connect(const_cast<GatewayProcess&>(without));
  EXPECT_FALSE(ben.was_recovered);
  EXPECT_EQ(ben.reason, "not_offered");
  ben.lose();
}

TEST_F(ComingBack, OneFrameIsSharedByAllInTheSameRooms) {
  ReturningClient ben{town, "ben"};
  ReturningClient cleo{town, "cleo"};
  connect();
  for (auto* client : {&ben, &cleo}) {
    client->connect(*here);
    client->join(0);
  }
  asha.join(0);
  town.loop.run();
  cleo.join(1);
  town.loop.run();
  town.write(0, events::QueueDeactivated{{town.queue_ids[0]}, {"c"}, {"staff"}, now});
  project();
  EXPECT_EQ(asha.socket->received.back(), ben.socket->received.back());
  EXPECT_NE(asha.socket->received.back(), cleo.socket->received.back()) << "she is in another room, too";
  ben.lose();
  cleo.lose();
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
