// Chat rooms as they are heard: contract 000, section 4, over Socket.IO and over a plain WebSocket.
#include <thread>

#include "tests/contract/pet_care/pet_care.hpp"

namespace frontdesk::contract {
namespace {

struct OverSocketIo {
  using Client = SocketIoClient;
  static Client connect(const Deployment& deployment, const std::string& token) {
    return {deployment.websocket_url(""), {.query = "&token=" + token}};
  }
};
struct OverPlainWebSocket {
  using Client = WebSocketClient;
  static Client connect(const Deployment& deployment, const std::string& token) {
    return Client(deployment.websocket_url("/?token=" + token));
  }
};

constexpr auto success = R"({"success":true})";
std::string failure(const std::string& text) { return R"({"success":false,"error":)" + wire::quoted(text) + "}"; }
std::string event(const std::string& name, const std::string& text) {
  return R"({"event":")" + name + R"(","data":)" + wire::quoted(text) + "}";
}
const std::string not_allowed = "You are not allowed in this room";

template <class Transport>
struct Rooms : PetCare {
  using Connection = Listening<typename Transport::Client>;

  Connection connect(const Somebody& who) { return Connection(Transport::connect(deployment, who.token)); }
  Connection joined(const Somebody& who, const Booked& booked) {
    auto connection = connect(who);
    EXPECT_EQ(connection.join(booked.room), success);
    return connection;
  }
  Booked assigned() {
    auto booked = book();
    EXPECT_EQ(assign(booked, staff, hospital).status, 200);
    return booked;
  }
};

using Transports = ::testing::Types<OverSocketIo, OverPlainWebSocket>;
TYPED_TEST_SUITE(Rooms, Transports);

TYPED_TEST(Rooms, TellEveryConnectionOfTheRoomItsAuthorsToo) {
  const auto booked = this->assigned();
  auto olga = this->joined(this->owner, booked);
  auto second_device = this->joined(this->owner, booked);
  auto carer = this->joined(this->staff, booked);
  EXPECT_EQ(olga.heard(), std::vector<std::string>()) << "joining tells nothing";
  const auto ack = Json::parse(olga.say(booked.room, "Hi “there”"));
  const auto sent = ack["message"];
  EXPECT_EQ(ack.dump(), R"({"success":true,"message":{"_id":")" + sent["_id"].text() + R"(","senderId":")" +
                            this->owner.id + R"(","chatRoomId":")" + booked.room +
                            R"(","content":"Hi “there”","type":"text","timestamp":")" + sent["timestamp"].text() +
                            R"(","__v":0}})");
  const auto told = R"({"event":"message","data":)" + sent.dump() + "}";
  for (auto* connection : {&olga, &second_device, &carer}) EXPECT_EQ(connection->heard(1), std::vector{told});
  EXPECT_EQ(said(this->history(booked, this->owner)), "200 [" + sent.dump() + "]");
  EXPECT_EQ(Json::parse(carer.ask(
                "message", object({{"roomId", booked.room}, {"content", "x"}, {"type", "doc"}})))["message"]["type"]
                .text(),
            "doc");
}

TYPED_TEST(Rooms, TellNobodyElse) {
  const auto booked = this->assigned();
  const auto other = this->book();
  auto olga = this->joined(this->owner, booked);
  auto not_joined = this->connect(this->owner);
  auto elsewhere = this->joined(this->owner, other);
  EXPECT_EQ(Json::parse(olga.say(booked.room, "Hi"))["success"].boolean(), true);
  EXPECT_EQ(olga.contents(1), std::vector<std::string>{"Hi"});
  EXPECT_EQ(not_joined.heard(), std::vector<std::string>());
  EXPECT_EQ(elsewhere.heard(), std::vector<std::string>());
}

TYPED_TEST(Rooms, AreJoinedInTheContractsOrderOfChecks) {
  const auto booked = this->assigned();
  auto stranger = this->connect(somebody("petOwner"));
  for (const char* payload :
       {"", "{}", R"({"roomId":""})", R"({"roomId":7})", R"("text")", "7", R"({"roomId":null})"}) {
    EXPECT_EQ(stranger.ask("joinRoom", payload), failure("No roomId provided")) << payload;
    EXPECT_EQ(stranger.heard(1), std::vector{event("error", "No roomId provided")});
  }
  for (const auto& id : {std::string(unknown_room), std::string("x"), booked.id}) {
    EXPECT_EQ(stranger.join(id), failure("Room not found"));
    EXPECT_EQ(stranger.heard(1), std::vector{event("error", "Room not found")});
  }
  for (const auto& who : {somebody("petOwner"), this->hospital, this->admin, somebody("staff"), somebody("hospital")}) {
    auto connection = this->connect(who);
    EXPECT_EQ(connection.join(booked.room), failure(not_allowed)) << who.id;
    EXPECT_EQ(connection.heard(1), std::vector{event("unauthorized", not_allowed)});
  }
}

// Holes of the original: anybody could write anywhere, and staff never could join.
TYPED_TEST(Rooms, TakeMessagesInTheContractsOrderOfChecks) {
  const auto booked = this->assigned();
  auto stranger = this->connect(somebody("petOwner"));
  auto olga = this->connect(this->owner);
  const auto ask = [&](auto& connection, const std::string& payload, const std::string& text,
                       const std::string& name = "error") {
    EXPECT_EQ(connection.ask("message", payload), failure(text)) << payload;
    EXPECT_EQ(connection.heard(1), std::vector{event(name, text)}) << payload;
  };
  const auto of = [&](const std::string& room, const std::string& more) {
    return R"({"roomId":")" + room + "\"," + more + "}";
  };
  for (const auto& payload :
       {std::string(), std::string("{}"), std::string(R"("x")"), of(booked.room, R"("content":"")"),
        of(booked.room, R"("content":" \n ")"), of(booked.room, R"("content":7)"), std::string(R"({"content":"x"})")}) {
    ask(stranger, payload, "Missing roomId or content");
  }
  ask(stranger, of(booked.room, R"("content":"x","type":"prescription")"), "Invalid message type");
  ask(stranger, of(booked.room, R"("content":"x","type":7)"), "Invalid message type");
  ask(stranger, of(booked.room, R"("content":")" + std::string(10'001, 'x') + "\""), "Message too long");
  ask(stranger, of(unknown_room, R"("content":"x")"), "Room not found");
  ask(stranger, of(booked.room, R"("content":"x")"), not_allowed, "unauthorized");
  ask(olga, of(booked.room, R"("content":"x")"), "Join the room first");
  EXPECT_EQ(said(this->history(booked, this->owner)), "200 []") << "nothing of this was written";
  ASSERT_EQ(olga.join(booked.room), success);
  EXPECT_EQ(Json::parse(olga.say(booked.room, std::string(10'000, 'x')))["success"].boolean(), true);
}

TYPED_TEST(Rooms, AreLeftAtOnceByWhoIsReplaced) {
  const auto booked = this->assigned();
  const auto next = somebody("staff");
  auto olga = this->joined(this->owner, booked);
  auto first = this->joined(this->staff, booked);
  ASSERT_EQ(this->assign(booked, next, this->hospital).status, 200);
  EXPECT_EQ(first.say(booked.room, "still here?"), failure(not_allowed));
  auto second = this->joined(next, booked);
  EXPECT_EQ(Json::parse(olga.say(booked.room, "welcome"))["success"].boolean(), true);
  EXPECT_EQ(second.contents(1), std::vector<std::string>{"welcome"});
  EXPECT_EQ(first.contents(), std::vector<std::string>());
  EXPECT_EQ(first.join(booked.room), failure(not_allowed));
}

TYPED_TEST(Rooms, KeepOneOrderForAllAndForTheHistory) {
  const auto booked = this->assigned();
  auto olga = this->joined(this->owner, booked);
  auto carer = this->joined(this->staff, booked);
  std::thread other([&] {
    for (int i = 0; i < 20; ++i)
      carer.send("message", object({{"roomId", booked.room}, {"content", "s" + std::to_string(i)}}));
  });
  for (int i = 0; i < 20; ++i)
    olga.send("message", object({{"roomId", booked.room}, {"content", "o" + std::to_string(i)}}));
  other.join();
  const auto heard = olga.heard(40);
  ASSERT_EQ(heard.size(), 40U);
  EXPECT_EQ(carer.heard(40), heard);
  std::string listed = "200 [";
  for (const auto& text : heard) listed += (listed.size() > 5 ? "," : "") + Json::parse(text)["data"].dump();
  EXPECT_EQ(said(this->history(booked, this->owner)), listed + "]");
}

struct PlainRooms : Rooms<OverPlainWebSocket> {
  std::string upgrade(const std::string& query) {
    try {
      const WebSocketClient let_in(deployment.websocket_url("/?" + query));
      return "let in";
    } catch (const WebSocketClient::Refused& refused) {
      return std::to_string(refused.status) + " " + refused.body;
    }
  }
};

TEST_F(PlainRooms, AreOneAtATime) {
  const auto first = book();
  const auto second = book();
  auto moving = joined(owner, first);
  auto staying = joined(owner, first);
  ASSERT_EQ(moving.join(second.room), success);
  EXPECT_EQ(moving.say(first.room, "x"), failure("Join the room first"));
  ASSERT_EQ(Json::parse(staying.say(first.room, "first"))["success"].boolean(), true);
  ASSERT_EQ(Json::parse(moving.say(second.room, "second"))["success"].boolean(), true);
  EXPECT_EQ(moving.contents(1), std::vector<std::string>{"second"});
  EXPECT_EQ(moving.join(unknown_room), failure("Room not found"));
  ASSERT_EQ(Json::parse(moving.say(second.room, "still"))["success"].boolean(), true) << "a refused join moves nobody";
}

TEST_F(PlainRooms, AreJoinedWithTheUpgradeOrFailIt) {
  const auto booked = assigned();
  Listening connection(WebSocketClient(deployment.websocket_url("/?token=" + staff.token + "&roomId=" + booked.room)));
  EXPECT_EQ(Json::parse(connection.say(booked.room, "hi"))["success"].boolean(), true);
  EXPECT_EQ(connection.contents(1), std::vector<std::string>{"hi"});
  EXPECT_EQ(upgrade("token=" + owner.token + "&roomId="), "let in") << "none is asked for";
  EXPECT_EQ(upgrade("token=" + owner.token + "&roomId=" + unknown_room), message(404, "Room not found"));
  EXPECT_EQ(upgrade("token=" + owner.token + "&roomId=x"), message(404, "Room not found"));
  for (const auto& who : {somebody("petOwner"), hospital, admin, somebody("staff")}) {
    EXPECT_EQ(upgrade("token=" + who.token + "&roomId=" + booked.room), message(403, not_allowed));
  }
  EXPECT_EQ(upgrade("token=nonsense&roomId=" + booked.room), message(401, "Unauthorized - Invalid token"));
  EXPECT_EQ(upgrade("roomId=" + booked.room), message(401, "Unauthorized - No token provided"));
}

struct SocketIoRooms : Rooms<OverSocketIo> {};

TEST_F(SocketIoRooms, MayBeSeveralAtATime) {
  const auto first = book();
  const auto second = book();
  auto both = joined(owner, first);
  ASSERT_EQ(both.join(second.room), success);
  for (const auto& each : {first, second}) {
    EXPECT_EQ(Json::parse(both.say(each.room, "in " + each.room))["success"].boolean(), true);
  }
  EXPECT_EQ(both.contents(2), (std::vector{"in " + first.room, "in " + second.room}));
}

}  // namespace
}  // namespace frontdesk::contract
