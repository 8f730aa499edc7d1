// Connections: who is let in, rooms, frames, and when a connection ends.
#include "tests/contract/clinics/sockets.hpp"
#include "tests/contract/clinics/made_tokens.hpp"

namespace frontdesk::contract {
namespace {

using namespace std::chrono_literals;

TEST_F(Sockets, AreRefusedWithoutAToken) {
  for (const auto* target : {"/", "/?token=", "/?token=abc"}) {
    try {
      WebSocketClient refused(deployment.websocket_url(target));
      ADD_FAILURE() << target << " was let in";
    } catch (const WebSocketClient::Refused& refusal) {
      EXPECT_EQ(refusal.status, 401) << target;
    }
  }
}

TEST_F(Sockets, JoinAQueueAndGetItsStatusAlone) {
  auto joiner = connect(cast().patient);
  auto bystander = connect(cast().other_patient);
  joiner.send("join-queue", json_text(queue));
  EXPECT_EQ(joiner.next(), frame("join-queue", "null"));
  expect_update(joiner);
  EXPECT_EQ(joiner.rest(), silence);
  EXPECT_EQ(bystander.rest(), silence);
}

TEST_F(Sockets, LeaveAQueueAlsoWhenNotInIt) {
  auto socket = connect(cast().patient);
  socket.send("leave-queue", json_text(queue));
  EXPECT_EQ(socket.next(), frame("leave-queue", "null"));
  socket.join(queue);
  socket.send("leave-queue", json_text(queue));
  EXPECT_EQ(socket.next(), frame("leave-queue", "null"));
  take(cast().other_patient, queue);
  EXPECT_EQ(socket.rest(), silence) << "who has left hears nothing more";
}

TEST_F(Sockets, RefuseToJoinWhatIsNoQueueOfToday) {
  auto socket = connect(cast().patient);
  for (const auto* data : {"null", "5", "true", "{}", R"("")", R"("x")", R"({"queueId":"x"})", "[]", "[[]]"}) {
    for (const std::string event : {"join-queue", "leave-queue"}) {
      socket.send(event, data);
      EXPECT_EQ(socket.next(), error_frame(event + "-error", "Invalid queue id")) << event << ' ' << data;
    }
  }
  socket.send_raw(R"({"event":"join-queue"})");
  EXPECT_EQ(socket.next(), error_frame("join-queue-error", "Invalid queue id"));
  socket.send("join-queue", json_text(no_such_id));
  EXPECT_EQ(socket.next(), error_frame("join-queue-error", "Queue not found"));
}

TEST_F(Sockets, IgnoreExtraArgumentsAndUnknownEvents) {
  auto socket = connect(cast().patient);
  socket.send("no-such-event", "1");
  socket.send("join-queue", "[" + json_text(queue) + ",1,{}]");
  EXPECT_EQ(socket.next(), frame("join-queue", "null"));
  expect_update(socket);
}

TEST_F(Sockets, SayThatAFrameIsNone) {
  auto socket = connect(cast().patient);
  for (const auto* text : {"not json", "[1,2]", R"({"event":5})", "{}"}) {
    socket.send_raw(text);
    EXPECT_EQ(socket.next(), frame("error", R"({"message":"Invalid message"})")) << text;
  }
  socket.join(queue);
}

TEST_F(Sockets, AcknowledgeAFrameWithAnId) {
  auto socket = connect(cast().patient);
  EXPECT_EQ(socket.acknowledgement("join-queue", json_text(queue)), R"({"id":7,"data":{"success":true}})");
  EXPECT_EQ(socket.acknowledgement("join-queue", json_text("x")),
            R"({"id":7,"data":{"success":false,"error":"Invalid queue id"}})");
  auto staff = connect(cast().admin);
  EXPECT_EQ(staff.acknowledgement("queue:call_next", json_text(queue)),
            R"({"id":7,"data":{"success":false,"error":"No waiting tokens in this queue"}})");
  take(cast().patient, queue);
  EXPECT_EQ(staff.acknowledgement("queue:call_next", json_text(queue)), R"({"id":7,"data":{"success":true}})");
}

TEST_F(Sockets, CloseWhenTheTokenExpires) {
  auto person = cast().patient;
  person.access_token = own_token(claims_of(person), 3);
  auto socket = connect(person);
  socket.join(queue);
  take(cast().other_patient, queue);
  expect_update(socket);  // while it lives
  EXPECT_TRUE(socket.ended(8s));
}

TEST_F(Sockets, CloseWhenTheSessionEnds) {
  auto person = patient(client);
  auto elsewhere = person;
  log_in(client, elsewhere);
  auto socket = connect(person);
  auto other = connect(elsewhere);
  ASSERT_EQ(client.post("/api/auth/logout", R"({"refreshToken":")" + person.refresh_token + R"("})").status, 200);
  EXPECT_TRUE(socket.ended());
  EXPECT_EQ(other.rest(), silence);
  EXPECT_FALSE(other.ended(200ms)) << "another session of the same person stays";
}

TEST_F(Sockets, CloseWhenTheSessionIsEndedFromElsewhere) {
  auto person = patient(client);
  auto elsewhere = person;
  log_in(client, elsewhere);
  auto socket = connect(person);
  auto other = connect(elsewhere);
  const auto id = part_of(person.access_token, 1)["sid"].text();
  ASSERT_EQ(client.send("DELETE", "/api/auth/sessions/" + id, {}, elsewhere.access_token).status, 200);
  EXPECT_TRUE(socket.ended());
  EXPECT_FALSE(other.ended(200ms)) << "another session of the same person stays";
}

TEST_F(Sockets, CloseWhenTheAccountIsDisabled) {
  auto person = patient(client);
  auto socket = connect(person);
  disable(person);
  EXPECT_TRUE(socket.ended());
}

TEST_F(Sockets, CloseWhenThePasswordChanges) {
  auto person = patient(client);
  auto socket = connect(person);
  const auto body = R"({"oldPassword":")" + person.password +
                    R"(","newPassword":"another secret","confirmNewPassword":"another secret"})";
  ASSERT_EQ(client.send("PUT", "/api/auth/update-password", body, person.access_token).status, 200);
  EXPECT_TRUE(socket.ended());
}

TEST_F(Sockets, AreRefusedAfterTheirSessionHasEnded) {
  auto person = patient(client);
  ASSERT_EQ(client.post("/api/auth/logout", R"({"refreshToken":")" + person.refresh_token + R"("})").status, 200);
  try {
    const auto socket = connect(person);
    ADD_FAILURE() << "was let in";
  } catch (const WebSocketClient::Refused& refusal) {
    EXPECT_EQ(refusal.status, 401);
  }
}

TEST_F(Sockets, SurviveOddArgumentsOfOthers) {
  auto watcher = connect(cast().patient);
  watcher.join(queue);
  auto odd = connect(cast().admin);
  for (const std::string data :
       {"[]", "{}", "null", "[[[[[]]]]]", R"("\u0000")", "1e400", "-0", R"({"__proto__":1})"}) {
    for (const auto* event : {"join-queue", "queue:call_next", "queue:skip_token", "queue:complete_token"}) {
      odd.send(event, data);
    }
  }
  odd.send("join-queue", std::string(500, '[') + std::string(500, ']'));
  take(cast().other_patient, queue);
  expect_update(watcher);
}

}  // namespace
}  // namespace frontdesk::contract
