#include "schemas/wire/http/cors.hpp"

#include <gtest/gtest.h>

namespace frontdesk::wire {
namespace {

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
  }
}

TEST(Cors, LetsAnyOtherReadTheOpenPathsWithoutCredentials) {
  for (const auto* path : {"/api/auth/me", "/api/clinic", "/api/queues/x", "/api/tokens", "/health",
                           "/.well-known/jwks.json", "/socket.io/"}) {
    for (const auto* origin : {"", "https://other.example", "https://front.example.evil", "null"}) {
      const auto response = decorated(path, origin);
      EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "*") << path << ' ' << origin;
      EXPECT_EQ(header(response, "Access-Control-Allow-Credentials"), "none") << path << ' ' << origin;
    }
  }
}

TEST(Cors, SaysNothingElsewhere) {
  for (const auto* path : {"/get-token", "/api/v1/tickets", "/healthy", "/"}) {
    EXPECT_EQ(header(decorated(path, "https://other.example"), "Access-Control-Allow-Origin"), "none") << path;
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
  EXPECT_EQ(header(response, "Access-Control-Allow-Headers"), "Authorization, Content-Type, Idempotency-Key, Prefer");
  EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "*");
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
}  // namespace frontdesk::wire
