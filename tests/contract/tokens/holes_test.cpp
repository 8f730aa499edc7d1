// Ways round a signature, a key, a session or a role, tried on the running system at every door: contracts' README,
// section 2; contract 003, section 1 (safe).
#include "tests/contract/tokens/tokens.hpp"

namespace frontdesk::contract {
namespace {

struct Holes : TokenContract {
  // Refused by reads, commands and both kinds of sockets, with 004's words for it.
  void expect_refused(const std::string& token, const std::string& words, const std::string& what) {
    SCOPED_TRACE(what);
    const auto refusal = R"(401 {"success":false,"message":")" + words + R"(","errors":null,"meta":null})";
    EXPECT_EQ(said(me(token)), refusal);
    EXPECT_EQ(said(change_nothing(token)), refusal);
    EXPECT_EQ(socketio_by_auth(token).substr(0, 28), R"(4{"message":"INVALID_TOKEN",)");
    EXPECT_EQ(websocket("?token=" + token), R"(401 {"message":"Unauthorized - Invalid token"})");
  }
  static std::string secret() { return std::getenv("JWT_SECRET"); }
  static std::string claims(const std::string& more = {}) {
    return R"({"userId":"somebody","role":"admin","exp":4102444800)" + more + "}";
  }
  static std::string kid_of(const std::string& token) {
    return Json::parse(auth::from_base64url(token.substr(0, token.find('.'))).value())["kid"].text();
  }
};

TEST_F(Holes, NoAlgorithmIsNoSignature) {
  for (const auto* header : {R"({"alg":"none"})", R"({"alg":"None"})", R"({"alg":"nOnE"})", R"({"alg":""})", R"({})"}) {
    const auto unsigned_part = auth::to_base64url(header) + "." + auth::to_base64url(claims());
    expect_refused(unsigned_part + ".", "jwt signature is required", header);
    expect_refused(unsigned_part + ".c2ln", "invalid algorithm", header);
  }
}

TEST_F(Holes, ThePublicKeyIsNoSecret) {
  const auto text = pem("JWT_PUBLIC_KEY");
  for (const auto& key : {text, text.substr(0, text.find_last_not_of('\n') + 1), std::string()}) {
    expect_refused(signed_token(R"({"alg":"HS256"})", claims(), key), "invalid signature", "HS256");
  }
  const auto kid = kid_of(patient(client).access_token);
  const auto named = R"(","kid":")" + kid + "\"}";
  expect_refused(signed_token(R"({"alg":"HS256)" + named, claims(), text), "invalid algorithm", "by the key's name");
  expect_refused(signed_token(R"({"alg":"HS256)" + named, claims(), secret()), "invalid algorithm",
                 "the secret by the name of the other key");
  expect_refused(signed_token(R"({"alg":"RS256"})", claims(), secret()), "invalid signature", "a MAC for a signature");
}

TEST_F(Holes, OtherAlgorithmsOfTheSameFamilyAreNone) {
  for (const auto* algorithm : {"HS384", "HS512", "RS384", "RS512", "PS256", "ES256", "EdDSA", "hs256"}) {
    expect_refused(signed_token(R"({"alg":")" + std::string(algorithm) + "\"}", claims(), secret()),
                   "invalid algorithm", algorithm);
  }
}

TEST_F(Holes, NoLiteralIsAToken) {
  for (const auto* literal : {"demo-token", "null", "undefined", "Bearer"}) {
    expect_refused(literal, "jwt malformed", literal);
  }
}

TEST_F(Holes, AnOutsideTokenIsNoRefreshTokenAndNoOtherKind) {
  for (const auto* type : {R"("refresh")", R"("id")", R"("Access")", "7", "true", "[]"}) {
    expect_refused(outside_token_of(claims(R"(,"type":)" + std::string(type))), "invalid token", type);
  }
  EXPECT_EQ(me(outside_token_of(claims(R"(,"type":"access")"))).status, 200);
  EXPECT_EQ(me(outside_token_of(claims(R"(,"type":null)"))).status, 200);
}

TEST_F(Holes, AnExpiredOrFutureTokenIsNone) {
  expect_refused(outside_token_of(R"({"userId":"somebody","exp":1700000000})"), "jwt expired", "expired");
  expect_refused(outside_token_of(R"({"userId":"somebody","exp":0})"), "jwt expired", "expired at the beginning");
  expect_refused(outside_token_of(R"({"userId":"somebody","exp":"4102444800"})"), "invalid token", "a text");
  expect_refused(outside_token_of(R"({"userId":"somebody","nbf":4102444800})"), "invalid token", "not yet");
}

// A session belongs to one user: nobody lives on another's, and a token that names one ends with it.
TEST_F(Holes, TheSessionOfAnotherIsNoSession) {
  const auto asha = patient(client);
  auto ben = patient(client);
  const auto sid = [](const Person& person) { return claims_of(person.access_token)["sid"].text(); };
  const auto outside = [](const std::string& user, const std::string& session) {
    return outside_token_of(R"({"userId":)" + json_text(user) + R"(,"sid":)" + json_text(session) +
                            R"(,"exp":4102444800})");
  };
  EXPECT_EQ(me(outside(asha.id, sid(asha))).status, 200);
  expect_refused(outside(asha.id, sid(ben)), "Unauthorized", "another's");
  expect_refused(outside(asha.id, "no-such-session"), "Unauthorized", "nobody's");
  expect_refused(outside(new_user(), sid(ben)), "Unauthorized", "a user nobody knows with somebody's session");
  client.post("/api/auth/logout", R"({"refreshToken":)" + json_text(ben.refresh_token) + "}");
  expect_refused(outside(ben.id, sid(ben)), "Unauthorized", "an ended one");
}

// Whatever an outside token says, under 004 its holder is neither staff nor administrator.
TEST_F(Holes, StaffClaimsOfAnOutsideTokenAreWorthNothing) {
  const auto admin = administrator(deployment, client);
  const auto clinic = create_clinic(client, admin);
  const auto staff = staff_of(client, admin, clinic);
  const auto queue = open_queue(client, admin, clinic);
  const auto denied = R"(401 {"success":false,"message":"Unauthorized","errors":null,"meta":null})";
  for (const auto& user : {admin.id, staff.id, new_user()}) {
    for (const auto* role : {"ADMIN", "STAFF", "admin", "Staff"}) {
      const auto token = outside_token_of(R"({"userId":)" + json_text(user) + R"(,"role":)" + json_text(role) +
                                          R"(,"clinicId":)" + json_text(clinic) + R"(,"exp":4102444800})");
      EXPECT_EQ(said(client.post("/api/queues/init/" + clinic, "{}", token)), denied) << user << role;
      EXPECT_EQ(said(client.get("/api/clinic/" + clinic + "/staff", token)), denied) << user << role;
      EXPECT_EQ(said(client.send("PATCH", "/api/clinic/" + clinic, "{}", token)), denied) << user << role;
      WebSocketClient socket(deployment.websocket_url("/?token=" + token));
      socket.send_event("queue:call_next", json_text(queue), "1");
      EXPECT_EQ(socket.receive(std::chrono::seconds(5)), R"({"event":"queue:call_next_error","data":"Unauthorized"})");
    }
  }
}

TEST_F(Holes, TheInnerDoorIsNotReachableThroughTheEdge) {
  const auto answered = client.post("/internal/outside-users", "", outside_token(new_user(), "buyer"));
  EXPECT_EQ(answered.status, 404) << answered.body;
  ClinicClient inside(deployment, deployment.command_api_port());
  EXPECT_EQ(inside.post("/internal/outside-users", "", "nonsense").status, 401);
  EXPECT_EQ(inside.post("/internal/outside-users", "", outside_token(new_user(), "doctor")).status, 401);
  EXPECT_EQ(inside.post("/internal/outside-users", "", patient(client).access_token).status, 401);
}

}  // namespace
}  // namespace frontdesk::contract
