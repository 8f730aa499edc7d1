#include "schemas/api/cors.hpp"

#include <gtest/gtest.h>

namespace frontdesk::api {
namespace {

constexpr auto exposed = "Location, Retry-After, X-Correlation-Id, Frontdesk-Projection";

std::string header(const http::Response& response, std::string_view name) {
  std::string value = "none";
  for (const auto& [key, text] : response.headers) {
    if (key == name) value = text;
  }
  return value;
}

http::Response decorated(const std::string& path, const std::string& origin) {
  http::Request request;
  request.path = path;
  if (!origin.empty()) request.headers.emplace_back("origin", origin);
  http::Response response;
  Cors({"http://localhost:3000", "https://front.example"}).decorate(request, response);
  return response;
}

TEST(Cors, EchoesAConfiguredOriginWithCredentialsEverywhere) {
  for (const auto* path : {"/api/auth/me", "/get-token", "/anything"}) {
    const auto response = decorated(path, "https://front.example");
    EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "https://front.example");
    EXPECT_EQ(header(response, "Access-Control-Allow-Credentials"), "true");
    EXPECT_EQ(header(response, "Vary"), "Origin");
    EXPECT_EQ(header(response, "Access-Control-Expose-Headers"), exposed);
  }
}

TEST(Cors, LetsAnyOtherReadTheOpenPathsWithoutCredentials) {
  for (const auto* path : {"/api/auth/me", "/api/clinic", "/api/queues/x", "/api/tokens", "/health",
                           "/.well-known/jwks.json", "/socket.io/"}) {
    for (const auto* origin : {"", "https://other.example", "https://front.example.evil", "null"}) {
      const auto response = decorated(path, origin);
      EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "*") << path << ' ' << origin;
      EXPECT_EQ(header(response, "Access-Control-Allow-Credentials"), "none") << path << ' ' << origin;
      EXPECT_EQ(header(response, "Access-Control-Expose-Headers"), exposed);
    }
  }
}

TEST(Cors, SaysNothingElsewhere) {
  for (const auto* path : {"/get-token", "/api/v1/tickets", "/healthy", "/"}) {
    const auto response = decorated(path, "https://other.example");
    EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "none") << path;
    EXPECT_EQ(header(response, "Access-Control-Expose-Headers"), "none") << path;
  }
}

TEST(Cors, AnswersAPreflight) {
  http::Request request;
  request.method = "OPTIONS";
  request.path = "/api/tokens";
  const auto response = Cors({}).preflight(request);
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(header(response, "Access-Control-Allow-Methods"), "GET,POST,PUT,PATCH,DELETE,OPTIONS");
  EXPECT_EQ(header(response, "Access-Control-Allow-Headers"),
            "Authorization, Content-Type, Idempotency-Key, Prefer, X-Correlation-Id");
  EXPECT_EQ(header(response, "Access-Control-Max-Age"), "600");
  EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "*");
}

TEST(Cors, GivesARefusalTheHeadersThatThePathWouldHaveHad) {
  const Cors cors({"https://front.example"});
  const auto allowed_to = [&cors](const std::string& path, const std::string& origin, bool head_unread) {
    const auto response = cors.refusal(400, {.path = path, .origin = origin, .head_unread = head_unread});
    EXPECT_EQ(response.status, 400);
    return header(response, "Access-Control-Allow-Origin");
  };
  const std::string foreign = "https://other.example";
  for (const bool head_unread : {true, false}) {
    EXPECT_EQ(allowed_to("/doctors/%ff", "https://front.example", head_unread), "https://front.example");
    EXPECT_EQ(allowed_to("/doctors/%ff", foreign, head_unread), "none");
    EXPECT_EQ(allowed_to("/api/clinic%ff", foreign, head_unread), "*");
    EXPECT_EQ(allowed_to("/%61pi/clinic", foreign, head_unread), "*");
  }
  EXPECT_EQ(allowed_to("/doctors/x", "", false), "none");
  EXPECT_EQ(allowed_to("/doctors/x", "", true), "*") << "there may be an Origin that was not read";
}

http::Response through(const std::string& method) {
  const Cors cors({"https://front.example"});
  auto request = std::make_shared<http::Request>();
  request->method = method;
  request->path = "/anything";
  request->headers.emplace_back("origin", "https://front.example");
  http::Response answer;
  cors.around([](auto, http::Respond respond) { respond({.status = 201, .body = "", .headers = {}}); })(
      request, [&](http::Response response) { answer = std::move(response); });
  return answer;
}

TEST(Cors, DecoratesWhatAHandlerAnswers) {
  const auto answer = through("POST");
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(header(answer, "Access-Control-Allow-Origin"), "https://front.example");
}

TEST(Cors, AnswersPreflightsInTheHandlersPlace) { EXPECT_EQ(through("OPTIONS").status, 204); }

}  // namespace
}  // namespace frontdesk::api
