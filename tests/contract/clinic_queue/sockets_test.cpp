// Contract 004, section 5, over the plain WebSocket of the contracts' README, section 9: every event, who receives it
// and who must not.
#include <chrono>
#include <deque>
#include <optional>
#include <thread>

#include "tests/contract/clinic_queue/made_tokens.hpp"
#include "tests/support/websocket_client.hpp"

namespace frontdesk::contract {
namespace {

using namespace std::chrono_literals;

// One connection of a person.
class Socket {
 public:
  Socket(const Deployment& deployment, const Person& person)
      : client_(deployment.websocket_url("/?token=" + person.access_token)) {}

  void send(const std::string& event, const std::string& data_json) { client_.send_event(event, data_json); }
  void send_raw(const std::string& text) { client_.send_text(text); }

  // The next message, `{"event":…,"data":…}`; "nothing" when none came.
  std::string next(std::chrono::milliseconds patience = 5s) { return client_.receive(patience).value_or("nothing"); }
  Json next_json() {
    const auto text = next();
    return Json::parse(text == "nothing" ? "null" : text);
  }

  // What the server answers to a frame with an id. Events before it are dropped.
  std::string acknowledgement(const std::string& event, const std::string& data_json) {
    client_.send_event(event, data_json, "7");
    for (;;) {
      const auto text = next();
      if (text == "nothing" || text.starts_with(R"({"id":7)")) return text;
    }
  }

  // Enters a queue's room; what comes with it is checked elsewhere.
  void join(const std::string& queue) {
    send("join-queue", json_text(queue));
    for (int i = 0; i < 2; ++i) next();
  }

  // Everything that comes while nothing more should.
  std::vector<std::string> rest() {
    std::vector<std::string> all;
    while (auto text = client_.receive(300ms)) all.push_back(*text);
    return all;
  }
  bool ended(std::chrono::milliseconds patience = 5s) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!client_.ended() && std::chrono::steady_clock::now() < deadline) client_.receive(100ms);
    return client_.ended();
  }
  WebSocketClient& client() { return client_; }

 private:
  WebSocketClient client_;
};

std::string frame(const std::string& event, const std::string& data_json) {
  return R"({"event":")" + event + R"(","data":)" + data_json + "}";
}
std::string error_frame(const std::string& event, const std::string& text) { return frame(event, json_text(text)); }

const std::vector<std::string> silence;

struct Sockets : Contract {
  std::string clinic = fresh_clinic();
  std::string queue = open_queue(client, cast().admin, clinic);

  Socket connect(const Person& person) { return Socket(deployment, person); }
  std::string status() {
    return client.get("/api/queues/" + queue + "/status", cast().patient.access_token).json()["data"].dump();
  }
  // What it is told is what a read made afterwards shows.
  void expect_update(Socket& socket) {
    const auto told = socket.next();
    EXPECT_EQ(told, update());
  }
  std::string update() { return frame("queue:status_update", status()); }
  std::string two(const std::string& first, const std::string& second) {
    return "[" + json_text(first) + "," + json_text(second) + "]";
  }
  static std::string token_json(const Json& token, int number, const std::string& status, const std::string& called_at,
                                const std::string& completed_at, const std::string& skipped_at) {
    const auto time = [](const std::string& text) { return text.empty() ? std::string("null") : json_text(text); };
    return R"({"id":")" + token["id"].text() + R"(","queueId":")" + token["queueId"].text() + R"(","patientId":")" +
           token["patientId"].text() + R"(","tokenNumber":)" + std::to_string(number) + R"(,"status":")" + status +
           R"(","createdAt":")" + token["createdAt"].text() + R"(","calledAt":)" + time(called_at) +
           R"(,"completedAt":)" + time(completed_at) + R"(,"skippedAt":)" + time(skipped_at) + "}";
  }
};

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

TEST_F(Sockets, TellTheRoomOfATakeAndOfADeletion) {
  auto watcher = connect(cast().other_patient);
  watcher.join(queue);
  const auto token = take(cast().patient, queue);
  expect_update(watcher);
  ASSERT_EQ(client.send("DELETE", "/api/tokens/" + token["id"].text(), {}, cast().patient.access_token).status, 200);
  const auto after = update();
  EXPECT_EQ(watcher.next(), after);
  EXPECT_EQ(Json::parse(after)["data"]["waitingCount"].number(), 0) << "without the deleted token";
  EXPECT_EQ(watcher.rest(), silence);
}

TEST_F(Sockets, TellPatientsWhoseNumberChanged) {
  const auto people = patients(deployment, 3);
  std::vector<Json> tokens;
  for (const auto& person : people) tokens.push_back(take(person, queue));
  auto first = connect(people[0]);
  auto second = connect(people[1]);
  auto third = connect(people[2]);
  ASSERT_EQ(client.send("DELETE", "/api/tokens/" + tokens[0]["id"].text(), {}, people[0].access_token).status, 200);
  const auto moved = [&](std::size_t i, int number) {
    const auto token = token_json(tokens[i], number, "WAITING", "", "", "");
    return frame("queue:your_token_updated",
                 token.substr(0, token.size() - 1) + R"(,"patient":{"id":")" + people[i].id + R"("}})");
  };
  EXPECT_EQ(second.next(), moved(1, 1));
  EXPECT_EQ(third.next(), moved(2, 2));
  EXPECT_EQ(first.rest(), silence);
  EXPECT_EQ(second.rest(), silence);
}

TEST_F(Sockets, CallTheNextPatient) {
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

TEST_F(Sockets, TellACallerInTheRoomOnce) {
  take(cast().patient, queue);
  auto staff = connect(cast().admin);
  staff.join(queue);
  staff.send("queue:call_next", json_text(queue));
  expect_update(staff);
  EXPECT_EQ(staff.rest(), silence);
}

TEST_F(Sockets, CallNobodyInAnEmptyQueue) {
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

TEST_F(Sockets, LeaveTheCalledTokenWhenNobodyElseWaits) {
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

TEST_F(Sockets, CallOnlyWhatTheCallerExpects) {
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

TEST_F(Sockets, CallOneAfterTheOtherWhenTwoCallAtOnce) {
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

TEST_F(Sockets, SkipAToken) {
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

TEST_F(Sockets, CompleteAToken) {
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

TEST_F(Sockets, StartAToken) {
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

TEST_F(Sockets, SkipATokenInProgress) {
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

TEST_F(Sockets, RefuseToSkipOrCompleteWhatCannotBe) {
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

TEST_F(Sockets, CheckArgumentsThenRoleThenQueueThenClinic) {
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

TEST_F(Sockets, TellErrorsToTheCallerAlone) {
  auto watcher = connect(cast().patient);
  watcher.join(queue);
  auto foreign = connect(cast().other_staff);
  auto same_person = connect(cast().other_staff);
  foreign.send("queue:call_next", json_text(queue));
  EXPECT_EQ(foreign.next(), error_frame("queue:call_next_error", "Unauthorized"));
  EXPECT_EQ(watcher.rest(), silence);
  EXPECT_EQ(same_person.rest(), silence);
}

TEST_F(Sockets, ObeyStaffOfTheClinic) {
  const auto staff = staff_of(client, cast().admin, clinic);
  take(cast().patient, queue);
  auto socket = connect(staff);
  socket.send("queue:call_next", json_text(queue));
  expect_update(socket);
}

TEST_F(Sockets, AskForTheRoleOfTheMoment) {
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

TEST_F(Sockets, TellTheRoomWhenAQueueIsSwitched) {
  auto watcher = connect(cast().patient);
  watcher.join(queue);
  const auto set_active = [&](const char* active) {
    return client
        .send("PATCH", "/api/queues/" + queue + "/status", R"({"isActive":)" + std::string(active) + "}",
              cast().admin.access_token)
        .status;
  };
  ASSERT_EQ(set_active("false"), 200);
  const auto off = watcher.next();
  EXPECT_EQ(off, update());
  EXPECT_TRUE(Json::parse(off)["data"]["isActive"].exists());
  EXPECT_FALSE(Json::parse(off)["data"]["isActive"].boolean());
  ASSERT_EQ(set_active("false"), 200);
  EXPECT_EQ(watcher.rest(), silence) << "repeating it tells nobody";
  auto staff = connect(cast().admin);
  staff.send("queue:call_next", json_text(queue));
  EXPECT_EQ(staff.next(), error_frame("queue:call_next_error", "Queue not found")) << "not active";
  ASSERT_EQ(set_active("true"), 200);
  const auto on = watcher.next();
  EXPECT_TRUE(Json::parse(on)["data"]["isActive"].boolean()) << on;
}

TEST_F(Sockets, SkipAndCompleteInAnInactiveQueue) {
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

TEST_F(Sockets, ShowTheFinalStateLastWhenManyTakeAtOnce) {
  const auto people = patients(deployment, 12);
  auto watcher = connect(cast().patient);
  watcher.join(queue);
  std::vector<std::thread> threads;
  for (const auto& person : people) {
    threads.emplace_back([&, person] {
      ClinicClient one(deployment);
      one.post("/api/tokens", take_body(queue), person.access_token);
    });
  }
  for (auto& thread : threads) thread.join();
  const auto updates = watcher.rest();
  ASSERT_FALSE(updates.empty());
  EXPECT_LE(updates.size(), people.size());
  std::int64_t before = 0;
  for (const auto& text : updates) {
    const auto waiting = Json::parse(text)["data"]["waitingCount"].number();
    EXPECT_GT(waiting, before) << "in the order of the changes";
    before = waiting;
  }
  EXPECT_EQ(before, 12);
}

TEST_F(Sockets, ShowNothingThatAReadDoesNot) {
  auto watcher = connect(cast().patient);
  watcher.join(queue);
  const auto people = patients(deployment, 5);
  for (const auto& person : people) {
    take(person, queue);
    expect_update(watcher);
  }
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
