// Contract 004, section 2: tokens and sessions. Contracts' README, section 2.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "platform/auth/base64url.hpp"
#include "tests/contract/clinics/made_tokens.hpp"
#include "tests/support/websocket_client.hpp"

namespace frontdesk::contract {
namespace {

std::string login_body(const std::string& email, const std::string& password, const std::string& more_json = {}) {
  return R"({"email":")" + email + R"(","password":")" + password + '"' + more_json + "}";
}

std::string refresh_body(const std::string& token) { return R"({"refreshToken":")" + token + R"("})"; }

struct Sessions : Contract {
  Answered refresh(const std::string& token) { return client.post("/api/auth/refresh-token", refresh_body(token)); }
  Answered me(const std::string& access_token) { return client.get("/api/auth/me", access_token); }
  Json sessions_of(const Person& person) {
    return client.get("/api/auth/sessions", person.access_token).json()["data"];
  }
  static constexpr std::chrono::seconds reuse_grace{10};
  const std::string refused = failure(401, "Unauthorized");
};

TEST_F(Sessions, OpenWithALogin) {
  const auto person = register_person(client);
  const auto answered = client.post("/api/auth/login", login_body(person.email, person.password));
  const auto data = answered.json()["data"];
  EXPECT_EQ(said(answered),
            success(200, "Logged in successfully",
                    R"({"user":{"id":")" + data["user"]["id"].text() + R"(","email":")" + person.email +
                        R"(","firstName":"Asha","lastName":"Rao Patel","role":"PATIENT","clinicId":null,)"
                        R"("profilePicture":"https://api.dicebear.com/9.x/initials/svg?seed=Asha Rao Patel"},)"
                        R"("accessToken":")" +
                        data["accessToken"].text() + R"(","refreshToken":")" + data["refreshToken"].text() + R"("})"));
  const auto token = data["refreshToken"].text();
  EXPECT_EQ(token.size(), 128U);
  EXPECT_EQ(token.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST_F(Sessions, AcceptADevice) {
  const auto person = register_person(client);
  const std::string device = R"(,"deviceInfo":{"userAgent":"Qure/1.0"})";
  const auto answered = client.post("/api/auth/login", login_body(person.email, person.password, device));
  ASSERT_EQ(answered.status, 200) << answered.body;
  const auto token = answered.json()["data"]["refreshToken"].text();
  EXPECT_EQ(client.post("/api/auth/refresh-token", R"({"refreshToken":")" + token + '"' + device + "}").status, 200);
}

TEST_F(Sessions, PrintTheClaimsOfTheContract) {
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
  auto person = patient(client);
  const auto header = part_of(person.access_token, 0);
  EXPECT_EQ(header["alg"].text(), "RS256");
  EXPECT_EQ(header["typ"].text(), "JWT");
  const auto claims = part_of(person.access_token, 1);
  EXPECT_EQ(claims["id"].text(), person.id);
  EXPECT_EQ(claims["userId"].text(), person.id);
  EXPECT_EQ(claims["email"].text(), person.email);
  EXPECT_EQ(claims["role"].text(), "PATIENT");
  EXPECT_EQ(claims["name"].text(), "Asha Rao Patel");
  EXPECT_EQ(claims["type"].text(), "access");
  EXPECT_TRUE(is_uuid(claims["sid"].text()));
  EXPECT_EQ(claims["iss"].text(), "Qure");
  EXPECT_NEAR(static_cast<double>(claims["iat"].number()), static_cast<double>(now.count()), 5);
  EXPECT_EQ(claims["exp"].number() - claims["iat"].number(), 3600);
  EXPECT_EQ(claims.size(), 10U);
}

TEST_F(Sessions, AreSignedWithAPublishedKey) {
  const auto answered = client.get("/.well-known/jwks.json");
  ASSERT_EQ(answered.status, 200);
  EXPECT_EQ(answered.header("cache-control"), "public, max-age=300");
  const auto body = answered.json();
  EXPECT_EQ(body.size(), 1U);
  bool found = false;
  for (std::size_t i = 0; i < body["keys"].size(); ++i) {
    const auto key = body["keys"][i];
    EXPECT_EQ(key["kty"].text() + key["use"].text() + key["alg"].text(), "RSAsigRS256");
    EXPECT_FALSE(key["n"].text().empty() || key["e"].text().empty());
    EXPECT_EQ(key.size(), 6U) << "no part of a private key: " << key.dump();
    found = found || key["kid"].text() == part_of(cast().patient.access_token, 0)["kid"].text();
  }
  EXPECT_TRUE(found);
}

TEST_F(Sessions, DoNotOpenForAWrongPasswordOrAnUnknownEmail) {
  const auto person = register_person(client);
  const auto wrong = failure(401, "Invalid email or password");
  EXPECT_EQ(said(client.post("/api/auth/login", login_body(person.email, "wrong password"))), wrong);
  EXPECT_EQ(said(client.post("/api/auth/login", login_body(unique_name("nobody") + "@example.com", "some password"))),
            wrong);
}

TEST_F(Sessions, TakeAsLongToRefuseAnUnknownEmailAsAWrongPassword) {
  const auto person = register_person(client);
  const auto fastest = [&](const std::string& email) {
    auto best = std::chrono::steady_clock::duration::max();
    for (int i = 0; i < 3; ++i) {
      const auto start = std::chrono::steady_clock::now();
      client.post("/api/auth/login", login_body(email, "wrong password"));
      best = std::min(best, std::chrono::steady_clock::now() - start);
    }
    return best;
  };
  // Hashing takes many times what the rest of a login does.
  EXPECT_GT(fastest(unique_name("nobody") + "@example.com") * 3, fastest(person.email));
}

TEST_F(Sessions, LieSideBySide) {
  auto first = patient(client);
  auto second = first;
  log_in(client, second);
  EXPECT_NE(part_of(first.access_token, 1)["sid"].text(), part_of(second.access_token, 1)["sid"].text());
  EXPECT_EQ(me(first.access_token).status, 200);
  EXPECT_EQ(me(second.access_token).status, 200);
}

TEST_F(Sessions, AreRefreshedWithANewPairOfTheSameSession) {
  auto person = patient(client);
  const auto answered = refresh(person.refresh_token);
  const auto data = answered.json()["data"];
  EXPECT_EQ(said(answered), success(200, "Success",
                                    R"({"accessToken":")" + data["accessToken"].text() + R"(","refreshToken":")" +
                                        data["refreshToken"].text() + R"("})"));
  EXPECT_NE(data["refreshToken"].text(), person.refresh_token);
  EXPECT_EQ(part_of(data["accessToken"].text(), 1)["sid"].text(), part_of(person.access_token, 1)["sid"].text());
  EXPECT_EQ(me(data["accessToken"].text()).status, 200);
  EXPECT_EQ(me(person.access_token).status, 200) << "the access token issued before lives until it expires";
  EXPECT_EQ(refresh(data["refreshToken"].text()).status, 200);
}

TEST_F(Sessions, RefuseUnknownRefreshTokens) {
  EXPECT_EQ(said(refresh(std::string(128, 'a'))), refused);
  EXPECT_EQ(said(refresh("x")), refused);
}

// Two tabs of one browser share a refresh token, and each refreshes when it wakes.
TEST_F(Sessions, StayWhenASpentTokenIsUsedAgainJustAfter) {
  auto person = patient(client);
  auto live = person.refresh_token;
  for (int round = 0; round < 5; ++round) {
    const auto spent = live;
    const auto winner = refresh(spent);
    ASSERT_EQ(winner.status, 200) << winner.body;
    std::this_thread::sleep_for(std::chrono::milliseconds(5 * round));
    EXPECT_EQ(said(refresh(spent)), refused) << "the loser gains nothing";
    live = winner.json()["data"]["refreshToken"].text();
    person.access_token = winner.json()["data"]["accessToken"].text();
  }
  EXPECT_EQ(me(person.access_token).status, 200);
  EXPECT_EQ(sessions_of(person).size(), 1U);
  EXPECT_EQ(refresh(live).status, 200) << "the winner stays logged in";
}

TEST_F(Sessions, RevokeTheFamilyWhenASpentTokenIsUsedAgainAfterTheGrace) {
  auto person = patient(client);
  const auto next = refresh(person.refresh_token).json()["data"];
  auto elsewhere = person;
  log_in(client, elsewhere);
  WebSocketClient socket(deployment.websocket_url("/?token=" + next["accessToken"].text()));
  std::this_thread::sleep_for(reuse_grace + std::chrono::milliseconds(500));
  EXPECT_EQ(said(refresh(person.refresh_token)), refused);
  EXPECT_EQ(said(refresh(next["refreshToken"].text())), refused) << "the newest token of the family too";

  EXPECT_EQ(me(person.access_token).status, 200) << "access tokens run out by themselves";
  EXPECT_EQ(me(next["accessToken"].text()).status, 200);
  EXPECT_FALSE(socket.receive(std::chrono::milliseconds(300)));
  EXPECT_FALSE(socket.ended()) << "and their sockets with them";

  const auto listed = sessions_of(person);
  ASSERT_EQ(listed.size(), 1U) << listed.dump();
  EXPECT_EQ(listed[0]["id"].text(), part_of(elsewhere.access_token, 1)["sid"].text());
  EXPECT_EQ(refresh(elsewhere.refresh_token).status, 200) << "no other family is touched";

  client.post("/api/auth/logout", refresh_body(person.refresh_token));
  EXPECT_EQ(said(me(next["accessToken"].text())), refused) << "what is revoked can still be ended";
}

TEST_F(Sessions, LetOneOfSimultaneousUsesOfARefreshTokenThrough) {
  for (int round = 0; round < 3; ++round) {
    auto person = patient(client);
    std::atomic<int> successes{0};
    std::atomic<int> refusals{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 12; ++i) {
      threads.emplace_back([&] {
        ClinicClient one(deployment);
        const auto answered = one.post("/api/auth/refresh-token", refresh_body(person.refresh_token));
        if (answered.status == 200) ++successes;
        if (said(answered) == refused) ++refusals;
      });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(successes, 1);
    EXPECT_EQ(refusals, 11);
  }
}

TEST_F(Sessions, EndAtOnceByLogout) {
  auto person = patient(client);
  auto elsewhere = person;
  log_in(client, elsewhere);
  EXPECT_EQ(said(client.post("/api/auth/logout", refresh_body(person.refresh_token))),
            success(200, "Logged out successfully", "null"));
  EXPECT_EQ(said(me(person.access_token)), refused);
  EXPECT_EQ(said(refresh(person.refresh_token)), refused);
  EXPECT_EQ(me(elsewhere.access_token).status, 200) << "other sessions stay";
}

TEST_F(Sessions, EndByLogoutWithASpentToken) {
  auto person = patient(client);
  const auto next = refresh(person.refresh_token).json()["data"];
  EXPECT_EQ(said(client.post("/api/auth/logout", refresh_body(person.refresh_token))),
            success(200, "Logged out successfully", "null"));
  EXPECT_EQ(said(me(next["accessToken"].text())), refused);
  EXPECT_EQ(said(refresh(next["refreshToken"].text())), refused);
}

TEST_F(Sessions, AreLeftByLogoutWithAnUnknownToken) {
  EXPECT_EQ(said(client.post("/api/auth/logout", refresh_body("never issued"))),
            success(200, "Logged out successfully", "null"));
}

TEST_F(Sessions, EndWhenTheAccountIsDisabledAndSaySo) {
  auto person = patient(client);
  disable(person);
  const auto disabled = failure(401, "Account is disabled");
  EXPECT_EQ(said(me(person.access_token)), disabled);
  EXPECT_EQ(said(refresh(person.refresh_token)), disabled);
  EXPECT_EQ(said(client.post("/api/auth/login", login_body(person.email, person.password))), disabled);
  EXPECT_EQ(said(client.post("/api/auth/login", login_body(person.email, "wrong password"))),
            failure(401, "Invalid email or password"))
      << "only who knows the password is told";
  const auto before = person;
  enable(person);
  EXPECT_EQ(said(me(before.access_token)), refused) << "ended for good";
  EXPECT_EQ(said(refresh(before.refresh_token)), refused);
  log_in(client, person);
  EXPECT_EQ(me(person.access_token).status, 200);
}

TEST_F(Sessions, FollowARoleThatWasGivenSince) {
  auto person = patient(client);
  const auto added = client.post("/api/clinic/" + cast().clinic + "/staff", R"({"userId":")" + person.id + R"("})",
                                 cast().admin.access_token);
  ASSERT_EQ(added.status, 201) << added.body;
  const auto shown = me(person.access_token).json()["data"];
  EXPECT_EQ(shown["role"].text(), "STAFF");
  EXPECT_EQ(shown["clinicId"].text(), cast().clinic);
  EXPECT_EQ(client.get("/api/clinic/" + cast().clinic + "/staff", person.access_token).status, 200);
  const auto next = refresh(person.refresh_token).json()["data"]["accessToken"].text();
  EXPECT_EQ(part_of(next, 1)["role"].text(), "STAFF");
}

struct Tokens : Sessions {
  std::string told(const std::string& token) { return said(me(token)); }
};

TEST_F(Tokens, ExpireWithTheirOwnText) {
  EXPECT_EQ(told(expired_token(cast().patient)), failure(401, "jwt expired"));
  EXPECT_EQ(me(own_token(claims_of(cast().patient))).status, 200) << "the same, not expired";
}

TEST_F(Tokens, AreRefusedWithTheTextOfTheirFault) {
  const auto& token = cast().patient.access_token;
  const auto head = token.substr(0, token.find('.'));
  const auto claims = token.substr(head.size() + 1, token.rfind('.') - head.size() - 1);
  const auto signature = token.substr(token.rfind('.') + 1);
  const auto with_header = [&](const std::string& json) { return auth::to_base64url(json) + "." + claims; };
  EXPECT_EQ(told("abc"), failure(401, "jwt malformed"));
  EXPECT_EQ(told("a.b"), failure(401, "jwt malformed"));
  EXPECT_EQ(told("a.b.c.d"), failure(401, "jwt malformed"));
  EXPECT_EQ(told("abc.def.ghi"), failure(401, "invalid token"));
  EXPECT_EQ(told(head + "." + claims + "."), failure(401, "jwt signature is required"));
  EXPECT_EQ(told(with_header(R"({"alg":"none","typ":"JWT"})") + "."), failure(401, "jwt signature is required"));
  EXPECT_EQ(told(with_header(R"({"alg":"RS512","typ":"JWT"})") + "." + signature), failure(401, "invalid algorithm"));
  auto damaged = signature;
  damaged[10] = damaged[10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(told(head + "." + claims + "." + damaged), failure(401, "invalid signature"));
  const auto promoted = auth::to_base64url(R"({"id":")" + cast().patient.id + R"(","role":"ADMIN","exp":9999999999})");
  EXPECT_EQ(told(head + "." + promoted + "." + signature), failure(401, "invalid signature"));
}

TEST_F(Tokens, OfNoUserOrSessionAreUnauthorized) {
  auto claims = claims_of(cast().patient);
  claims.user_id = no_such_id;
  EXPECT_EQ(told(own_token(claims)), refused) << "no such user";
  claims = claims_of(cast().patient);
  claims.session_id = no_such_id;
  EXPECT_EQ(told(own_token(claims)), refused) << "no such session";
  claims.session_id = part_of(cast().other_patient.access_token, 1)["sid"].text();
  EXPECT_EQ(told(own_token(claims)), refused) << "the session of somebody else";
}

TEST_F(Tokens, ComeOnlyAsABearer) {
  const auto& token = cast().patient.access_token;
  for (const auto& header :
       std::vector<std::string>{token, "bearer " + token, "Basic " + token, "Bearer", "Bearer ", ""}) {
    EXPECT_EQ(said(client.get("/api/auth/me", {}, {{"Authorization", header}})), refused) << header.substr(0, 10);
  }
  EXPECT_EQ(said(client.get("/api/auth/me")), refused);
  EXPECT_EQ(said(client.get("/api/auth/me?token=" + token)), refused);
  EXPECT_EQ(said(client.get("/api/auth/me", {}, {{"Cookie", "token=" + token}})), refused);
}

}  // namespace
}  // namespace frontdesk::contract
