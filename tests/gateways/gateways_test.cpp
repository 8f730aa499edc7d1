// Clients on different gateways are in the same rooms, and outlive the end of one of them.
#include "tests/gateways/gateways.hpp"

#include <csignal>
#include <cstdlib>
#include <set>

#include "platform/redis/redis.hpp"
#include "tests/faults/instance.hpp"

namespace frontdesk::gateways {
namespace {

TEST_F(TwoGateways, AreBothKnownToReadinessAndStatus) {
  std::set<int> pids;
  for (const auto* name : {"realtime-gateway", "realtime-gateway-2"}) {
    const auto running = process(name);
    EXPECT_EQ(running.state, "ready") << name;
    pids.insert(running.pid);
  }
  EXPECT_EQ(pids.size(), 2U);
}

TEST_F(TwoGateways, TellEachRoomWhoeverHasTheClientAndHoweverItIsConnected) {
  auto polling_1 = polling_on('1'), polling_2 = polling_on('2');
  const auto websocket_1 = websocket_on('1'), websocket_2 = websocket_on('2');
  for (auto* client : {&polling_1, &polling_2}) join(*client);
  for (const auto& client : {std::cref(websocket_1), std::cref(websocket_2)}) join(*client.get());
  take();
  const std::string one_waits = R"("waitingCount":1)";
  for (auto* client : {&polling_1, &polling_2}) {
    EXPECT_NE(client->await(one_waits).find(one_waits), std::string::npos) << client->gateway();
  }
  for (const auto& client : {std::cref(websocket_1), std::cref(websocket_2)}) {
    EXPECT_NE(await(*client.get(), one_waits).find(one_waits), std::string::npos);
  }
}

TEST_F(TwoGateways, BothTellWhatTheLogDoesNotKeep) {
  const auto client_1 = websocket_on('1'), client_2 = websocket_on('2');
  for (const auto& client : {std::cref(client_1), std::cref(client_2)}) join(*client.get());
  redis::Connection redis(std::getenv("REDIS_URL"));
  redis.command({"PUBLISH", "frontdesk:ephemeral",
                 R"({"room":"queue:)" + day.queue_id + R"(","event":"queue:empty","data":"nobody"})"});
  for (const auto& client : {std::cref(client_1), std::cref(client_2)}) {
    EXPECT_NE(await(*client.get(), "queue:empty").find(R"("data":"nobody")"), std::string::npos);
  }
}

TEST_F(TwoGateways, BothCloseTheSocketsOfASessionThatEndsWithinASecond) {
  const auto client_1 = websocket_on('1'), client_2 = websocket_on('2');
  ASSERT_EQ(day.client.post("/api/auth/logout", R"({"refreshToken":")" + day.staff.refresh_token + R"("})").status,
            200);
  const auto until = std::chrono::steady_clock::now() + 1s;
  while (std::chrono::steady_clock::now() < until && !(client_1->ended() && client_2->ended())) {
    client_1->receive(10ms);
    client_2->receive(10ms);
  }
  EXPECT_TRUE(client_1->ended());
  EXPECT_TRUE(client_2->ended());
  EXPECT_EQ(client_2->socket().close_code(), 4401);
}

TEST_F(TwoGateways, ASessionThatNoneOfThemKnowsBeginsAnew) {
  http::Client http(deployment.host, deployment.edge_port);
  for (const auto* id : {"1-nobody", "2-nobody", "7-nobody", "nobody"}) {
    const auto answer = http.send("GET", std::string("/socket.io/?EIO=4&transport=polling&sid=") + id);
    EXPECT_EQ(answer.status, 400) << id;
    EXPECT_EQ(answer.body, R"({"code":1,"message":"Session ID unknown"})") << id;
  }
}

TEST_F(TwoGateways, ClientsOfOneThatIsKilledComeBackThroughTheOther) {
  auto polling = polling_on('2');
  const auto websocket_2 = websocket_on('2');
  join(polling);
  join(*websocket_2);
  ASSERT_EQ(kill(process("realtime-gateway-2").pid, SIGKILL), 0);
  const auto killed_at = std::chrono::steady_clock::now();
  // Begins at a gateway that is not there, or not yet ready, and is none of the client's worries.
  const auto poll = polling.poll();
  EXPECT_EQ(poll.status, 400);
  EXPECT_EQ(poll.body, R"({"code":1,"message":"Session ID unknown"})");
  websocket_2->receive(5s);
  EXPECT_TRUE(websocket_2->ended());
  PollingClient again(deployment);
  const auto back = websocket();
  join(again);
  join(*back);
  EXPECT_LT(std::chrono::steady_clock::now() - killed_at, 5s);
  EXPECT_EQ(again.gateway(), '1');
  EXPECT_EQ(gateway_of(back->opening()), '1');
  take();
  const std::string one_waits = R"("waitingCount":1)";
  EXPECT_NE(again.await(one_waits).find(one_waits), std::string::npos);
  EXPECT_NE(await(*back, one_waits).find(one_waits), std::string::npos);
  await_ready("realtime-gateway-2");
}

}  // namespace
}  // namespace frontdesk::gateways
