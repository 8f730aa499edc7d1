// Socket.IO as its clients see it: who is let in and how they are told, polling, and how connections end.
#include <regex>

#include "platform/http/client.hpp"
#include "tests/contract/clinics/sockets.hpp"

namespace frontdesk::contract {
namespace {

using namespace std::chrono_literals;

struct SocketIo : Sockets {
  std::string refusal(const SocketIoClient::Options& options) {
    try {
      const SocketIoClient let_in(deployment.websocket_url(""), options);
      return "let in";
    } catch (const SocketIoClient::Refused& refused) {
      return refused.what();
    }
  }
  static std::string auth(const std::string& token) { return R"({"token":")" + token + "\"}"; }

  http::ClientResponse poll(const std::string& more, const std::string& method = "GET", const std::string& body = "",
                            const WebSocketClient::Headers& headers = {}) {
    http::Client http(deployment.host, deployment.edge_port);
    return http.send(method, "/socket.io/?EIO=4&transport=polling" + more, headers, body);
  }
  // Events bring their position at their end.
  static std::string without_positions(const std::string& polled) {
    static const std::regex position(R"re(,"[A-Za-z0-9_-]{40,}"\])re");
    return std::regex_replace(polled, position, "]");
  }
  std::string open_by_polling() { return Json::parse(poll("").body.substr(1))["sid"].text(); }
};

TEST_F(SocketIo, TellsWhoIsNotLetInWhy) {
  EXPECT_EQ(refusal({}), R"(4{"message":"UNAUTHORIZED","data":{"message":"Authentication token required"}})");
  EXPECT_EQ(refusal({.auth_json = auth("nonsense")}),
            R"(4{"message":"INVALID_TOKEN","data":{"message":"Invalid token"}})");
  EXPECT_EQ(refusal({.query = "&token=nonsense"}),
            R"(4{"message":"Unauthorized - Invalid token","data":{"message":"Invalid token"}})")
      << "whoever brings it in the query is a client of 000";
  EXPECT_EQ(refusal({.auth_json = auth(cast().patient.access_token), .nsp = "/foo,"}),
            R"(4/foo,{"message":"Invalid namespace"})");
  auto gone = patient(client, "gone");
  disable(gone);
  EXPECT_EQ(refusal({.auth_json = auth(gone.access_token)}).substr(0, 27), R"(4{"message":"INVALID_TOKEN")");
}

TEST_F(SocketIo, TakesTheTokenFromAuthHeaderOrQuery) {
  const auto& token = cast().patient.access_token;
  EXPECT_EQ(refusal({.auth_json = auth(token)}), "let in");
  EXPECT_EQ(refusal({.headers = {{"Authorization", "Bearer " + token}}}), "let in");
  EXPECT_EQ(refusal({.headers = {{"Authorization", token}}}), "let in");
  EXPECT_EQ(refusal({.query = "&token=" + token}), "let in");
  EXPECT_EQ(refusal({.auth_json = auth("nonsense"), .query = "&token=" + token}).substr(0, 2), "4{")
      << "what is in auth counts";
}

TEST_F(SocketIo, OffersNoRecoveryThatIsNotReal) {
  const SocketIoClient none(deployment.websocket_url(""),
                            {.auth_json = auth(cast().patient.access_token), .query = "&recover=0"});
  EXPECT_EQ(none.pid(), "") << "it does not want one";
  SocketIoClient socket(deployment.websocket_url(""), {.auth_json = auth(cast().patient.access_token)});
  EXPECT_NE(socket.pid(), "") << "tests/recovery holds it to its word";
  const auto opening = Json::parse(socket.opening().substr(1));
  EXPECT_EQ(opening["pingInterval"].number(), 25'000);
  EXPECT_EQ(opening["pingTimeout"].number(), 20'000);
  EXPECT_EQ(opening["maxPayload"].number(), 1'000'000);
  EXPECT_EQ(opening["upgrades"].size(), 0U);
}

TEST_F(SocketIo, PlaysOverPolling) {
  const auto sid = "&sid=" + open_by_polling();
  EXPECT_EQ(poll(sid, "POST", "40" + auth(cast().patient.access_token)).body, "ok");
  EXPECT_EQ(poll(sid).body.substr(0, 8), R"(40{"sid")");
  EXPECT_EQ(poll(sid, "POST", R"(427["join-queue",")" + queue + "\"]").body, "ok");
  std::string heard;
  while (heard.find("queue:status_update") == std::string::npos) heard += poll(sid).body + '\n';
  EXPECT_NE(without_positions(heard).find(R"(42["join-queue",null])"), std::string::npos) << heard;
  EXPECT_NE(heard.find(R"(437[{"success":true}])"), std::string::npos) << heard;
  take(cast().other_patient, queue);
  EXPECT_EQ(without_positions(poll(sid).body), R"(42["queue:status_update",)" + status() + "]");
}

TEST_F(SocketIo, AnswersPollsOfOtherOriginsAndUnknownSessions) {
  const auto unknown = poll("&sid=nobody", "GET", "", {{"Origin", "https://anywhere.example"}});
  EXPECT_EQ(unknown.status, 400);
  EXPECT_EQ(unknown.body, R"({"code":1,"message":"Session ID unknown"})");
  EXPECT_EQ(unknown.header("access-control-allow-origin"), "*");
  EXPECT_EQ(unknown.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(poll("", "OPTIONS", "", {{"Origin", "https://anywhere.example"}}).status, 204);
}

TEST_F(SocketIo, IsToldToStayAwayWhenTheSessionEnds) {
  auto person = patient(client, "leaving");
  SocketIoClient socket(deployment.websocket_url(""), {.auth_json = auth(person.access_token)});
  client.post("/api/auth/logout", R"({"refreshToken":")" + person.refresh_token + "\"}", person.access_token);
  EXPECT_EQ(socket.receive(5s), "1") << "the namespace's DISCONNECT: a client does not come back by itself";
  EXPECT_FALSE(socket.receive(5s));
  EXPECT_TRUE(socket.ended());
  EXPECT_EQ(refusal({.auth_json = auth(person.access_token)}),
            R"(4{"message":"INVALID_TOKEN","data":{"message":"Token has been expired"}})");
}

TEST_F(SocketIo, SurvivesWhatIsNoEventOfOurs) {
  SocketIoClient socket(deployment.websocket_url(""), {.auth_json = auth(cast().patient.access_token)});
  socket.send_event("no-such-event", "1", "3");
  socket.send_event("join-queue", R"([{"_placeholder":true}])", "4");
  EXPECT_EQ(socket.receive(5s), error_frame("join-queue-error", "Invalid queue id"));
  EXPECT_EQ(socket.receive(5s), R"({"id":4,"data":{"success":false,"error":"Invalid queue id"}})");
}

}  // namespace
}  // namespace frontdesk::contract
