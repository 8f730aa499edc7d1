#include "platform/http/router.hpp"

#include <gtest/gtest.h>

#include "platform/http/target.hpp"

namespace frontdesk::http {
namespace {

class Routing : public ::testing::Test {
 protected:
  void route(const std::string& method, std::string_view pattern) {
    router.add(method, pattern,
               [this, name = method + " " + std::string{pattern}](const auto& request, const Respond&) {
                 taken = name;
                 parameters = request->path_parameters;
               });
  }

  std::string where(const std::string& method, std::string_view target) {
    taken = "nowhere";
    parameters.clear();
    auto request = std::make_shared<Request>();
    request->method = method;
    if (!read_target(target, *request)) return "unreadable";
    router(request, [this](const Response& response) { taken = std::to_string(response.status); });
    return taken;
  }

  Router router;
  std::string taken;
  std::vector<std::pair<std::string, std::string>> parameters;
};

TEST_F(Routing, PrefersALiteralToAParameterWhicheverWasAddedFirst) {
  route("GET", "/tickets/:id");
  route("GET", "/tickets/mine");
  route("GET", "/tickets/:id/:part");
  route("GET", "/tickets/employee/all");
  route("GET", "/tickets/:id/all");
  EXPECT_EQ(where("GET", "/tickets/mine"), "GET /tickets/mine");
  EXPECT_EQ(where("GET", "/tickets/7"), "GET /tickets/:id");
  EXPECT_EQ(where("GET", "/tickets/employee/all"), "GET /tickets/employee/all");
  EXPECT_EQ(where("GET", "/tickets/7/all"), "GET /tickets/:id/all");
  EXPECT_EQ(where("GET", "/tickets/employee/7"), "GET /tickets/:id/:part");
}

TEST_F(Routing, GivesTheParametersDecoded) {
  route("GET", "/queues/:queueId/tokens/:tokenId");
  where("GET", "/queues/a%2Fb/tokens/c%20d");
  EXPECT_EQ(parameters, (std::vector<std::pair<std::string, std::string>>{{"queueId", "a/b"}, {"tokenId", "c d"}}));
}

TEST_F(Routing, FallsBackToAParameterWhenTheLiteralHasAnotherMethod) {
  route("GET", "/a/:id");
  route("POST", "/a/b");
  EXPECT_EQ(where("GET", "/a/b"), "GET /a/:id");
}

TEST_F(Routing, AnswersHeadByGet) {
  route("GET", "/a");
  EXPECT_EQ(where("HEAD", "/a"), "GET /a");
}

TEST_F(Routing, IgnoresATrailingSlashButNoEmptySegment) {
  route("GET", "/a/:id");
  route("GET", "/");
  EXPECT_EQ(where("GET", "/a/7/"), "GET /a/:id");
  EXPECT_EQ(where("GET", "/a//"), "404");
  EXPECT_EQ(where("GET", "/"), "GET /");
}

TEST_F(Routing, SendsTheRestToOtherwise) {
  route("GET", "/a");
  EXPECT_EQ(where("GET", "/b/c/d/e"), "404");
  router.otherwise([this](const auto&, const Respond&) { taken = "otherwise"; });
  EXPECT_EQ(where("GET", "/b"), "otherwise");
  EXPECT_EQ(where("POST", "/a"), "otherwise");
  EXPECT_EQ(where("get", "/a"), "otherwise");
}

}  // namespace
}  // namespace frontdesk::http
