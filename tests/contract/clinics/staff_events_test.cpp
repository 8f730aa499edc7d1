// What staff send: every event of theirs, who is told of it and who is not, and every refusal.
#include "tests/contract/clinics/sockets.hpp"

namespace frontdesk::contract {
namespace {

struct StaffEvents : Sockets {};

TEST_F(StaffEvents, CallTheNextPatient) {
  const auto first = take(cast().patient, queue);
  const auto second = take(cast().other_patient, queue);
  auto staff = connect(cast().admin);
  auto called = connect(cast().patient);
  auto called_elsewhere = connect(cast().patient);
  auto waiting = connect(cast().other_patient);
  auto watcher = connect(cast().staff);
  watcher.join(queue);
  called_elsewhere.join(queue);

  staff.send("queue:call_next", json_text(queue));
  const auto event = called.next_json();
  const auto called_at = event["data"]["calledAt"].text();
  EXPECT_TRUE(is_time(called_at));
  const auto told = frame("queue:your_token_called", token_json(first, 1, "CALLED", called_at, "", ""));
  EXPECT_EQ(event.dump(), told);
  EXPECT_EQ(called_elsewhere.next(), told) << "all connections of the patient";
  const auto shown = update();
  EXPECT_EQ(called_elsewhere.next(), shown) << "the patient's event comes before the room's";
  EXPECT_EQ(watcher.next(), shown);
  EXPECT_EQ(staff.next(), shown) << "the caller too, though not in the room";
  EXPECT_EQ(called.rest(), silence) << "not in the room";
  EXPECT_EQ(waiting.rest(), silence);
  EXPECT_EQ(watcher.rest(), silence);
  EXPECT_EQ(staff.rest(), silence);

  staff.send("queue:call_next", json_text(queue));
  const auto completion = called.next_json();
  const auto completed_at = completion["data"]["completedAt"].text();
  EXPECT_EQ(completion.dump(),
            frame("queue:your_token_completed", token_json(first, 1, "COMPLETED", called_at, completed_at, "")));
  EXPECT_EQ(waiting.next(), frame("queue:your_token_called", token_json(second, 2, "CALLED", completed_at, "", "")));
  expect_update(staff);
  EXPECT_EQ(called.rest(), silence);
  EXPECT_EQ(waiting.rest(), silence);
}

TEST_F(StaffEvents, TellACallerInTheRoomOnce) {
  take(cast().patient, queue);
  auto staff = connect(cast().admin);
  staff.join(queue);
  staff.send("queue:call_next", json_text(queue));
  expect_update(staff);
  EXPECT_EQ(staff.rest(), silence);
}

TEST_F(StaffEvents, CallNobodyInAnEmptyQueue) {
  auto staff = connect(cast().admin);
  auto watcher = connect(cast().patient);
  auto bystander = connect(cast().other_patient);
  watcher.join(queue);
  staff.send("queue:call_next", json_text(queue));
  EXPECT_EQ(staff.next(), error_frame("queue:call_next_error", "No waiting tokens in this queue"));
  EXPECT_EQ(watcher.next(), error_frame("queue:empty", "No waiting tokens in this queue"));
  EXPECT_EQ(watcher.rest(), silence);
  EXPECT_EQ(staff.rest(), silence) << "not in the room";
  EXPECT_EQ(bystander.rest(), silence);
}

TEST_F(StaffEvents, LeaveTheCalledTokenWhenNobodyElseWaits) {
  take(cast().patient, queue);
  auto staff = connect(cast().admin);
  auto patient = connect(cast().patient);
  staff.send("queue:call_next", json_text(queue));
  ASSERT_EQ(patient.next_json()["event"].text(), "queue:your_token_called");
  const auto before = status();
  staff.send("queue:call_next", json_text(queue));
  EXPECT_EQ(patient.rest(), silence);
  EXPECT_EQ(status(), before);
}

TEST_F(StaffEvents, CallOnlyWhatTheCallerExpects) {
  take(cast().patient, queue);
  auto staff = connect(cast().admin);
  staff.send("queue:call_next", "[" + json_text(queue) + ",3]");
  EXPECT_EQ(staff.next(), error_frame("queue:call_next_error", "Queue has moved on"));
  for (const auto* odd : {R"("0")", "1.5", "true", "{}"}) {
    staff.send("queue:call_next", "[" + json_text(queue) + "," + odd + "]");
    EXPECT_EQ(staff.next(), error_frame("queue:call_next_error", "Invalid expected number")) << odd;
  }
  staff.send("queue:call_next", "[" + json_text(queue) + ",0]");
  expect_update(staff);
  take(cast().other_patient, queue);
  staff.send("queue:call_next", "[" + json_text(queue) + ",null]");
  expect_update(staff);  // null counts as absent
}

TEST_F(StaffEvents, CallOneAfterTheOtherWhenTwoCallAtOnce) {
  take(cast().patient, queue);
  take(cast().other_patient, queue);
  auto one = connect(cast().admin);
  auto other = connect(cast().admin);
  auto first = connect(cast().patient);
  auto second = connect(cast().other_patient);
  one.send("queue:call_next", json_text(queue));
  other.send("queue:call_next", json_text(queue));
  EXPECT_EQ(first.next_json()["event"].text(), "queue:your_token_called");
  EXPECT_EQ(first.next_json()["event"].text(), "queue:your_token_completed");
  EXPECT_EQ(second.next_json()["event"].text(), "queue:your_token_called");
  EXPECT_EQ(second.rest(), silence);
}

TEST_F(StaffEvents, SkipAToken) {
  const auto waiting = take(cast().patient, queue);
  const auto called = take(cast().other_patient, queue);
  auto staff = connect(cast().admin);
  auto patient = connect(cast().patient);
  auto other = connect(cast().other_patient);
  auto watcher = connect(cast().staff);
  watcher.join(queue);
  staff.send("queue:skip_token", two(queue, waiting["id"].text()));
  const auto event = patient.next_json();
  const auto skipped_at = event["data"]["skippedAt"].text();
  EXPECT_TRUE(is_time(skipped_at));
  EXPECT_EQ(event.dump(), frame("queue:your_token_skipped", token_json(waiting, 1, "SKIPPED", "", "", skipped_at)));
  const auto shown = update();
  EXPECT_EQ(watcher.next(), shown);
  EXPECT_EQ(staff.next(), shown);
  EXPECT_EQ(other.rest(), silence);
  EXPECT_EQ(patient.rest(), silence);

  staff.send("queue:call_next", json_text(queue));
  const auto called_at = other.next_json()["data"]["calledAt"].text();
  staff.send("queue:skip_token", two(queue, called["id"].text()));
  const auto second = other.next_json();
  EXPECT_EQ(second.dump(), frame("queue:your_token_skipped",
                                 token_json(called, 2, "SKIPPED", called_at, "", second["data"]["skippedAt"].text())))
      << "a called one may be skipped";
}

TEST_F(StaffEvents, CompleteAToken) {
  const auto token = take(cast().patient, queue);
  auto staff = connect(cast().admin);
  auto patient = connect(cast().patient);
  auto bystander = connect(cast().other_patient);
  staff.send("queue:call_next", json_text(queue));
  const auto called_at = patient.next_json()["data"]["calledAt"].text();
  expect_update(staff);
  staff.send("queue:complete_token", two(queue, token["id"].text()));
  const auto event = patient.next_json();
  const auto completed_at = event["data"]["completedAt"].text();
  EXPECT_TRUE(is_time(completed_at));
  EXPECT_EQ(event.dump(),
            frame("queue:your_token_completed", token_json(token, 1, "COMPLETED", called_at, completed_at, "")));
  const auto shown = update();
  EXPECT_EQ(staff.next(), shown);
  EXPECT_EQ(Json::parse(shown)["data"]["lastServedTokenNumber"].number(), 1);
  EXPECT_EQ(bystander.rest(), silence);
}

TEST_F(StaffEvents, StartAToken) {
  const auto token = take(cast().patient, queue);
  const auto next = take(cast().other_patient, queue);
  auto staff = connect(cast().admin);
  auto patient = connect(cast().patient);
  auto bystander = connect(cast().other_patient);
  auto watcher = connect(cast().staff);
  watcher.join(queue);
  staff.send("queue:call_next", json_text(queue));
  const auto called_at = patient.next_json()["data"]["calledAt"].text();
  expect_update(staff);
  expect_update(watcher);
  staff.send("queue:start_token", two(queue, token["id"].text()));
  EXPECT_EQ(patient.next(), frame("queue:your_token_started", token_json(token, 1, "IN_PROGRESS", called_at, "", "")));
  const auto shown = update();
  EXPECT_EQ(staff.next(), shown);
  EXPECT_EQ(watcher.next(), shown);
  EXPECT_EQ(bystander.rest(), silence);
  EXPECT_EQ(patient.rest(), silence);

  const auto refused = error_frame("queue:start_token_error", "Token is not called or already started");
  staff.send("queue:start_token", two(queue, token["id"].text()));
  EXPECT_EQ(staff.next(), refused) << "once";
  staff.send("queue:start_token", two(queue, next["id"].text()));
  EXPECT_EQ(staff.next(), refused) << "still waits";
  staff.send("queue:start_token", two(no_such_id, token["id"].text()));
  EXPECT_EQ(staff.next(), refused);

  staff.send("queue:call_next", json_text(queue));
  const auto completion = patient.next_json();
  const auto completed_at = completion["data"]["completedAt"].text();
  EXPECT_EQ(completion.dump(),
            frame("queue:your_token_completed", token_json(token, 1, "COMPLETED", called_at, completed_at, "")));
}

TEST_F(StaffEvents, SkipATokenInProgress) {
  const auto token = take(cast().patient, queue);
  auto staff = connect(cast().admin);
  auto patient = connect(cast().patient);
  staff.send("queue:call_next", json_text(queue));
  const auto called_at = patient.next_json()["data"]["calledAt"].text();
  staff.send("queue:start_token", two(queue, token["id"].text()));
  ASSERT_EQ(patient.next_json()["event"].text(), "queue:your_token_started");
  staff.send("queue:skip_token", two(queue, token["id"].text()));
  const auto event = patient.next_json();
  EXPECT_EQ(event.dump(), frame("queue:your_token_skipped",
                                token_json(token, 1, "SKIPPED", called_at, "", event["data"]["skippedAt"].text())));
}

TEST_F(StaffEvents, RefuseToSkipOrCompleteWhatCannotBe) {
  const auto waiting = take(cast().patient, queue)["id"].text();
  const auto elsewhere = take(cast().patient, fresh_queue())["id"].text();
  auto staff = connect(cast().admin);
  const auto told = [&](const std::string& event, const std::string& data) {
    staff.send(event, data);
    return staff.next();
  };
  const auto no_skip = error_frame("queue:skip_token_error", "Token not found or cannot be skipped");
  EXPECT_EQ(told("queue:skip_token", two(no_such_id, waiting)), no_skip);
  EXPECT_EQ(told("queue:skip_token", two(queue, no_such_id)), no_skip);
  EXPECT_EQ(told("queue:skip_token", two(queue, elsewhere)), no_skip) << "a token of another queue";
  const auto no_completion = error_frame("queue:complete_token_error", "Token is not called or already completed");
  EXPECT_EQ(told("queue:complete_token", two(queue, waiting)), no_completion) << "not called";
  EXPECT_EQ(told("queue:complete_token", two(queue, no_such_id)), no_completion);
  EXPECT_EQ(told("queue:complete_token", two(no_such_id, waiting)), no_completion);
  staff.send("queue:skip_token", two(queue, waiting));
  expect_update(staff);
  EXPECT_EQ(told("queue:skip_token", two(queue, waiting)), no_skip) << "skipped is final";
  EXPECT_EQ(told("queue:complete_token", two(queue, waiting)), no_completion);
}

TEST_F(StaffEvents, CheckArgumentsThenRoleThenQueueThenClinic) {
  auto patient = connect(cast().patient);
  auto foreign = connect(cast().other_staff);
  auto staff = connect(cast().admin);
  const auto told = [](Socket& socket, const std::string& event, const std::string& data) {
    socket.send(event, data);
    return socket.next();
  };
  for (const std::string event : {"queue:call_next", "queue:skip_token", "queue:start_token", "queue:complete_token"}) {
    const auto error = event + "_error";
    const auto arguments = event == "queue:call_next" ? json_text(queue) : two(queue, no_such_id);
    EXPECT_EQ(told(patient, event, R"("x")"), error_frame(error, "Invalid queue id")) << event;
    EXPECT_EQ(told(patient, event, arguments), error_frame(error, "Unauthorized")) << event;
    EXPECT_EQ(told(foreign, event, arguments), error_frame(error, "Unauthorized")) << event;
  }
  EXPECT_EQ(told(patient, "queue:call_next", two(queue, "x")),
            error_frame("queue:call_next_error", "Invalid expected number"));
  for (const std::string event : {"queue:skip_token", "queue:start_token", "queue:complete_token"}) {
    for (const auto* token : {"5", "null", R"("x")", "{}"}) {
      EXPECT_EQ(told(staff, event, "[" + json_text(queue) + "," + token + "]"),
                error_frame(event + "_error", "Invalid token id"));
    }
    EXPECT_EQ(told(staff, event, json_text(queue)), error_frame(event + "_error", "Invalid token id"));
  }
  EXPECT_EQ(told(foreign, "queue:call_next", json_text(no_such_id)),
            error_frame("queue:call_next_error", "Queue not found"));
}

TEST_F(StaffEvents, TellErrorsToTheCallerAlone) {
  auto watcher = connect(cast().patient);
  watcher.join(queue);
  auto foreign = connect(cast().other_staff);
  auto same_person = connect(cast().other_staff);
  foreign.send("queue:call_next", json_text(queue));
  EXPECT_EQ(foreign.next(), error_frame("queue:call_next_error", "Unauthorized"));
  EXPECT_EQ(watcher.rest(), silence);
  EXPECT_EQ(same_person.rest(), silence);
}

TEST_F(StaffEvents, ObeyStaffOfTheClinic) {
  const auto staff = staff_of(client, cast().admin, clinic);
  take(cast().patient, queue);
  auto socket = connect(staff);
  socket.send("queue:call_next", json_text(queue));
  expect_update(socket);
}

TEST_F(StaffEvents, AskForTheRoleOfTheMoment) {
  const auto person = patient(client);
  auto socket = connect(person);
  take(cast().patient, queue);
  socket.send("queue:call_next", json_text(queue));
  EXPECT_EQ(socket.next(), error_frame("queue:call_next_error", "Unauthorized"));
  ASSERT_EQ(
      client.post("/api/clinic/" + clinic + "/staff", R"({"userId":")" + person.id + R"("})", cast().admin.access_token)
          .status,
      201);
  socket.send("queue:call_next", json_text(queue));
  expect_update(socket);  // the same connection, a new role
  ASSERT_EQ(
      client.send("DELETE", "/api/clinic/" + clinic + "/staff/" + person.id, {}, cast().admin.access_token).status,
      200);
  socket.send("queue:call_next", json_text(queue));
  EXPECT_EQ(socket.next(), error_frame("queue:call_next_error", "Unauthorized")) << "and the old one again";
}

TEST_F(StaffEvents, SkipAndCompleteInAnInactiveQueue) {
  const auto first = take(cast().patient, queue)["id"].text();
  const auto second = take(cast().other_patient, queue)["id"].text();
  auto staff = connect(cast().admin);
  staff.send("queue:call_next", json_text(queue));
  expect_update(staff);
  ASSERT_EQ(client.send("PATCH", "/api/queues/" + queue + "/status", R"({"isActive":false})", cast().admin.access_token)
                .status,
            200);
  staff.send("queue:complete_token", two(queue, first));
  expect_update(staff);
  staff.send("queue:skip_token", two(queue, second));
  expect_update(staff);
}

}  // namespace
}  // namespace frontdesk::contract
