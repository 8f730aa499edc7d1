// What is pushed, to whom and to nobody else, over both transports: contract 001, sections 2 and 3.
#include "tests/contract/appointment_chat/chat.hpp"

namespace frontdesk::contract {
namespace {

using namespace std::chrono_literals;

// One connection of a person, over the plain WebSocket or over Socket.IO.
template <class Client>
struct Connection {
  Client client;

  std::string next(std::chrono::milliseconds patience = 5s) { return client.receive(patience).value_or("nothing"); }
  std::string rest() { return next(400ms); }
  void send(const std::string& event, const std::string& json, const std::string& id = {}) {
    client.send_event(event, json, id);
  }
  std::string join(const std::string& appointment_id) {
    send("join_appointment", R"({"appointmentId":)" + json_text(appointment_id) + "}", "1");
    return next();
  }
};

template <class Client>
struct Sockets : AppointmentChat {
  const std::string joined = R"({"id":1,"data":{"success":true}})";

  Connection<Client> connect(const Somebody& who) {
    if constexpr (std::is_same_v<Client, WebSocketClient>) {
      return {WebSocketClient(deployment.websocket_url("/?token=" + who.token))};
    } else {
      return {SocketIoClient(deployment.websocket_url(""), {.auth_json = R"({"token":)" + json_text(who.token) + "}"})};
    }
  }
  static std::string event(const std::string& name, const std::string& json) {
    return R"({"event":")" + name + R"(","data":)" + json + "}";
  }
  void type(const std::string& id, const Somebody& who, const std::string& action) {
    const auto answered =
        client.post("/api/appointment-chat/typing",
                    R"({"appointmentId":)" + json_text(id) +
                        R"(,"userId":"somebody-else","userName":"Forged","action":)" + json_text(action) + "}",
                    who.token);
    EXPECT_EQ(said(answered), R"(200 {"success":true})");
  }
};

using Transports = ::testing::Types<WebSocketClient, SocketIoClient>;
TYPED_TEST_SUITE(Sockets, Transports);

TYPED_TEST(Sockets, TellBothPartiesOfANewMessageAndNobodyElse) {
  const auto booked = this->book();
  const auto other = this->book();
  auto parents = this->connect(this->parent);
  auto vets = this->connect(this->vet);
  auto elsewhere = this->connect(this->parent);
  auto not_joined = this->connect(this->vet);
  EXPECT_EQ(parents.join(booked.id), this->joined);
  EXPECT_EQ(vets.join(booked.id), this->joined);
  EXPECT_EQ(elsewhere.join(other.id), this->joined);
  const auto message = this->say(booked.id, "hi", this->parent).dump();
  const auto told = this->event("new-message", R"({"message":)" + message + "}");
  EXPECT_EQ(parents.next(), told) << "the sender, too";
  EXPECT_EQ(vets.next(), told);
  EXPECT_EQ(elsewhere.rest(), "nothing");
  EXPECT_EQ(not_joined.rest(), "nothing");
}

TYPED_TEST(Sockets, LetOnlyPartiesJoin) {
  const auto booked = this->book();
  const auto refused = this->event("error", R"({"message":"Access denied"})");
  for (const auto& who : {pet_parent(), veterinarian(), this->hospital, somebody("admin"), somebody("buyer")}) {
    auto socket = this->connect(who);
    EXPECT_EQ(socket.join(booked.id), refused);
    EXPECT_EQ(socket.next(), R"({"id":1,"data":{"success":false,"error":"Access denied"}})");
    this->say(booked.id, "secret", this->parent);
    EXPECT_EQ(socket.rest(), "nothing");
  }
  auto socket = this->connect(this->parent);
  for (const std::string& argument :
       {json_text(booked.id), std::string("{}"), std::string("null"), std::string("7"),
        R"({"appointmentId":7})" + std::string(), R"({"appointmentId":"x"})" + std::string(),
        R"({"appointmentId":)" + json_text(unknown_id) + "}",
        R"({"appointmentId":)" + json_text(booked.room_id) + "}"}) {
    socket.send("join_appointment", argument);
    EXPECT_EQ(socket.next(), refused) << argument;
  }
}

TYPED_TEST(Sockets, TellNothingAfterLeaving) {
  const auto booked = this->book();
  auto parents = this->connect(this->parent);
  ASSERT_EQ(parents.join(booked.id), this->joined);
  parents.send("leave_appointment", R"({"appointmentId":)" + json_text(booked.id) + "}", "1");
  EXPECT_EQ(parents.next(), this->joined);
  this->say(booked.id, "hi", this->vet);
  EXPECT_EQ(parents.rest(), "nothing");
}

// Whoever the body names, the event names the caller, by the profile that messages carry.
TYPED_TEST(Sockets, TellTheOtherSideWhoTypes) {
  const auto booked = this->book();
  auto parents = this->connect(this->parent);
  auto parents_other = this->connect(this->parent);
  auto vets = this->connect(this->vet);
  for (auto* socket : {&parents, &parents_other, &vets}) ASSERT_EQ(socket->join(booked.id), this->joined);
  this->type(booked.id, this->parent, "start");
  EXPECT_EQ(vets.next(), this->event("typing-start", R"({"userId":)" + json_text(this->parent.profile_id) +
                                                         R"(,"userName":"Asha Rao"})"));
  this->type(booked.id, this->parent, "stop");
  EXPECT_EQ(vets.next(), this->event("typing-stop", R"({"userId":)" + json_text(this->parent.profile_id) + "}"));
  EXPECT_EQ(parents.rest(), "nothing") << "not the typist";
  EXPECT_EQ(parents_other.rest(), "nothing") << "on no device";
}

// Assigning another takes the first one's access at once, on open sockets, too.
TYPED_TEST(Sockets, TellNothingMoreToWhoIsNoLongerAssigned) {
  const auto booked = this->book(std::string());
  const auto second = veterinarian("Dr. Second");
  this->client.get("/api/auth/me", second.token);
  this->client.get("/api/auth/me", this->vet.token);
  const auto assign = [&](const Somebody& who) {
    const auto answered = this->client.post(
        "/admin/assign", R"({"staffId":)" + json_text(who.id) + R"(,"chatRoomId":)" + json_text(booked.room_id) + "}",
        this->hospital.token);
    ASSERT_EQ(answered.status, 200) << answered.body;
  };
  assign(this->vet);
  auto firsts = this->connect(this->vet);
  ASSERT_EQ(firsts.join(booked.id), this->joined);
  this->say(booked.id, "before", this->parent);
  EXPECT_NE(firsts.next().find("before"), std::string::npos);
  assign(second);
  this->say(booked.id, "after", this->parent);
  EXPECT_EQ(firsts.rest(), "nothing");
  EXPECT_EQ(firsts.join(booked.id), this->event("error", R"({"message":"Access denied"})"));
}

}  // namespace
}  // namespace frontdesk::contract
