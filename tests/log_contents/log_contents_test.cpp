// What an analyst sees on frontdesk.events: readable JSON with CloudEvents headers, business words, and nobody's
// personal data but in the members that the event's schema calls personal, which keys will seal. In a whole run the log
// holds what all other system tests did.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

#include "tests/support/clinic.hpp"
#include "tests/support/log_reader.hpp"
#include "tests/support/websocket_client.hpp"

namespace frontdesk {
namespace {

using namespace test_support;

// The names of an event's members that are personal: `"x-personal"` in the object that describes them.
std::set<std::string> personal_members_of(const std::string& type) {
  std::set<std::string> names;
  for (const auto& file : std::filesystem::recursive_directory_iterator("schemas")) {
    if (!file.path().filename().string().starts_with(type + ".v")) continue;
    std::ifstream stream(file.path());
    const std::string schema{std::istreambuf_iterator<char>(stream), {}};
    static const std::regex member(R"re("(\w+)": \{[^{}]*"x-personal")re");
    for (std::sregex_iterator found(schema.begin(), schema.end(), member), end; found != end; ++found) {
      names.insert((*found)[1]);
    }
  }
  return names;
}

std::string without_personal_members(std::string json, const std::string& type) {
  static std::map<std::string, std::set<std::string>> members;
  if (!members.count(type)) members.emplace(type, personal_members_of(type));
  for (const auto& name : members.at(type)) {
    const auto begin = '"' + name + "\":\"";
    for (auto at = json.find(begin); at != std::string::npos; at = json.find(begin, at)) {
      at += begin.size();
      auto end = at;
      while (json.at(end) != '"') end += json[end] == '\\' ? 2 : 1;
      json.erase(at, end - at);
    }
  }
  return json;
}

std::string everything_of(const event_log::Record& record) {
  std::string text = record.key + '\n' + without_personal_members(record.value, std::string(record.header("ce_type")));
  for (const auto& [name, value] : record.headers) text += '\n' + name + '=' + value;
  return text;
}

std::size_t longest_hexadecimal_run(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// Whether a text gives a person or a credential away, whosever it is: e-mail addresses of the people whom the tests
// register (clinics have theirs at other hosts), bcrypt hashes, JSON Web Tokens, refresh tokens.
bool gives_away(const std::string& text) {
  constexpr std::size_t refresh_token_digits = 128;
  for (const char* part : {"@example.com", "$2b$", "$2a$", "eyJ"}) {
    if (text.find(part) != std::string::npos) return true;
  }
  return longest_hexadecimal_run(text) >= refresh_token_digits;
}

TEST(Log, IsSearchedButForWhatSchemasCallPersonal) {
  const std::string message = R"({"senderId":"u1","content":"I am \"Asha\"","senderName":"Asha Rao","kind":"text"})";
  EXPECT_EQ(without_personal_members(message, "CareMessageSent"),
            R"({"senderId":"u1","content":"","senderName":"","kind":"text"})");
  EXPECT_EQ(without_personal_members(message, "TokenCalled"), message);
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
  // The names and the password of everybody whom the tests register.
  const std::vector<std::string> personal = {"Asha", "Rao Patel", person.password};
  for (const auto& secret : {person.email, person.access_token, person.refresh_token}) {
    ASSERT_TRUE(gives_away(secret)) << "the search would not find it";
  }
  for (const auto& record : read_topic("frontdesk.events", 8)) {
    const auto text = everything_of(record);
    for (const auto& secret : personal) ASSERT_EQ(text.find(secret), std::string::npos) << text;
    ASSERT_FALSE(gives_away(text)) << text;
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
