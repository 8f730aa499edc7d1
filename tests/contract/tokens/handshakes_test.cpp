// Where a socket's token comes from and how it is refused: contracts' README, section 2 and conflict 19; contract 000,
// sections 4 and 7.
#include "tests/contract/tokens/tokens.hpp"

namespace frontdesk::contract {
namespace {

struct Handshakes : TokenContract {
  static std::string refused(const std::string& message, const std::string& words) {
    return R"(4{"message":")" + message + R"(","data":{"message":")" + words + R"("}})";
  }
  static std::string expired() { return outside_token_of(R"({"userId":"petOwner123","exp":1700000000})"); }
  static std::string unknown_doctor() { return outside_token(new_user(), "doctor"); }
  std::string ended() {
    const auto person = patient(client);
    client.post("/api/auth/logout", R"({"refreshToken":)" + json_text(person.refresh_token) + "}");
    return person.access_token;
  }
};

TEST_F(Handshakes, TellWhyATokenIsRefused) {
  const auto told = [&](const std::string& token) { return socketio_by_auth(token); };
  EXPECT_EQ(socketio({}), refused("UNAUTHORIZED", "Authentication token required"));
  EXPECT_EQ(told(""), refused("UNAUTHORIZED", "Authentication token required"));
  EXPECT_EQ(told("nonsense"), refused("INVALID_TOKEN", "Invalid token"));
  EXPECT_EQ(told(expired()), refused("INVALID_TOKEN", "Token expired"));
  EXPECT_EQ(told(ended()), refused("INVALID_TOKEN", "Token has been expired"));
  EXPECT_EQ(told(unknown_doctor()), refused("INVALID_TOKEN", "User not found"));
  EXPECT_EQ(told(outside_token_of(R"({"role":"admin"})")), refused("INVALID_TOKEN", "Invalid token"))
      << "it names nobody";
}

TEST_F(Handshakes, TellAClientWhoseTokenIsInTheQueryInTheWordsOf000) {
  const auto told = [&](const std::string& token) { return socketio({.query = "&token=" + token}); };
  const std::string invalid = "Unauthorized - Invalid token";
  EXPECT_EQ(told("nonsense"), refused(invalid, "Invalid token"));
  EXPECT_EQ(told(expired()), refused(invalid, "Token expired"));
  EXPECT_EQ(told(ended()), refused(invalid, "Token has been expired"));
  EXPECT_EQ(told(unknown_doctor()), refused(invalid, "User not found"));
  EXPECT_EQ(socketio({.query = "&token="}),
            refused("Unauthorized - No token provided", "Authentication token required"))
      << "whoever has the parameter is a client of 000";
}

TEST_F(Handshakes, TakeTheFirstTokenThatIsThere) {
  const auto good = outside_token("petOwner-of-handshakes", "petOwner");
  const auto auth = R"({"token":)" + json_text(good) + "}";
  const auto bad_auth = R"({"token":"nonsense"})";
  EXPECT_EQ(socketio({.auth_json = auth}), "let in");
  EXPECT_EQ(socketio({.headers = {{"Authorization", "Bearer " + good}}}), "let in");
  EXPECT_EQ(socketio({.headers = {{"Authorization", good}}}), "let in");
  EXPECT_EQ(socketio({.query = "&token=" + good}), "let in");
  EXPECT_EQ(socketio({.auth_json = auth, .query = "&token=nonsense"}), "let in");
  EXPECT_EQ(socketio({.auth_json = bad_auth, .query = "&token=" + good}), refused("INVALID_TOKEN", "Invalid token"));
  EXPECT_EQ(socketio({.query = "&token=" + good, .headers = {{"Authorization", "Bearer nonsense"}}}),
            refused("INVALID_TOKEN", "Invalid token"));
  EXPECT_EQ(socketio({.auth_json = R"({"token":7})", .query = "&token=" + good}), "let in")
      << "what is no text is none";
  EXPECT_EQ(socketio({.headers = {{"Cookie", "next-auth.session-token=" + good}}}),
            refused("UNAUTHORIZED", "Authentication token required"))
      << "a cookie counts under /api/appointment-chat alone";
}

TEST_F(Handshakes, OfThePlainWebSocketTakeTheQueryAlone) {
  const auto good = outside_token("petOwner-of-handshakes", "petOwner");
  const std::string missing = R"(401 {"message":"Unauthorized - No token provided"})";
  const std::string invalid = R"(401 {"message":"Unauthorized - Invalid token"})";
  EXPECT_EQ(websocket("?token=" + good), "let in");
  EXPECT_EQ(websocket(""), missing);
  EXPECT_EQ(websocket("?token="), missing);
  EXPECT_EQ(websocket("?token=nonsense"), invalid);
  EXPECT_EQ(websocket("?token=" + expired()), invalid);
  EXPECT_EQ(websocket("?token=" + ended()), invalid);
  EXPECT_EQ(websocket("?token=" + unknown_doctor()), invalid);
  const auto with_header = [&](const WebSocketClient::Headers& headers) {
    try {
      const WebSocketClient let_in(deployment.websocket_url("/"), headers);
      return std::string("let in");
    } catch (const WebSocketClient::Refused& refusal) {
      return std::to_string(refusal.status) + " " + refusal.body;
    }
  };
  EXPECT_EQ(with_header({{"Authorization", "Bearer " + good}}), missing);
  EXPECT_EQ(with_header({{"Cookie", "next-auth.session-token=" + good}}), missing);
}

TEST_F(Handshakes, CloseWhenAnOutsideTokenExpires) {
  const auto now_s =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  const auto token = outside_token_of(R"({"userId":"petOwner-of-handshakes","exp":)" + std::to_string(now_s + 3) + "}");
  WebSocketClient plain(deployment.websocket_url("/?token=" + token));
  SocketIoClient socketio(deployment.websocket_url(""), {.query = "&token=" + token});
  EXPECT_FALSE(plain.receive(std::chrono::seconds(8)));
  EXPECT_TRUE(plain.ended());
  while (!socketio.ended() && socketio.receive(std::chrono::seconds(8))) {
  }
  EXPECT_TRUE(socketio.ended());
}

}  // namespace
}  // namespace frontdesk::contract
