#include "platform/process/probe.hpp"

#include <gtest/gtest.h>

#include "platform/http/router.hpp"

namespace frontdesk::process {
namespace {

bool yes() { return true; }
bool no() { return false; }

TEST(Probe, SaysThatTheProcessLivesEvenWhenItIsNotReady) {
  EXPECT_EQ(probe("/livez", no)->status, 200);
  EXPECT_EQ(probe("/livez", no)->body, R"({"live":true})");
}

TEST(Probe, SaysWhetherItIsReady) {
  EXPECT_EQ(probe("/readyz", yes)->status, 200);
  EXPECT_EQ(probe("/readyz", yes)->body, R"({"ready":true})");
  EXPECT_EQ(probe("/readyz", no)->status, 503);
  EXPECT_EQ(probe("/readyz", no)->body, R"({"ready":false})");
}

TEST(Probe, ShowsMetricsInPrometheusForm) {
  EXPECT_EQ(probe("/metrics", no)->content_type, "text/plain; version=0.0.4");
}

TEST(Probe, KnowsNoOtherPath) { EXPECT_FALSE(probe("/livez/", yes)); }

TEST(Probe, IsServedByARouter) {
  http::Router router;
  add_probes(router, no);
  auto request = std::make_shared<http::Request>();
  request->method = "GET";
  request->segments = {"readyz"};
  http::Response answer;
  router(request, [&](http::Response response) { answer = std::move(response); });
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body, R"({"ready":false})");
}

}  // namespace
}  // namespace frontdesk::process
