// Who is told what of care rooms, who may join one and who is put out: contract 000, section 4.
#include "events/booking_samples.hpp"
#include "tests/booking/given.hpp"
#include "tests/gateway/gateway_fixture.hpp"

namespace frontdesk::realtime_gateway {
namespace {

namespace care = frontdesk::booking;

struct CareRoomTest : GatewayTest {
  void SetUp() override {
    unit = topics.events_unit(care::visit.value);
    GatewayTest::SetUp();
    rows::CareRoom room;
    room.id = care::room.value;
    room.appointment_id = care::visit.value;
    room.pet_owner_id = "olga";
    room.hospital_id = "hope";
    room.assigned_id = "sam";
    room.status = "active";
    care_rooms.stored[room.id] = room;
  }
  static Argument payload(const std::string& json) { return {Argument::Kind::object, json, std::nullopt}; }
  std::string join(const std::shared_ptr<RecordedSocket>& socket, const std::string& room_id = care::room.value) {
    return send(socket, "joinRoom", {payload(R"({"roomId":")" + room_id + "\"}")});
  }
  std::shared_ptr<RecordedSocket> in_room(const std::string& user) {
    auto socket = connect(user);
    EXPECT_EQ(join(socket), ack_success());
    EXPECT_TRUE(socket->received.empty()) << "joining tells nothing";
    return socket;
  }
  template <class Event>
  void happens(const Event& event) {
    project(writer->write(std::string(Event::type), encode(event), now));
  }
  static std::string told(int number, const std::string& by) {
    return R"(message {"_id":")" + care::message_id_of(care::visit, number).value + R"(","senderId":")" + by +
           R"(","chatRoomId":")" + care::room.value +
           R"(","content":"Hi","type":"text","timestamp":"1970-01-01T00:00:01.200Z","__v":0})";
  }
};

TEST_F(CareRoomTest, WhoHasJoinedHearsWhatIsWritten) {
  const auto olga = in_room("olga");
  const auto sam = in_room("sam");
  const auto elsewhere = connect("olga");
  happens(care::written(1, care::olga, care::CareSide::owner));
  EXPECT_EQ(olga->texts(), Texts{told(1, "olga")});
  EXPECT_EQ(sam->texts(), Texts{told(1, "olga")});
  EXPECT_TRUE(elsewhere->received.empty());
}

TEST_F(CareRoomTest, OtherKindsAreShownAsThisContractHasThem) {
  const auto olga = in_room("olga");
  const auto type_of = [&](care::CareMessageKind kind, int number) {
    auto message = care::written(number, care::vera, care::CareSide::care);
    message.kind = kind;
    happens(message);
    const auto text = olga->texts().back();
    const auto at = text.find(R"("type":")") + 8;
    return text.substr(at, text.find('"', at) - at);
  };
  EXPECT_EQ(type_of(care::CareMessageKind::file, 1), "doc");
  EXPECT_EQ(type_of(care::CareMessageKind::assessment, 2), "text");
  EXPECT_EQ(type_of(care::CareMessageKind::prescription, 3), "text");
  EXPECT_EQ(type_of(care::CareMessageKind::image, 4), "image");
  EXPECT_EQ(type_of(care::CareMessageKind::video, 5), "video");
}

TEST_F(CareRoomTest, RefusesInTheContractsOrderOfChecks) {
  const auto mia = connect("mia");
  const auto refused = [&](const std::string& room_id, const std::string& event, const std::string& words) {
    mia->received.clear();
    EXPECT_EQ(join(mia, room_id), ack_failure(words));
    EXPECT_EQ(mia->texts(), Texts{event + " \"" + words + "\""});
  };
  refused("", "error", "No roomId provided");
  refused(care::no_room.value, "error", "Room not found");
  refused(care::room.value, "unauthorized", "You are not allowed in this room");
  care_rooms.stored[care::room.value].status = "closed";
  refused(care::room.value, "error", "room is not active");
  care_rooms.away = true;
  refused(care::no_room.value, "error", "Internal server error");
  EXPECT_EQ(send(mia, "joinRoom", {}), ack_failure("No roomId provided"));
  EXPECT_EQ(send(mia, "joinRoom", {text("x")}), ack_failure("No roomId provided"));
}

TEST_F(CareRoomTest, WhoIsReplacedIsPutOutOnAllConnections) {
  const auto first = in_room("sam");
  const auto second_device = in_room("sam");
  const auto olga = in_room("olga");
  happens(care::assigned(care::tina, care::sam.id));
  happens(care::written(1, care::olga, care::CareSide::owner));
  EXPECT_TRUE(first->received.empty());
  EXPECT_TRUE(second_device->received.empty());
  EXPECT_EQ(olga->texts(), Texts{told(1, "olga")});
}

TEST_F(CareRoomTest, EverybodyIsPutOutOfAClosedRoom) {
  const auto olga = in_room("olga");
  happens(care::closed());
  happens(care::written(1, care::olga, care::CareSide::owner));
  EXPECT_TRUE(olga->received.empty());
}

TEST_F(CareRoomTest, WhoIsReplacedWhileJoiningDoesNotGetIn) {
  const auto sam = connect("sam");
  care_rooms.after_read = [this] {
    care_rooms.stored[care::room.value].assigned_id = "tina";
    happens(care::assigned(care::tina, care::sam.id));
  };
  EXPECT_EQ(join(sam), ack_failure("You are not allowed in this room"));
  sam->received.clear();
  happens(care::written(1, care::olga, care::CareSide::owner));
  EXPECT_TRUE(sam->received.empty());
}

TEST_F(CareRoomTest, AMessageGoesToItsRouteWithWhetherTheRoomWasJoined) {
  const auto olga = connect("olga");
  const auto say = R"({"roomId":")" + care::room.value + R"(","content":"Hi"})";
  send(olga, "message", {payload(say)});
  ASSERT_EQ(commands.sent.size(), 1U);
  EXPECT_EQ(commands.sent.back().event, "message");
  EXPECT_EQ(commands.sent.back().arguments_json, say);
  EXPECT_FALSE(commands.sent.back().in_room);
  join(olga);
  send(olga, "message", {payload(say)});
  ASSERT_EQ(commands.sent.size(), 2U);
  EXPECT_TRUE(commands.sent.back().in_room);
}

TEST_F(CareRoomTest, WhatAMessageLacksIsToldWithoutAsking) {
  const auto olga = in_room("olga");
  const auto refused = [&](const std::string& json, const std::string& words) {
    olga->received.clear();
    EXPECT_EQ(send(olga, "message", {payload(json)}), ack_failure(words)) << json;
    EXPECT_EQ(olga->texts(), Texts{"error \"" + words + "\""});
  };
  refused("{}", "Missing roomId or content");
  refused(R"({"roomId":"x","content":" "})", "Missing roomId or content");
  refused(R"({"roomId":"x","content":"y","type":"assessment"})", "Invalid message type");
  refused(R"({"roomId":"x","content":")" + std::string(10'001, 'y') + "\"}", "Message too long");
  EXPECT_TRUE(commands.sent.empty());
}

TEST_F(CareRoomTest, EventsThatNobodyIsToldOf) {
  const std::string room_of_samples = "0123456789abcdef01234561";
  unit = topics.events_unit("0123456789abcdef01234560");
  writer = std::make_unique<UnitWriter>(*log, unit);
  care_rooms.stored[room_of_samples] = care_rooms.stored[care::room.value];
  const auto olga = connect("olga");
  ASSERT_EQ(join(olga, room_of_samples), ack_success());
  Texts untold;
  for (const auto& sample : care::events::samples) {
    olga->received.clear();
    project(writer->write(std::string(sample.type), std::string(sample.json), now));
    if (olga->received.empty()) untold.emplace_back(sample.type);
    join(olga, room_of_samples);
  }
  EXPECT_EQ(untold, (Texts{"AppointmentBooked", "AppointmentBooked", "AppointmentCompleted", "CareMessagesRead",
                           "CareRoomClosed", "CareStaffAssigned"}));
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
