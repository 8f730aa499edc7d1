// What is written about the APIs, as the edge serves it.
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>

#include "schemas/api/families.hpp"
#include "schemas/api/openapi.hpp"
#include "schemas/api/sockets_page.hpp"
#include "tests/edge/edge_client.hpp"

namespace frontdesk::edge_tests {
namespace {

const std::string html = "text/html; charset=utf-8";
const std::string json = "application/json; charset=utf-8";

void expect_served(const Answer& answer, const std::string& content_type) {
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(header(answer, "Content-Type"), content_type);
  EXPECT_EQ(header(answer, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(header(answer, "X-Frame-Options"), "DENY");
  EXPECT_EQ(header(answer, "Referrer-Policy"), "no-referrer");
  EXPECT_EQ(header(answer, "Server"), "nginx");
  EXPECT_NE(header(answer, "X-Correlation-Id"), "");
  // Nothing from elsewhere, nothing inline, no eval.
  const auto policy = header(answer, "Content-Security-Policy");
  EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';")) << policy;
  EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << policy;
  EXPECT_EQ(policy.find("unsafe"), std::string::npos) << policy;
}

// What a page loads: the addresses in `src` and, of its head, in `href`.
std::set<std::string> loaded_by(const std::string& page) {
  static const std::regex loads(R"re((?:<link[^>]*\shref|\ssrc)="([^"]*)")re");
  std::set<std::string> addresses;
  for (auto found = std::sregex_iterator(page.begin(), page.end(), loads); found != std::sregex_iterator(); ++found) {
    addresses.insert((*found)[1]);
  }
  return addresses;
}

TEST(Docs, OfRestAreAPageThatLoadsItsPartsFromHereAlone) {
  for (const std::string path : {"/docs", "/docs/", "/docs?from=mail"}) {
    const auto page = ask("GET", path);
    expect_served(page, html);
    EXPECT_EQ(loaded_by(page.body), (std::set<std::string>{"data:,", "/docs/swagger-ui.css", "/docs/page.css",
                                                           "/docs/swagger-ui-bundle.js", "/docs/page.js"}));
  }
  for (const std::string path : {"/docs/page.js", "/docs/swagger-ui-bundle.js"}) {
    expect_served(ask("GET", path), "text/javascript; charset=utf-8");
  }
  for (const std::string path : {"/docs/page.css", "/docs/swagger-ui.css"}) {
    expect_served(ask("GET", path), "text/css; charset=utf-8");
  }
  EXPECT_NE(ask("GET", "/docs/page.js").body.find("/docs/openapi.json"), std::string::npos);
}

TEST(Docs, AreTheDocumentsThatArePrintedFromTheTables) {
  const auto rest = ask("GET", "/docs/openapi.json");
  expect_served(rest, json);
  EXPECT_EQ(rest.body, api::openapi(api::families()) + "\n");
  const auto sockets = ask("GET", "/docs/asyncapi.json");
  expect_served(sockets, json);
  EXPECT_EQ(sockets.body, api::asyncapi(api::families()) + "\n");
}

TEST(Docs, OfSocketsAreAPageWithoutScripts) {
  const auto page = ask("GET", "/docs/sockets");
  expect_served(page, html);
  EXPECT_EQ(page.body, api::sockets_page(api::families()) + "\n");
  EXPECT_EQ(loaded_by(page.body), (std::set<std::string>{"data:,", "/docs/page.css"}));
  EXPECT_EQ(page.body.find("<script"), std::string::npos);
}

TEST(Docs, MayBeReadByAPageOfAnAllowedOriginAlone) {
  const auto allowed = ask("GET", "/docs/openapi.json", "Origin: http://localhost:3000\r\n");
  EXPECT_EQ(header(allowed, "Access-Control-Allow-Origin"), "http://localhost:3000");
  EXPECT_EQ(header(allowed, "Vary"), "Origin");
  EXPECT_EQ(
      header(ask("GET", "/docs/openapi.json", "Origin: https://elsewhere.example\r\n"), "Access-Control-Allow-Origin"),
      "");
}

TEST(Docs, AreNoOtherFilesAndTakeNothing) {
  for (const std::string path : {"/docs/nothing", "/docs/viewer/", "/docs//etc/passwd", "/docsx"}) {
    const auto answer = ask("GET", path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_EQ(header(answer, "Content-Type"), json) << path;
    EXPECT_NE(answer.body.find("Endpoint not found"), std::string::npos) << path;
  }
  for (const std::string path : {"/docs/../conf/instance.env", "/docs/%2e%2e/x", "/docs/..%2f..%2fconf/instance.env"}) {
    EXPECT_EQ(ask("GET", path).status, 400) << path;
  }
  for (const std::string method : {"POST", "PUT", "DELETE"}) {
    EXPECT_EQ(ask(method, "/docs/openapi.json", "Content-Length: 0\r\n").status, 404) << method;
  }
}

}  // namespace
}  // namespace frontdesk::edge_tests
