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

// The others serve, so it is to be sent requests.
TEST(Probe, NamesWhatIsStoppedInAProcessThatIsReady) {
  const auto one_stopped = [] { return Readiness(true, {{"frontdesk.events/3", "the \"reason\" \xFF\n"}}); };
  EXPECT_EQ(probe("/readyz", one_stopped)->status, 200);
  EXPECT_EQ(probe("/readyz", one_stopped)->body,
            R"({"ready":true,"stopped":[{"unit":"frontdesk.events/3","reason":"the \"reason\" ??"}]})");
}

TEST(Probe, NamesWhatIsStoppedInAProcessThatIsNotReady) {
  const auto all_stopped = [] { return Readiness(false, {{"frontdesk.events/0", "why"}}); };
  EXPECT_EQ(probe("/readyz", all_stopped)->status, 503);
  EXPECT_EQ(probe("/readyz", all_stopped)->body,
            R"({"ready":false,"stopped":[{"unit":"frontdesk.events/0","reason":"why"}]})");
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
