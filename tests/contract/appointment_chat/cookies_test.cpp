// A browser's session in a cookie, and whose pages may use it: contract 001, section 1.
#include "tests/contract/appointment_chat/chat.hpp"

namespace frontdesk::contract {
namespace {

using Headers = ClinicClient::Headers;

struct Cookies : AppointmentChat {
  const std::string allowed = "http://localhost:3000";  // FRONTEND_URL's default
  Booked booked = book();

  Headers cookie(const Somebody& who, Headers more = {}, const std::string& name = "next-auth.session-token") {
    more.emplace_back("Cookie", "theme=dark; " + name + "=" + who.token + "; other=x");
    return more;
  }
  Answered get(const Headers& headers) {
    return client.get(std::string(messages_path) + "?appointmentId=" + booked.id, {}, headers);
  }
  Answered send(const Headers& headers) { return client.post(messages_path, saying(booked.id, "hi"), {}, headers); }
};

TEST_F(Cookies, LetTheirOwnerInByEitherName) {
  EXPECT_EQ(get(cookie(parent)).status, 200);
  EXPECT_EQ(get(cookie(parent, {}, "__Secure-next-auth.session-token")).status, 200);
  EXPECT_EQ(said(get(cookie(parent, {}, "session"))), unauthorized);
  EXPECT_EQ(said(get(cookie({"", "", "nonsense"}))), unauthorized);
  EXPECT_EQ(said(get(cookie(pet_parent()))), denied);
}

TEST_F(Cookies, CountAfterTheHeader) {
  EXPECT_EQ(said(get(cookie(parent, {{"Authorization", "Bearer nonsense"}}))), unauthorized);
  EXPECT_EQ(get(cookie({"", "", "nonsense"}, {{"Authorization", "Bearer " + parent.token}})).status, 200);
  EXPECT_EQ(get(cookie(parent, {{"Authorization", "Basic YTpi"}})).status, 200) << "that is no token";
}

TEST_F(Cookies, ChangeNothingForPagesOfOtherOrigins) {
  EXPECT_EQ(send(cookie(parent, {{"Origin", allowed}})).status, 200);
  EXPECT_EQ(send(cookie(parent, {{"Referer", allowed + "/appointments/1"}})).status, 200);
  EXPECT_EQ(said(send(cookie(parent))), denied) << "neither";
  EXPECT_EQ(said(send(cookie(parent, {{"Origin", "https://evil.example"}}))), denied);
  EXPECT_EQ(said(send(cookie(parent, {{"Origin", "null"}}))), denied);
  EXPECT_EQ(said(send(cookie(parent, {{"Origin", "https://evil.example"}, {"Referer", allowed + "/"}}))), denied);
  EXPECT_EQ(said(send(cookie(parent, {{"Referer", "https://evil.example/" + allowed}}))), denied);
  EXPECT_EQ(client
                .post("/api/appointment-chat/typing",
                      R"({"appointmentId":)" + json_text(booked.id) + R"(,"userId":"x","action":"start"})", {},
                      cookie(parent, {{"Origin", "https://evil.example"}}))
                .status,
            403);
  EXPECT_EQ(messages(booked.id, vet).size(), 2U) << "what was refused was not sent";
}

TEST_F(Cookies, AreNotAskedForWhereAHeaderIsThere) {
  EXPECT_EQ(send({{"Authorization", "Bearer " + parent.token}, {"Origin", "https://evil.example"}}).status, 200)
      << "no page of others has the token";
}

TEST_F(Cookies, CountUnderNoOtherPath) {
  EXPECT_EQ(client.get("/api/auth/me", {}, cookie(parent, {{"Origin", allowed}})).status, 401);
  EXPECT_EQ(client
                .post("/chat/history", R"({"roomId":)" + json_text(booked.room_id) + "}", {},
                      cookie(parent, {{"Origin", allowed}}))
                .status,
            401);
}

}  // namespace
}  // namespace frontdesk::contract
