// Contract 004, section 1, and the contracts' README, sections 1 and 9: envelope, errors, headers, CORS, idempotency.
#include "tests/contract/clinics/contract.hpp"

namespace frontdesk::contract {
namespace {

struct Answers : Contract {
  const std::string patient_token = cast().patient.access_token;
};

TEST_F(Answers, OfHealthHaveTheirFourKeysAndNoEnvelope) {
  const auto answered = client.get("/health");
  EXPECT_EQ(said(answered), R"(200 {"health":"ok","timestamp":")" + answered.json()["timestamp"].text() +
                                R"(","version":"1.0.0","message":"Server is running"})");
  EXPECT_TRUE(is_time(answered.json()["timestamp"].text()));
}

TEST_F(Answers, AreJsonWithSecurityHeaders) {
  for (const auto& answered : {client.get("/health"), client.get("/api/auth/me"), client.post("/api/auth/login", "{"),
                               client.get("/api/auth/me", patient_token), client.get("/api/clinic/a/b/c")}) {
    EXPECT_EQ(answered.header("content-type"), "application/json; charset=utf-8");
    EXPECT_EQ(answered.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(answered.header("x-frame-options"), "DENY");
    EXPECT_EQ(answered.header("referrer-policy"), "no-referrer");
    EXPECT_NE(answered.header("content-security-policy"), "");
    EXPECT_EQ(answered.header("set-cookie"), "");
    EXPECT_EQ(answered.header("x-powered-by"), "");
    EXPECT_EQ(answered.header("server").find_first_of("0123456789"), std::string::npos) << "no version";
  }
}

TEST_F(Answers, SayEndpointNotFoundForUnknownRoutesAndMethods) {
  const auto unknown = failure(404, "Endpoint not found");
  for (const auto* path : {"/api/auth", "/api/auth/nothing", "/api/clinic/a/b/c", "/api/queues", "/api/tokens/a/b/c"}) {
    for (const auto* method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
      EXPECT_EQ(said(client.send(method, path, {}, patient_token)), unknown) << method << ' ' << path;
    }
  }
  EXPECT_EQ(said(client.send("DELETE", "/api/auth/login", {})), unknown);
  EXPECT_EQ(said(client.get("/api/auth/login")), unknown);
  EXPECT_EQ(said(client.send("PUT", "/api/tokens", "{}", patient_token)), unknown);
  EXPECT_EQ(said(client.send("PROPFIND", "/api/auth/me", {}, patient_token)), unknown);
}

TEST_F(Answers, OfHeadHaveNoBody) {
  const auto answered = client.send("HEAD", "/health", {});
  EXPECT_EQ(answered.status, 200);
  EXPECT_EQ(answered.body, "");
}

TEST_F(Answers, MayBeReadByAnyOriginWithoutCredentials) {
  for (const auto* path : {"/health", "/api/auth/me", "/api/clinic/x", "/api/queues/x", "/api/tokens/x",
                           "/api/tokens/a/b", "/.well-known/jwks.json"}) {
    for (const auto& headers : {ClinicClient::Headers{}, ClinicClient::Headers{{"Origin", "https://other.example"}}}) {
      const auto answered = client.get(path, {}, headers);
      EXPECT_EQ(answered.header("access-control-allow-origin"), "*") << path;
      EXPECT_EQ(answered.header("access-control-allow-credentials"), "") << path;
    }
  }
  EXPECT_EQ(client.post("/api/auth/login", "{}", {}, {{"Origin", "https://other.example"}})
                .header("access-control-allow-origin"),
            "*");
}

TEST_F(Answers, MayBeReadByTheConfiguredOriginWithCredentials) {
  const auto answered = client.get("/api/auth/me", {}, {{"Origin", "http://localhost:3000"}});
  EXPECT_EQ(answered.header("access-control-allow-origin"), "http://localhost:3000");
  EXPECT_EQ(answered.header("access-control-allow-credentials"), "true");
  EXPECT_EQ(answered.header("vary"), "Origin");
  EXPECT_EQ(client.get("/elsewhere").header("access-control-allow-origin"), "");
}

TEST_F(Answers, OfPreflightsNameMethodsAndHeaders) {
  for (const auto* path : {"/api/auth/login", "/api/tokens", "/api/clinic", "/health"}) {
    const auto answered = client.send("OPTIONS", path, {}, {},
                                      {{"Origin", "https://other.example"},
                                       {"Access-Control-Request-Method", "POST"},
                                       {"Access-Control-Request-Headers", "authorization,content-type"}});
    EXPECT_EQ(answered.status, 204);
    EXPECT_EQ(answered.body, "");
    EXPECT_EQ(answered.header("access-control-allow-origin"), "*");
    EXPECT_EQ(answered.header("access-control-allow-methods"), "GET,POST,PUT,PATCH,DELETE,OPTIONS");
    const auto allowed = answered.header("access-control-allow-headers");
    EXPECT_TRUE(allowed.starts_with("Authorization, Content-Type")) << allowed;
    EXPECT_NE(allowed.find("Idempotency-Key"), std::string::npos) << allowed;
  }
}

struct Idempotency : Contract {
  Answered take_with(const std::string& key, const std::string& queue, const Person& person) {
    return client.post("/api/tokens", take_body(queue), person.access_token, {{"Idempotency-Key", key}});
  }
};

TEST_F(Idempotency, GivesTheFirstAnswerAgain) {
  const auto queue = fresh_queue();
  const auto key = unique_name("key");
  const auto first = take_with(key, queue, cast().patient);
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(said(take_with(key, queue, cast().patient)), said(first));
  EXPECT_EQ(client.get("/api/queues/" + queue + "/status", cast().patient.access_token)
                .json()["data"]["waitingCount"]
                .number(),
            1);
  EXPECT_EQ(said(take_with(unique_name("key"), queue, cast().patient)),
            failure(400, "You already have an active token"));
}

TEST_F(Idempotency, RemembersRefusals) {
  const auto queue = fresh_queue();
  const auto key = unique_name("key");
  const auto token = take(cast().patient, queue)["id"].text();
  const auto refused = said(take_with(key, queue, cast().patient));
  EXPECT_EQ(refused, failure(400, "You already have an active token"));
  ASSERT_EQ(client.send("DELETE", "/api/tokens/" + token, {}, cast().patient.access_token).status, 200);
  EXPECT_EQ(said(take_with(key, queue, cast().patient)), refused) << "refused is never followed by applied";
}

TEST_F(Idempotency, RefusesAKeyForOtherContent) {
  const auto clinic = fresh_clinic();
  const auto key = unique_name("key");
  const auto init = [&](const std::string& body) {
    return client.post("/api/queues/init/" + clinic, body, cast().admin.access_token, {{"Idempotency-Key", key}});
  };
  ASSERT_EQ(init(R"({"maxQueueSize":5})").status, 201);
  EXPECT_EQ(said(init(R"({"maxQueueSize":6})")), failure(400, "Idempotency key was used for another request"));
}

TEST_F(Idempotency, RefusesAKeyForOtherContentAlsoWhereTheContentSaysWhatItActsOn) {
  const auto refused = failure(400, "Idempotency key was used for another request");
  const auto key = unique_name("key");
  ASSERT_EQ(take_with(key, fresh_queue(), cast().patient).status, 201);
  const auto other_queue = fresh_queue();
  EXPECT_EQ(said(take_with(key, other_queue, cast().patient)), refused);
  EXPECT_EQ(take_with(unique_name("key"), other_queue, cast().patient).json()["data"]["tokenNumber"].number(), 1)
      << "the refused one took nothing";

  const auto create = [&](const std::string& name) {
    return client.post("/api/clinic", R"({"name":")" + name + R"(","latitude":1,"longitude":1})",
                       cast().admin.access_token, {{"Idempotency-Key", key}});
  };
  const auto name = unique_name("Clinic");
  const auto first = create(name);
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(said(create(unique_name("Clinic"))), refused);
  EXPECT_EQ(create(name).header("location"), first.header("location"));

  const auto add = [&](const Person& person) {
    return client.post("/api/clinic/" + cast().clinic + "/staff", R"({"userId":")" + person.id + R"("})",
                       cast().admin.access_token, {{"Idempotency-Key", key}});
  };
  const auto one = patient(client);
  const auto another = patient(client);
  ASSERT_EQ(add(one).status, 201);
  EXPECT_EQ(said(add(another)), refused);
  EXPECT_EQ(add(one).status, 201) << "the first answer again";
}

TEST_F(Idempotency, NeedsAKeyOfVisibleCharacters) {
  const auto queue = fresh_queue();
  for (const std::string& key : {std::string("two words"), std::string(129, 'k'), std::string("caf\xc3\xa9")}) {
    EXPECT_EQ(said(take_with(key, queue, cast().patient)), failure(400, "Invalid Idempotency-Key")) << key;
  }
  EXPECT_EQ(take_with(std::string(128, 'k'), queue, cast().patient).status, 201);
}

TEST_F(Idempotency, BelongsToTheUserAndTheTarget) {
  const auto key = unique_name("key");
  const auto queue = fresh_queue();
  ASSERT_EQ(take_with(key, queue, cast().patient).status, 201);
  EXPECT_EQ(take_with(key, queue, cast().other_patient).json()["data"]["tokenNumber"].number(), 2);
  const auto switch_off = [&](const std::string& id) {
    return client
        .send("PATCH", "/api/queues/" + id + "/status", R"({"isActive":false})", cast().admin.access_token,
              {{"Idempotency-Key", key}})
        .status;
  };
  EXPECT_EQ(switch_off(queue), 200);
  EXPECT_EQ(switch_off(fresh_queue()), 200);
}

TEST_F(Idempotency, IsIgnoredWhereCredentialsAreHandled) {
  const auto person = register_person(client);
  const auto body = R"({"email":")" + person.email + R"(","password":")" + person.password + R"("})";
  const auto key = unique_name("key");
  const auto login = [&] {
    return client.post("/api/auth/login", body, {}, {{"Idempotency-Key", key}}).json()["data"]["refreshToken"].text();
  };
  const auto first = login();
  EXPECT_EQ(first.size(), 128U);
  EXPECT_NE(login(), first);
}

}  // namespace
}  // namespace frontdesk::contract
