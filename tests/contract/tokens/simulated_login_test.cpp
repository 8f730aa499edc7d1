// POST /get-token: contract 000, sections 2, 3 and 7; contracts' README, sections 2 and 4.
#include <chrono>
#include <thread>

#include "tests/contract/api_document/witness.hpp"
#include "tests/contract/tokens/tokens.hpp"

namespace frontdesk::contract {
namespace {

[[maybe_unused]] const auto* const witness = testing::AddGlobalTestEnvironment(new Witness);

std::string message(int status, const std::string& text) {
  return std::to_string(status) + R"( {"message":")" + text + "\"}";
}

struct SimulatedLogin : TokenContract {
  Answered get_token(const std::string& body, const std::string& path = "/get-token") {
    return client.post(path, body);
  }
  static std::string of(const std::string& user_id, const std::string& role = {}) {
    const auto more = role.empty() ? "" : R"(,"role":)" + json_text(role);
    return R"({"userId":)" + json_text(user_id) + more + "}";
  }
  std::string role_of(const Answered& answered) {
    return answered.status == 201 ? claims_of(answered.json()["token"].text())["role"].text() : said(answered);
  }
};

TEST_F(SimulatedLogin, GivesTheDocumentedIdsTheirTokensAtBothPaths) {
  const std::pair<const char*, const char*> documented[] = {
      {"petOwner123", "petOwner"}, {"hospital456", "hospital"}, {"staff789", "staff"}};
  for (const auto* path : {"/get-token", "/api/get-token"}) {
    for (const auto& [user_id, role] : documented) {
      const auto answered = get_token(of(user_id), path);
      ASSERT_EQ(answered.status, 201) << answered.body;
      const auto token = answered.json()["token"].text();
      EXPECT_EQ(answered.body, R"({"token":")" + token + "\"}");
      EXPECT_EQ(answered.header("cache-control"), "no-store");
      const auto claims = claims_of(token);
      const auto now_s =
          std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
      EXPECT_EQ(claims.size(), 4U) << claims.dump();
      EXPECT_EQ(claims["userId"].text(), user_id);
      EXPECT_EQ(claims["role"].text(), role);
      EXPECT_NEAR(static_cast<double>(claims["iat"].number()), static_cast<double>(now_s), 5);
      EXPECT_EQ(claims["exp"].number(), claims["iat"].number() + 3600);
      EXPECT_EQ(me(token).json()["data"]["id"].text(), user_id) << "it is taken at once, everywhere";
      EXPECT_EQ(websocket("?token=" + token), "let in");
    }
  }
}

TEST_F(SimulatedLogin, NamesARoleByTheBeginningOfAnUnknownIdElseAnOwners) {
  EXPECT_EQ(role_of(get_token(of(new_user("PETOWNER")))), "petOwner");
  EXPECT_EQ(role_of(get_token(of(new_user("Hospital")))), "hospital");
  EXPECT_EQ(role_of(get_token(of(new_user("STAFF")))), "staff");
  EXPECT_EQ(role_of(get_token(of(new_user("admin")))), "admin");
  EXPECT_EQ(role_of(get_token(of(new_user("somebody")))), "petOwner");
  EXPECT_EQ(role_of(get_token(of(new_user("mystaff")))), "petOwner");
}

TEST_F(SimulatedLogin, TakesARoleAskedForInAnyCaseAndKeepsIt) {
  const auto user = new_user("staff");
  EXPECT_EQ(role_of(get_token(of(user, "HOSPITAL"))), "hospital");
  EXPECT_EQ(role_of(get_token(of(user))), "hospital") << "the stored role, not the id's";
  EXPECT_EQ(role_of(get_token(of(user, "hospital"))), "hospital");
  for (const auto* path : {"/get-token", "/api/get-token"}) {
    EXPECT_EQ(said(get_token(of(user, "staff"), path)), message(409, "User already has another role"));
  }
  EXPECT_EQ(role_of(get_token(R"({"userId":)" + json_text(user) + R"(,"role":null})")), "hospital");
}

TEST_F(SimulatedLogin, KnowsNoRoleOfAnotherApi) {
  for (const auto* role :
       {"pet_parent", "veterinarian", "doctor", "patient", "buyer", "seller", "employee", "root", ""}) {
    EXPECT_EQ(said(get_token(R"({"userId":"petOwner123","role":)" + json_text(role) + "}")),
              message(400, "Invalid role"))
        << role;
  }
  EXPECT_EQ(said(get_token(R"({"userId":"petOwner123","role":["staff"]})")), message(400, "Invalid role"));
  EXPECT_EQ(said(get_token(R"({"userId":"petOwner123","role":7})")), message(400, "Invalid role"));
}

TEST_F(SimulatedLogin, GivesNoTokenWithoutAnIdentity) {
  const auto required = message(400, "userId is required");
  const std::string long_id(128, 'x');
  for (const std::string body : {R"({})", R"({"userId":null})", R"({"userId":""})", R"({"userId":7})",
                                 R"({"userId":["petOwner123"]})", R"({"userId":{"$gt":""}})", R"({"userId":"a b"})",
                                 R"({"userId":"a/b"})", R"({"userId":"é"})", R"({"userId":"a\u0000"})",
                                 R"({"userId":" petOwner123"})", R"([])", R"(["petOwner123"])", R"({"role":"root"})"}) {
    EXPECT_EQ(said(get_token(body)), required) << body;
  }
  EXPECT_EQ(said(get_token("")), required);
  EXPECT_EQ(said(get_token(of(long_id + "x"))), required);
  EXPECT_EQ(role_of(get_token(of(long_id))), "petOwner");
  EXPECT_EQ(role_of(get_token(of("_.:@-"))), "petOwner");
  for (const auto* body : {"{", "petOwner123", "\"petOwner123\"", "null"}) {
    EXPECT_EQ(said(get_token(body)), message(400, "Invalid JSON")) << body;
  }
}

TEST_F(SimulatedLogin, IsForNobodyWhoCameAnotherWay) {
  const auto registered = patient(client);
  for (const auto* path : {"/get-token", "/api/get-token"}) {
    EXPECT_EQ(said(get_token(of(registered.id), path)), message(403, "This user must log in"));
  }
  const auto outside = new_user();
  ASSERT_EQ(me(outside_token(outside, "petOwner")).status, 200);
  EXPECT_EQ(said(get_token(of(outside))), message(403, "This user must log in"));
  EXPECT_EQ(said(get_token(of(outside, "staff"))), message(403, "This user must log in"));
}

TEST_F(SimulatedLogin, NeverCarriesRightsOfStaffOrAdministratorsOfClinics) {
  for (const auto* role : {"staff", "admin"}) {
    const auto token = get_token(of(new_user(), role)).json()["token"].text();
    EXPECT_EQ(said(client.post("/api/clinic", R"({"name":"Mine","latitude":1,"longitude":1})", token)),
              R"(401 {"success":false,"message":"Unauthorized","errors":null,"meta":null})");
  }
}

TEST_F(SimulatedLogin, IgnoresIdempotencyKeys) {
  const auto user = new_user();
  const auto ask = [&](const std::string& body) {
    return client.post("/get-token", body, {}, {{"Idempotency-Key", user}});
  };
  EXPECT_EQ(role_of(ask(of(user))), "petOwner");
  EXPECT_EQ(role_of(ask(of(new_user("staff")))), "staff");
}

TEST_F(SimulatedLogin, MakesOneUserOfManyFirstUsesAtOnce) {
  for (int round = 0; round < 5; ++round) {
    const auto user = new_user();
    std::vector<std::thread> threads;
    std::atomic<int> given{0};
    for (const auto* role : {"staff", "hospital", "staff", "hospital"}) {
      threads.emplace_back([this, &user, &given, role] {
        ClinicClient own(deployment);
        const auto answered = own.post("/get-token", of(user, role));
        given += answered.status == 201 ? 1 : 0;
        EXPECT_TRUE(answered.status == 201 || answered.status == 409) << said(answered);
      });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(given, 2) << "those who asked for the role of the first";
    EXPECT_EQ(admissions_of(user).size(), 1U);
  }
}

TEST_F(SimulatedLogin, AnswersOnlyToPost) {
  EXPECT_EQ(client.get("/get-token").status, 404);
  EXPECT_EQ(client.send("PUT", "/api/get-token", "{}").body.substr(0, 11), R"({"message":)");
}

// Another setting shows this: tests/days.
TEST(Documented, EveryAnswerOfTheSimulatedLoginWasSeen) {
  if (testing::GTEST_FLAG(filter) != "*") GTEST_SKIP() << "only a run of all tests can show all answers";
  for (const auto& missing : unseen_of({"pet_care"})) {
    if (missing.find("/get-token ") == std::string::npos) continue;
    const bool elsewhere = missing.ends_with("Simulated login is disabled") || missing.ends_with("Account is disabled");
    if (!elsewhere) ADD_FAILURE() << missing;
  }
}

}  // namespace
}  // namespace frontdesk::contract
