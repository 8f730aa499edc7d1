// What an analyst sees on frontdesk.events: readable JSON with CloudEvents headers, business words, and nobody's
// personal data.
#include <gtest/gtest.h>

#include <set>

#include "tests/support/clinic.hpp"
#include "tests/support/log_reader.hpp"
#include "tests/support/websocket_client.hpp"

namespace frontdesk {
namespace {

using namespace test_support;

std::string everything_of(const event_log::Record& record) {
  std::string text = record.key + '\n' + record.value;
  for (const auto& [name, value] : record.headers) text += '\n' + name + '=' + value;
  return text;
}

TEST(Log, EachRecordIsOneReadableEventWithoutPersonalData) {
  const auto deployment = deployment_from_environment();
  ClinicDay day(deployment);
  const auto person = patient(day.client, "searchedfor");
  ASSERT_EQ(
      day.client.post("/api/tokens", day.take_body(), person.access_token, {{"Idempotency-Key", unique_name("k")}})
          .status,
      201);
  WebSocketClient desk(deployment.websocket_url("/?token=" + day.staff.access_token));
  desk.send_event("queue:call_next", "\"" + day.queue_id + "\"", "1");
  ASSERT_TRUE(eventually([&] { return day.status()["currentTokenNo"].number() == 1; }));

  std::set<std::string> types;
  const std::set<std::string> platform_types = {"TermStarted", "CommandAnswered"};
  const std::vector<std::string> personal = {
      "@example.com",       "Asha",         "Rao Patel", "$2b$", person.access_token.substr(0, 40),
      person.refresh_token, "correct horse"};
  for (const auto& record : read_topic("frontdesk.events", 8)) {
    const auto text = everything_of(record);
    for (const auto& secret : personal) ASSERT_EQ(text.find(secret), std::string::npos) << text;
    const std::string type(record.header("ce_type"));
    types.insert(type);
    EXPECT_EQ(record.header("ce_specversion"), "1.0") << text;
    EXPECT_EQ(record.header("content-type"), "application/json") << text;
    for (const char* name : {"ce_id", "ce_source", "ce_time"})
      EXPECT_NE(record.header(name), "") << name << " in " << text;
    EXPECT_GT(Json::parse(record.value).size(), 0U);
    if (platform_types.count(type) > 0) continue;
    for (const char* name : {"ce_subject", "ce_dataschema", "term", "n", "version", "actor"}) {
      EXPECT_NE(record.header(name), "") << name << " in " << text;
    }
  }
  for (const char* type : {"ClinicCreated", "QueueOpened", "TokenIssued", "TokenCalled"}) {
    EXPECT_EQ(types.count(type), 1U) << type;
  }
}

}  // namespace
}  // namespace frontdesk
