// A client that lost its connection comes back to the running system, over Socket.IO and over the plain WebSocket.
// FRONTDESK_LOST_S says for how long it was lost.
#include <cstdlib>

#include "tests/faults/instance.hpp"
#include "tests/recovery/device.hpp"

namespace frontdesk::contract {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

std::chrono::seconds lost_time() {
  const char* wanted = std::getenv("FRONTDESK_LOST_S");
  return std::chrono::seconds(wanted != nullptr ? std::stoi(wanted) : 1);
}

struct Returning : Sockets {
  Person person = patient(client, "returning");
  SocketIoDevice device{deployment, person};

  // Straight to command-api, which goes on when the gateway is away.
  std::string called_and_completed() {
    const auto token = take(person, queue)["id"].text();
    const auto queue_member = R"({"queueId":")" + queue + '"';
    EXPECT_EQ(staff_event("queue-call-next", queue_member + '}', cast().admin).status, 200);
    const auto completion = queue_member + R"(,"tokenId":")" + token + "\"}";
    EXPECT_EQ(staff_event("queue-complete-token", completion, cast().admin).status, 200);
    return token;
  }
  static Texts told_of(const std::string& token) {
    return {"queue:your_token_called " + token, "queue:your_token_completed " + token, "recovery"};
  }
};

TEST_F(Returning, IsToldWhatItMissedOnce) {
  device.connect();
  const auto first = called_and_completed();
  EXPECT_EQ(device.await("queue:your_token_called")["id"].text(), first);
  device.lose();
  const auto second = called_and_completed();
  std::this_thread::sleep_for(lost_time());
  EXPECT_TRUE(device.connect());
  auto expected = told_of(second);
  expected.insert(expected.begin(), "queue:your_token_completed " + first);
  EXPECT_EQ(device.rest(), expected);
  const auto third = called_and_completed();
  EXPECT_EQ(device.await("queue:your_token_called")["id"].text(), third) << "and goes on live";
}

TEST_F(Returning, IsToldWhatItMissedBeforeAnyEvent) {
  device.connect();
  EXPECT_EQ(device.offset, "");
  device.lose();
  const auto token = called_and_completed();
  std::this_thread::sleep_for(lost_time());
  EXPECT_TRUE(device.connect());
  EXPECT_EQ(device.rest(), told_of(token));
}

TEST_F(Returning, IsInItsRoomsAgainAfterItsGatewayWasKilled) {
  device.connect();
  device.send("join-queue", json_text(queue));
  ASSERT_EQ(device.await("queue:status_update")["queueId"].text(), queue);
  const auto first = called_and_completed();
  kill_and_await_return("realtime-gateway");
  const auto second = called_and_completed();
  bool recovered = false;
  EXPECT_TRUE(eventually([&] {
    try {
      recovered = device.connect();
      return true;
    } catch (const std::exception&) {
      return false;  // the edge is told of the new gateway a moment later
    }
  }));
  EXPECT_TRUE(recovered);
  std::vector<std::string> tokens;
  std::string shown;
  while (const auto event = device.next(700ms)) {
    if ((*event)["event"].text().starts_with("queue:your_token_")) tokens.push_back(in_short(*event));
    if ((*event)["event"].text() == "queue:status_update") shown = (*event)["data"].dump();
  }
  auto expected = told_of(first);
  expected.pop_back();
  for (const auto& text : told_of(second)) expected.push_back(text);
  expected.pop_back();
  EXPECT_EQ(tokens, expected);
  EXPECT_EQ(shown, status());
  take(cast().other_patient, queue);
  EXPECT_EQ(device.await("queue:status_update").dump(), status()) << "the room is live again";
}

TEST_F(Returning, WithWhatIsNotOursIsAFreshSessionWithoutAnError) {
  device.connect();
  device.send("join-queue", json_text(queue));
  device.await("queue:status_update");
  struct Row {
    std::string pid;
    std::string offset;
  };
  for (const Row& row : {Row{"nonsense", device.offset}, Row{device.pid, "nonsense"}, Row{device.offset, device.pid}}) {
    device.pid = row.pid;
    device.offset = row.offset;
    EXPECT_FALSE(device.connect());
    const auto told = device.await("recovery");
    EXPECT_FALSE(told["recovered"].boolean());
    EXPECT_EQ(told["reason"].text(), "unknown_position");
    EXPECT_EQ(told["pid"].text(), device.pid) << "with which it can come back the next time";
  }
  SocketIoDevice another(deployment, cast().patient);
  another.pid = device.pid;
  EXPECT_FALSE(another.connect()) << "another user's";
}

// `recover=1`, then `recover=<pid>&position=<position>`.
TEST_F(Returning, OverThePlainWebSocketBringsItsPosition) {
  const auto url = deployment.websocket_url("/?token=" + person.access_token + "&recover=");
  auto first = std::make_unique<WebSocketClient>(url + "1");
  const auto hello = Json::parse(first->receive(5s).value_or("null"));
  EXPECT_EQ(hello["event"].text(), "recovery");
  EXPECT_EQ(hello["data"]["reason"].text(), "new");
  EXPECT_FALSE(hello["data"]["recovered"].boolean());
  const auto pid = hello["data"]["pid"].text();
  const auto one = called_and_completed();
  const auto called = Json::parse(first->receive(5s).value_or("null"));
  EXPECT_EQ(in_short(called), "queue:your_token_called " + one);
  EXPECT_FALSE(called["position"].text().empty());
  first.reset();
  const auto two = called_and_completed();
  WebSocketClient second(url + pid + "&position=" + called["position"].text());
  Texts heard;
  while (const auto text = second.receive(700ms)) {
    const auto event = Json::parse(*text);
    EXPECT_FALSE(event["position"].text().empty());
    heard.push_back(in_short(event));
    if (event["event"].text() == "recovery") {
      EXPECT_TRUE(event["data"]["recovered"].boolean());
      EXPECT_EQ(event["data"]["pid"].text(), pid);
    }
  }
  auto expected = told_of(two);
  expected.insert(expected.begin(), "queue:your_token_completed " + one);
  EXPECT_EQ(heard, expected);
  WebSocketClient without(deployment.websocket_url("/?token=" + person.access_token));
  called_and_completed();
  EXPECT_TRUE(Json::parse(without.receive(5s).value_or("null"))["position"].text().empty()) << "who does not ask";
}

}  // namespace
}  // namespace frontdesk::contract
