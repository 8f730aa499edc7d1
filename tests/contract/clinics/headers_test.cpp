// The contracts' README, section 9b, and docs/api.md: what answers say in their headers, and what requests may.
#include "tests/contract/clinics/contract.hpp"

namespace frontdesk::contract {
namespace {

struct Headers : Contract {
  const std::string patient_token = cast().patient.access_token;
};

TEST_F(Headers, ThatPagesNeedMayBeReadByThem) {
  const std::string exposed = "Location, Retry-After, X-Correlation-Id, Frontdesk-Projection";
  for (const auto* origin : {"http://localhost:3000", "https://other.example"}) {
    for (const auto& answered : {client.get("/api/auth/me", patient_token, {{"Origin", origin}}),
                                 client.post("/api/auth/login", "{", {}, {{"Origin", origin}}),
                                 client.get("/api/clinic/a/b/c", {}, {{"Origin", origin}})}) {
      EXPECT_EQ(answered.header("access-control-expose-headers"), exposed);
    }
  }
  EXPECT_EQ(client.get("/elsewhere", {}, {{"Origin", "https://other.example"}}).header("access-control-expose-headers"),
            "");
}

TEST_F(Headers, OfRequestsAreAllowedByPreflightsForTenMinutes) {
  for (const auto* path : {"/api/tokens", "/api/auth/login", "/nowhere/at/all", "/api/nothing"}) {
    const auto answered = client.send("OPTIONS", path, {}, {},
                                      {{"Origin", "http://localhost:3000"}, {"Access-Control-Request-Method", "POST"}});
    EXPECT_EQ(answered.status, 204) << path;
    EXPECT_EQ(answered.header("access-control-allow-origin"), "http://localhost:3000");
    EXPECT_EQ(answered.header("access-control-allow-headers"),
              "Authorization, Content-Type, Idempotency-Key, Prefer, X-Correlation-Id");
    EXPECT_EQ(answered.header("access-control-max-age"), "600");
  }
}

TEST_F(Headers, KeepAnswersWithTokensOutOfCaches) {
  auto person = register_person(client);
  const auto login =
      client.post("/api/auth/login", R"({"email":")" + person.email + R"(","password":")" + person.password + "\"}");
  ASSERT_EQ(login.status, 200) << login.body;
  EXPECT_EQ(login.header("cache-control"), "no-store");
  const auto refreshed = client.post("/api/auth/refresh-token",
                                     R"({"refreshToken":")" + login.json()["data"]["refreshToken"].text() + "\"}");
  ASSERT_EQ(refreshed.status, 200) << refreshed.body;
  EXPECT_EQ(refreshed.header("cache-control"), "no-store");
  EXPECT_EQ(client.get("/api/auth/me", patient_token).header("cache-control"), "");
}

TEST_F(Headers, ThatNameAContentEncodingRefuseTheBody) {
  const auto login = [this](const std::string& coding) {
    return said(client.post("/api/auth/login", "{}", {}, {{"Content-Encoding", coding}}));
  };
  for (const auto* coding : {"gzip", "br", "deflate", "GZip", "identity, gzip", "none"})
    EXPECT_EQ(login(coding), failure(400, "Unsupported content encoding")) << coding;
  EXPECT_EQ(login("identity"), said(client.post("/api/auth/login", "{}")));
  const auto take = take_body(fresh_queue());
  EXPECT_EQ(said(client.post("/api/tokens", take, {}, {{"Content-Encoding", "gzip"}})), failure(401, "Unauthorized"))
      << "a body is not looked at before the caller is";
  EXPECT_EQ(said(client.post("/api/tokens", take, patient_token, {{"Content-Encoding", "gzip"}})),
            failure(400, "Unsupported content encoding"));
}

struct Preferences : Contract {
  const std::string queue = fresh_queue();
  bool active = true;

  bool answered_before_it_can_be_read(ClinicClient::Headers preferences) {
    active = !active;
    const auto answered = client.send("PATCH", "/api/queues/" + queue + "/status",
                                      active ? R"({"isActive":true})" : R"({"isActive":false})",
                                      cast().admin.access_token, std::move(preferences));
    EXPECT_EQ(answered.status, 200) << answered.body;
    return answered.header("frontdesk-projection") == "pending";
  }
  // The projection may be quicker than the answer, but not each time.
  bool does_not_wait(const ClinicClient::Headers& preferences) {
    for (int i = 0; i < 20; ++i)
      if (answered_before_it_can_be_read(preferences)) return true;
    return false;
  }
};

TEST_F(Preferences, NotToWaitAreUnderstoodInEveryForm) {
  for (const auto* form : {"wait=0", "respond-async, wait=0", "Wait=0", R"(wait="0")", "wait = 0", "wait=0; a=b",
                           "respond-async,,wait=00"}) {
    EXPECT_TRUE(does_not_wait({{"Prefer", form}})) << form;
  }
  EXPECT_TRUE(does_not_wait({{"Prefer", "respond-async"}, {"Prefer", "wait=0"}}));
}

TEST_F(Preferences, OfOtherKindsWait) {
  for (const auto* form :
       {"respond-async", "wait", "wait=5", "wait=-0", "wait=5, wait=0", R"(a="wait=0")", "await=0"}) {
    EXPECT_FALSE(answered_before_it_can_be_read({{"Prefer", form}})) << form;
  }
}

}  // namespace
}  // namespace frontdesk::contract
