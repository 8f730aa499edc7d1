// The messages of a chat room, read: contract 000, sections 3 and 7.
#include "tests/contract/pet_care/pet_care.hpp"

namespace frontdesk::contract {
namespace {

struct History : PetCare {
  const Booked booked = book();

  void say(const std::vector<std::string>& contents) {
    Listening connection(
        WebSocketClient(deployment.websocket_url("/?token=" + owner.token + "&roomId=" + booked.room)));
    for (const auto& content : contents)
      ASSERT_EQ(Json::parse(connection.say(booked.room, content))["success"].boolean(), true);
  }
  std::vector<std::string> contents(const Answered& answered) {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < answered.json().size(); ++i) found.push_back(answered.json()[i]["content"].text());
    return found;
  }
  std::string ask(const std::string& more) { return R"({"roomId":")" + booked.room + "\"" + more + "}"; }
};

TEST_F(History, IsABareListOldestFirstAtBothPathsAndMethods) {
  EXPECT_EQ(said(history(booked, owner)), "200 []");
  say({"one", "two", "three"});
  for (const auto& answered :
       {client.post("/chat/history", ask(""), owner.token), client.post("/api/chat/history", ask(""), owner.token),
        client.get("/chat/history?roomId=" + booked.room, owner.token),
        client.get("/api/chat/history?roomId=" + booked.room, owner.token)}) {
    EXPECT_EQ(answered.status, 200);
    EXPECT_EQ(contents(answered), (std::vector<std::string>{"one", "two", "three"}));
  }
}

TEST_F(History, IsReadInPages) {
  say({"1", "2", "3", "4"});
  const auto page = [&](const std::string& more) {
    return contents(client.post("/chat/history", ask(more), owner.token));
  };
  EXPECT_EQ(page(R"(,"limit":2)"), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(page(R"(,"limit":2,"skip":1)"), (std::vector<std::string>{"2", "3"}));
  EXPECT_EQ(page(R"(,"skip":3)"), std::vector<std::string>{"4"});
  EXPECT_EQ(page(R"(,"skip":4)"), std::vector<std::string>());
  EXPECT_EQ(page(R"(,"limit":"2","skip":null)"), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(contents(client.get("/chat/history?limit=1&skip=2&roomId=" + booked.room, owner.token)),
            std::vector<std::string>{"3"});
  for (const char* more : {R"(,"limit":0)", R"(,"limit":501)", R"(,"limit":1.5)", R"(,"limit":"x")", R"(,"limit":-1)",
                           R"(,"skip":-1)", R"(,"skip":1.5)", R"(,"skip":true)", R"(,"limit":[1])"}) {
    EXPECT_EQ(said(client.post("/chat/history", ask(more), owner.token)), message(400, "Invalid pagination")) << more;
  }
}

TEST_F(History, OfARoomMustBeNamedAndBeThere) {
  for (const char* body : {"", "{}", R"({"roomId":""})", R"({"roomId":7})"}) {
    EXPECT_EQ(said(client.post("/chat/history", body, owner.token)), message(400, "roomId is required"));
  }
  EXPECT_EQ(said(client.get("/chat/history", owner.token)), message(400, "roomId is required"));
  EXPECT_EQ(said(client.get("/chat/history?roomId=a&roomId=b", owner.token)), message(400, "roomId is required"));
  for (const auto& id : {std::string(unknown_room), booked.id, std::string("%27"), std::string("x")}) {
    EXPECT_EQ(said(client.get("/chat/history?roomId=" + id, owner.token)), message(404, "Chat room not found"));
  }
  EXPECT_EQ(said(history({booked.id, unknown_room}, owner)), message(404, "Chat room not found"));
}

// A hole of the original: any room for any token.
TEST_F(History, IsForTheOwnerTheAssignedStaffAndAdministratorsAlone) {
  say({"private"});
  const auto forbidden = message(403, "Forbidden");
  const auto former = somebody("staff");
  ASSERT_EQ(assign(booked, former, hospital).status, 200);
  EXPECT_EQ(history(booked, former).status, 200);
  ASSERT_EQ(assign(booked, staff, hospital).status, 200);
  for (const auto& may : {owner, staff, admin}) {
    EXPECT_EQ(contents(history(booked, may)), std::vector<std::string>{"private"}) << may.id;
  }
  for (const auto& may_not : {former, hospital, somebody("petOwner"), somebody("hospital"), somebody("staff"),
                              somebody("veterinarian"), somebody("buyer"), somebody("employee")}) {
    EXPECT_EQ(said(history(booked, may_not)), forbidden) << may_not.id;
  }
}

}  // namespace
}  // namespace frontdesk::contract
