// A live connection and its token: it goes on with a fresh one, does nothing more with an expired one, and ends with
// its session, whatever it is in the middle of.
#include "platform/http/client.hpp"
#include "tests/contract/clinics/made_tokens.hpp"
#include "tests/recovery/device.hpp"

namespace frontdesk::contract {
namespace {

using namespace std::chrono_literals;

struct TokensOnSockets : Sockets {
  Person person = patient(client, "refreshing");

  Person with_token_for(std::int64_t life_s) {
    Person shown = person;
    shown.access_token = own_token(claims_of(person), life_s);
    return shown;
  }
  static std::string fresh(const std::string& token) { return R"({"token":")" + token + "\"}"; }
};

TEST_F(TokensOnSockets, GoOnWithAFreshOneOfTheSameUser) {
  auto socket = plain_client(deployment, with_token_for(3));
  auto over_socketio = socketio_client(deployment, with_token_for(3));
  socket.send_event("authenticate", fresh(person.access_token), "1");
  const auto told = Json::parse(socket.receive(5s).value_or("null"));
  EXPECT_EQ(told["event"].text(), "authenticated");
  EXPECT_TRUE(is_time(told["data"]["expiresAt"].text()));
  EXPECT_EQ(socket.receive(5s), R"({"id":1,"data":{"success":true}})");
  over_socketio.send_event("authenticate", json_text(person.access_token), "2");
  over_socketio.receive(5s);
  EXPECT_EQ(over_socketio.receive(5s), R"({"id":2,"data":{"success":true}})");
  EXPECT_FALSE(socket.receive(4s));
  EXPECT_FALSE(socket.ended());
  EXPECT_FALSE(over_socketio.receive(100ms));
  EXPECT_FALSE(over_socketio.ended());
  socket.send_event("join-queue", json_text(queue), "3");
  EXPECT_EQ(socket.receive(5s), frame("join-queue", "null"));
}

TEST_F(TokensOnSockets, AreRefusedWhenTheyAreOfAnotherUserOrWorthNothing) {
  auto socket = plain_client(deployment, person);
  struct Row {
    std::string argument;
    std::string words;
  };
  for (const Row& row :
       {Row{fresh(cast().patient.access_token), "Token of another user"}, Row{fresh("nonsense"), "Invalid token"},
        Row{"null", "Invalid token"}, Row{"{}", "Invalid token"}, Row{fresh(expired_token(person)), "Token expired"}}) {
    socket.send_event("authenticate", row.argument, "1");
    EXPECT_EQ(socket.receive(5s), error_frame("authenticate-error", row.words));
    EXPECT_EQ(socket.receive(5s), R"({"id":1,"data":{"success":false,"error":")" + row.words + "\"}}");
  }
  auto ended = patient(client, "ended");
  Person second = ended;
  log_in(client, second);
  auto still_open = plain_client(deployment, second);
  client.post("/api/auth/logout", R"({"refreshToken":")" + ended.refresh_token + "\"}", ended.access_token);
  still_open.send_event("authenticate", fresh(ended.access_token), "1");
  EXPECT_EQ(still_open.receive(5s), error_frame("authenticate-error", "Token has been expired"));
}

TEST_F(TokensOnSockets, DoNothingMoreOnceTheyHaveExpired) {
  auto socket = plain_client(deployment, with_token_for(2));
  std::this_thread::sleep_for(3s);
  socket.send_event("authenticate", fresh(person.access_token), "1");
  socket.send_event("join-queue", json_text(queue), "2");
  EXPECT_FALSE(socket.receive(2s)) << "not even come back to life";
  EXPECT_TRUE(socket.ended());
  EXPECT_EQ(socket.close_code(), 4401);
}

TEST_F(TokensOnSockets, AConnectionEndsWithTheSessionThatItWentOnWith) {
  Person second = person;
  log_in(client, second);
  auto socket = plain_client(deployment, person);
  socket.send_event("authenticate", fresh(second.access_token), "1");
  for (int i = 0; i < 2; ++i) socket.receive(5s);
  client.post("/api/auth/logout", R"({"refreshToken":")" + person.refresh_token + "\"}", person.access_token);
  EXPECT_FALSE(socket.receive(1500ms));
  EXPECT_FALSE(socket.ended()) << "the session that it began with is none of its business any more";
  const auto before = std::chrono::steady_clock::now();
  client.post("/api/auth/logout", R"({"refreshToken":")" + second.refresh_token + "\"}", second.access_token);
  socket.receive(5s);
  EXPECT_TRUE(socket.ended());
  EXPECT_LT(std::chrono::steady_clock::now() - before, 1s + 500ms) << "a second, and the log-out itself";
}

// The probe was answered, `5` has not come yet: what is queued leaves by polling, then the session ends.
TEST_F(TokensOnSockets, AnEndInTheMiddleOfAnUpgradeIsToldToo) {
  http::Client http(deployment.host, deployment.edge_port);
  const std::string path = "/socket.io/?EIO=4&transport=polling";
  const auto opening = http.send("GET", path).body;
  const auto sid = Json::parse(opening.substr(1))["sid"].text();
  http.send("POST", path + "&sid=" + sid, {}, "40" + fresh(person.access_token));
  EXPECT_EQ(http.send("GET", path + "&sid=" + sid).body.substr(0, 2), "40");
  WebSocketClient upgrading(deployment.websocket_url("/socket.io/?EIO=4&transport=websocket&sid=" + sid));
  upgrading.send_text("2probe");
  EXPECT_EQ(upgrading.receive(5s), "3probe");
  const auto token = take(person, queue)["id"].text();
  staff_event("queue-call-next", R"({"queueId":")" + queue + "\"}", cast().admin);
  client.post("/api/auth/logout", R"({"refreshToken":")" + person.refresh_token + "\"}", person.access_token);
  std::string polled;
  for (int i = 0; i < 5 &&
                  polled.find("\x1e"
                              "1") == std::string::npos &&
                  polled.find("41") == std::string::npos;
       ++i) {
    polled += http.send("GET", path + "&sid=" + sid).body + '\x1e';
  }
  const auto called = polled.find(R"(42["queue:your_token_called",{"id":")" + token);
  EXPECT_NE(called, std::string::npos) << polled;
  const auto disconnected = polled.find("41");
  EXPECT_NE(disconnected, std::string::npos) << polled;
  EXPECT_LT(called, disconnected) << polled;
  EXPECT_EQ(http.send("GET", path + "&sid=" + sid).status, 400);
}

}  // namespace
}  // namespace frontdesk::contract
