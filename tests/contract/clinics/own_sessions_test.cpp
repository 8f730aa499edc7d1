// Contracts' README, section 9: a person's own sessions, listed and ended from anywhere.
#include <cctype>

#include "tests/contract/clinics/made_tokens.hpp"

namespace frontdesk::contract {
namespace {

struct OwnSessions : Contract {
  Answered list(const Person& person) { return client.get("/api/auth/sessions", person.access_token); }
  Answered end(const std::string& id, const Person& person) {
    return client.send("DELETE", "/api/auth/sessions/" + id, {}, person.access_token);
  }
  Answered me(const Person& person) { return client.get("/api/auth/me", person.access_token); }
  Answered refresh(const Person& person) {
    return client.post("/api/auth/refresh-token", R"({"refreshToken":")" + person.refresh_token + R"("})");
  }
  // The same person on one more device.
  Person elsewhere(Person person, const std::string& user_agent = "Qure/2.0") {
    const auto body = R"({"email":")" + person.email + R"(","password":")" + person.password +
                      R"(","deviceInfo":{"userAgent":")" + user_agent + R"("}})";
    const auto data = client.post("/api/auth/login", body).json()["data"];
    person.access_token = data["accessToken"].text();
    person.refresh_token = data["refreshToken"].text();
    return person;
  }
  static std::string session_of(const Person& person) { return part_of(person.access_token, 1)["sid"].text(); }

  const std::string refused = failure(401, "Unauthorized");
  const std::string not_found = failure(400, "Session not found");
};

TEST_F(OwnSessions, AreListedNewestFirstWithTheOneThatAsks) {
  const auto phone = patient(client);
  const auto laptop = elsewhere(phone);
  const auto answered = list(phone);
  const auto data = answered.json()["data"];
  ASSERT_EQ(data.size(), 2U) << answered.body;
  const auto shown = [&](std::size_t place, const Person& person, const std::string& user_agent, const char* current) {
    return R"({"id":")" + session_of(person) + R"(","userAgent":)" + json_text(user_agent) + R"(,"address":)" +
           json_text(data[place]["address"].text()) + R"(,"createdAt":)" + json_text(data[place]["createdAt"].text()) +
           R"(,"expiresAt":)" + json_text(data[place]["expiresAt"].text()) + R"(,"current":)" + current + "}";
  };
  EXPECT_EQ(said(answered), success(200, "Sessions fetched successfully.",
                                    "[" + shown(0, laptop, "Qure/2.0", "false") + "," +
                                        shown(1, phone, data[1]["userAgent"].text(), "true") + "]"));
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(data[i]["address"].text(), "127.0.0.1");
    EXPECT_TRUE(is_time(data[i]["createdAt"].text())) << data[i].dump();
    EXPECT_TRUE(is_time(data[i]["expiresAt"].text())) << data[i].dump();
    EXPECT_LT(data[i]["createdAt"].text(), data[i]["expiresAt"].text());
  }
  EXPECT_EQ(list(laptop).json()["data"][0]["current"].boolean(), true);
}

TEST_F(OwnSessions, AreThoseOfNobodyElse) {
  const auto person = patient(client);
  const auto listed = list(person).json()["data"];
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]["id"].text(), session_of(person));
}

TEST_F(OwnSessions, AreListedWhileTheyLive) {
  const auto phone = patient(client);
  const auto laptop = elsewhere(phone);
  ASSERT_EQ(client.post("/api/auth/logout", R"({"refreshToken":")" + laptop.refresh_token + R"("})").status, 200);
  const auto data = list(phone).json()["data"];
  ASSERT_EQ(data.size(), 1U);
  EXPECT_EQ(data[0]["id"].text(), session_of(phone));
}

TEST_F(OwnSessions, KeepTheirIdAndShowTheDeviceOfTheLastRefresh) {
  auto phone = patient(client);
  const auto before = list(phone).json()["data"][0];
  const auto refreshed = client.post("/api/auth/refresh-token", R"({"refreshToken":")" + phone.refresh_token +
                                                                    R"(","deviceInfo":{"userAgent":"Qure/3.0"}})");
  ASSERT_EQ(refreshed.status, 200) << refreshed.body;
  const auto after = list(phone).json()["data"][0];
  EXPECT_EQ(after["id"].text(), before["id"].text());
  EXPECT_EQ(after["createdAt"].text(), before["createdAt"].text());
  EXPECT_GT(after["expiresAt"].text(), before["expiresAt"].text());
  EXPECT_EQ(after["userAgent"].text(), "Qure/3.0");
}

TEST_F(OwnSessions, EndAtOnceAndLeaveTheOthers) {
  const auto phone = patient(client);
  const auto lost = elsewhere(phone);
  EXPECT_EQ(said(end(session_of(lost), phone)), success(200, "Session ended successfully", "null"));
  EXPECT_EQ(said(me(lost)), refused);
  EXPECT_EQ(said(refresh(lost)), refused);
  EXPECT_EQ(list(phone).json()["data"].size(), 1U);
  EXPECT_EQ(me(phone).status, 200);
  EXPECT_EQ(refresh(phone).status, 200);
}

TEST_F(OwnSessions, EndTheOneThatAsksToo) {
  const auto phone = patient(client);
  EXPECT_EQ(said(end(session_of(phone), phone)), success(200, "Session ended successfully", "null"));
  EXPECT_EQ(said(list(phone)), refused);
}

TEST_F(OwnSessions, EndOneWhoseRefreshTokenWasStolen) {
  const auto phone = patient(client);
  const auto stolen = elsewhere(phone);
  ASSERT_EQ(refresh(stolen).status, 200);
  ASSERT_EQ(said(refresh(stolen)), refused) << "the family is revoked, its access tokens live on";
  ASSERT_EQ(me(stolen).status, 200);
  EXPECT_EQ(end(session_of(stolen), phone).status, 200);
  EXPECT_EQ(said(me(stolen)), refused);
}

TEST_F(OwnSessions, AreNotFoundWhenUnknownOverOrAnothers) {
  const auto phone = patient(client);
  const auto laptop = elsewhere(phone);
  EXPECT_EQ(said(end(no_such_id, phone)), not_found);
  ASSERT_EQ(end(session_of(laptop), phone).status, 200);
  EXPECT_EQ(said(end(session_of(laptop), phone)), not_found);
  for (int i = 0; i < 8; ++i) {  // in whichever unit the other lives
    const auto other = patient(client);
    EXPECT_EQ(said(end(session_of(other), phone)), not_found);
    EXPECT_EQ(me(other).status, 200) << "nothing has happened to it";
  }
}

TEST_F(OwnSessions, AreNamedByUuids) {
  EXPECT_EQ(said(end("nonsense", cast().patient)), invalid("params", {{"id", "Invalid UUID"}}));
  const auto phone = patient(client);
  auto id = session_of(phone);
  for (char& c : id) c = static_cast<char>(std::toupper(c));
  EXPECT_EQ(end(id, phone).status, 200) << "in either case";
}

}  // namespace
}  // namespace frontdesk::contract
