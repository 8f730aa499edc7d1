#include "realtime-gateway/gateway.hpp"

#include <gtest/gtest.h>

#include "events/clinic_queue.hpp"
#include "events/identity.hpp"
#include "platform/event_log/memory.hpp"
#include "platform/projected/manual.hpp"
#include "tests/gateway/manual_loop.hpp"
#include "tests/gateway/recorded_session.hpp"
#include "tests/gateway/unit_writer.hpp"

namespace frontdesk::realtime_gateway {
namespace {

using namespace std::chrono_literals;
namespace events = clinic_queue::events;
using Texts = std::vector<std::string>;

const std::string queue_id = "11111111-1111-4111-8111-111111111111";
const std::string token_id = "22222222-2222-4222-8222-222222222222";
const std::string something_wrong = R"("Something went wrong. Please try again later.")";
constexpr Instant now{1'763'715'600'000};  // 2025-11-21T09:00:00Z
constexpr std::int64_t hour = 3'600'000;

// Answers reads when the test says so.
class Queues final : public QueueStatusSource {
 public:
  void read(std::vector<std::string> queue_ids, Done done) override {
    ++reads;
    if (delayed) {
      waiting.push_back([this, queue_ids, done] { done(readings(queue_ids)); });
    } else {
      loop->post([this, queue_ids, done] { done(readings(queue_ids)); });
    }
  }
  std::vector<QueueReading> readings(const std::vector<std::string>& ids) const {
    std::vector<QueueReading> all;
    for (const auto& id : ids) {
      all.push_back(reading);
      all.back().row.id = id;
    }
    return all;
  }
  void answer() {
    for (const auto& each : std::exchange(waiting, {})) each();
  }

  ManualLoop* loop = nullptr;
  QueueReading reading;
  bool delayed = false;
  int reads = 0;
  std::vector<std::function<void()>> waiting;
};

class Commands final : public QueueCommands {
 public:
  void send(QueueCommand command, std::function<void(QueueCommandAnswer)> done) override {
    sent.push_back(std::move(command));
    answers.push_back(std::move(done));
  }
  std::vector<QueueCommand> sent;
  std::vector<std::function<void(QueueCommandAnswer)>> answers;
};

class Sessions final : public SessionCheck {
 public:
  void ask(const std::string&, std::function<void(Standing)> done) override { done(standing); }
  Standing standing = Standing::lives;
};

struct GatewayTest : testing::Test {
  ManualLoop loop;
  event_log::Topics topics;
  std::shared_ptr<event_log::EventLog> log = event_log::make_memory_log(loop);
  projected::ManualPositions positions{loop};
  Queues queues;
  Commands commands;
  Sessions sessions;
  std::unique_ptr<Gateway> gateway;
  std::unique_ptr<LogStream> stream;
  event_log::UnitId unit = topics.events_unit(queue_id);
  std::unique_ptr<UnitWriter> writer;

  void SetUp() override {
    loop.set_now(now);
    queues.loop = &loop;
    auto& row = queues.reading.row;
    row.queue_date = {now.ms - 9 * hour};
    row.day_ends_at = {now.ms + 15 * hour};
    row.start_time = {now.ms};
    row.end_time = {now.ms + 8 * hour};
    row.current_token_no = 1;
    row.waiting_count = 2;
    queues.reading.outcome = QueueReading::Outcome::found;
    gateway = std::make_unique<Gateway>(
        loop, topics, [](const std::string&, std::function<void(Admission)> done) { done({}); }, sessions, queues,
        commands);
    stream = std::make_unique<LogStream>(*log, positions, loop, *gateway, LogStream::Options{});
    std::map<event_log::UnitId, units::Position> from;
    for (const auto& each : topics.all_units()) from[each] = {};
    stream->start(from);
    gateway->follow(*stream);
    writer = std::make_unique<UnitWriter>(*log, unit);
    loop.run();
  }
  // What the gateway would do if it were gone before the log and the sessions.
  void TearDown() override {
    stream.reset();
    loop.run();
  }

  std::shared_ptr<RecordedSession> connect(const std::string& user, const std::string& session = "s1") {
    auto connected = recorded_session(user, session, now.ms / 1000 + 900);
    gateway->opened(connected);
    return connected;
  }
  // What the acknowledgement would be; "none" when nobody answers.
  std::string send(const std::shared_ptr<RecordedSession>& session, const std::string& event,
                   std::vector<Argument> arguments) {
    std::string ack = "not answered";
    auto kept = std::make_shared<std::string*>(&ack);
    gateway->received(session, {event, std::move(arguments)}, [kept](const std::optional<std::string>& answer) {
      if (*kept != nullptr) **kept = answer.value_or("none");
    });
    loop.run();
    *kept = nullptr;
    return ack;
  }
  static Argument text(const std::string& value) { return {Argument::Kind::string, value, std::nullopt}; }
  static Argument number(std::int64_t value) { return {Argument::Kind::number, std::to_string(value), value}; }

  std::shared_ptr<RecordedSession> joined(const std::string& user) {
    auto session = connect(user);
    send(session, "join-queue", {text(queue_id)});
    session->received.clear();
    return session;
  }
  void project(std::int64_t next_offset) {
    queues.reading.position = next_offset;
    positions.advance(unit, next_offset);
    loop.run();
  }
  std::string status(const std::string& more = "") const {
    return R"(queue:status_update {"queueId":")" + queue_id + R"(","currentTokenNo":1,"waitingCount":2,"startTime":")" +
           to_iso8601({now.ms}) + R"(","endTime":")" + to_iso8601({now.ms + 8 * hour}) + '"' + more + '}';
  }
  static std::string token_json(const std::string& id, const std::string& patient, int token_number,
                                const std::string& state, const std::string& called, const std::string& completed,
                                const std::string& skipped, const std::string& more = "") {
    const auto time = [](const std::string& value) { return value.empty() ? "null" : '"' + value + '"'; };
    return R"({"id":")" + id + R"(","queueId":")" + queue_id + R"(","patientId":")" + patient + R"(","tokenNumber":)" +
           std::to_string(token_number) + R"(,"status":")" + state + R"(","createdAt":")" + to_iso8601(now) +
           R"(","calledAt":)" + time(called) + R"(,"completedAt":)" + time(completed) + R"(,"skippedAt":)" +
           time(skipped) + more + '}';
  }
  static events::TokenIssued issued() { return {{queue_id}, {"c"}, {token_id}, {"asha"}, 2, now}; }
  static events::TokenCalled called() {
    return {{queue_id}, {"c"},     {{token_id}, {"asha"}, 2, now},
            now,        {"staff"}, events::CalledToken{{"t1"}, {"ben"}, 1, now, now}};
  }
};

TEST_F(GatewayTest, TellsOnlyWhatIsProjected) {
  const auto watcher = joined("watcher");
  const std::int64_t next = writer->write(issued(), now);
  loop.run();
  EXPECT_TRUE(watcher->received.empty());
  project(next - 1);
  EXPECT_TRUE(watcher->received.empty());
  project(next);
  EXPECT_EQ(watcher->texts(), Texts{status()});
}

TEST_F(GatewayTest, TellsFormerPatientThenCalledPatientThenTheRoom) {
  const auto asha = joined("asha");
  const auto asha_elsewhere = connect("asha", "s2");
  const auto ben = connect("ben");
  const auto stranger = connect("stranger");
  project(writer->write(called(), now));
  const std::string at = to_iso8601(now);
  const std::string to_asha = "queue:your_token_called " + token_json(token_id, "asha", 2, "CALLED", at, "", "");
  EXPECT_EQ(asha->texts(), (Texts{to_asha, status()}));
  EXPECT_EQ(asha_elsewhere->texts(), Texts{to_asha});
  EXPECT_EQ(ben->texts(), Texts{"queue:your_token_completed " + token_json("t1", "ben", 1, "COMPLETED", at, at, "")});
  EXPECT_TRUE(stranger->received.empty());
}

TEST_F(GatewayTest, TellsThePatientOfASkipAndOfACompletion) {
  const auto asha = connect("asha");
  writer->write(events::TokenSkipped{{queue_id}, {"c"}, {{token_id}, {"asha"}, 2, now, {}}, now, {"staff"}}, now);
  project(writer->write(events::TokenCompleted{{queue_id}, {"c"}, {{token_id}, {"asha"}, 3, now, now}, now, {"staff"}},
                        now));
  const std::string at = to_iso8601(now);
  EXPECT_EQ(asha->texts(),
            (Texts{"queue:your_token_skipped " + token_json(token_id, "asha", 2, "SKIPPED", "", "", at),
                   "queue:your_token_completed " + token_json(token_id, "asha", 3, "COMPLETED", at, at, "")}));
}

TEST_F(GatewayTest, TellsThePatientOfAStartAndThenTheRoom) {
  const auto asha = connect("asha");
  const auto watcher = joined("watcher");
  project(
      writer->write(events::TokenStarted{{queue_id}, {"c"}, {{token_id}, {"asha"}, 2, now, now}, now, {"staff"}}, now));
  EXPECT_EQ(asha->texts(), Texts{"queue:your_token_started " +
                                 token_json(token_id, "asha", 2, "IN_PROGRESS", to_iso8601(now), "", "")});
  EXPECT_EQ(watcher->texts(), Texts{status()});
}

TEST_F(GatewayTest, TellsEachPatientWhoseNumberChanged) {
  const auto ben = connect("ben");
  const auto asha = joined("asha");
  project(writer->write(
      events::TokenReturned{{queue_id}, {"c"}, {{token_id}, {"asha"}, 2, now}, {{{"t3"}, {"ben"}, 2, now}}, now}, now));
  EXPECT_EQ(ben->texts(), Texts{"queue:your_token_updated " +
                                token_json("t3", "ben", 2, "WAITING", "", "", "", R"(,"patient":{"id":"ben"})")});
  EXPECT_EQ(asha->texts(), Texts{status()});
}

TEST_F(GatewayTest, SaysActiveOnlyWhenItIsNotOrIsAgain) {
  const auto watcher = joined("watcher");
  queues.reading.row.is_active = false;
  project(writer->write(events::QueueDeactivated{{queue_id}, {"c"}, {"staff"}, now}, now));
  queues.reading.row.is_active = true;
  project(writer->write(events::QueueReactivated{{queue_id}, {"c"}, {"staff"}, now}, now));
  project(writer->write(issued(), now));
  EXPECT_EQ(watcher->texts(), (Texts{status(R"(,"isActive":false)"), status(R"(,"isActive":true)"), status()}));
}

TEST_F(GatewayTest, SeveralChangesProjectedTogetherShareOneUpdate) {
  const auto watcher = joined("watcher");
  const int reads = queues.reads;
  for (int i = 0; i < 9; ++i) writer->write(issued(), now);
  project(writer->write(issued(), now));
  EXPECT_EQ(watcher->texts(), Texts{status()});
  EXPECT_EQ(queues.reads, reads + 1);
}

TEST_F(GatewayTest, AChangeDuringAReadThatDoesNotShowItGetsAnUpdateOfItsOwn) {
  const auto watcher = joined("watcher");
  queues.delayed = true;
  const std::int64_t first = writer->write(issued(), now);
  project(first);
  ASSERT_EQ(queues.waiting.size(), 1u);
  project(writer->write(issued(), now));
  EXPECT_EQ(queues.waiting.size(), 1u) << "two reads of one queue at once could overtake each other";
  queues.reading.position = first;
  queues.answer();
  loop.run();
  queues.answer();
  EXPECT_EQ(watcher->received.size(), 2u);
}

TEST_F(GatewayTest, AChangeThatTheReadUnderWayShowsAlreadyIsNotToldAgain) {
  const auto watcher = joined("watcher");
  queues.delayed = true;
  project(writer->write(issued(), now));
  project(writer->write(issued(), now));
  queues.answer();
  loop.run();
  EXPECT_TRUE(queues.waiting.empty());
  EXPECT_EQ(watcher->texts(), Texts{status()});
}

TEST_F(GatewayTest, WhoJoinsDuringAReadGetsALaterOne) {
  const auto watcher = joined("watcher");
  queues.delayed = true;
  project(writer->write(issued(), now));
  const auto late = connect("late");
  send(late, "join-queue", {text(queue_id)});
  queues.answer();
  loop.run();
  EXPECT_EQ(queues.waiting.size(), 1u);
  queues.answer();
  EXPECT_EQ(late->texts().back(), status());
}

TEST_F(GatewayTest, AStateAheadOfWhatWasHeardWaitsForThePatientsEvent) {
  const auto asha = joined("asha");
  queues.delayed = true;
  project(writer->write(issued(), now));
  const std::int64_t next = writer->write(called(), now);
  loop.run();
  queues.reading.position = next;  // the cache shows the call already, its announcement is still on the way
  queues.answer();
  loop.run();
  EXPECT_TRUE(asha->received.empty());
  queues.delayed = false;
  project(next);
  ASSERT_GE(asha->received.size(), 2u);
  EXPECT_TRUE(asha->texts()[0].starts_with("queue:your_token_called"));
  EXPECT_EQ(asha->texts()[1], status());
}

TEST_F(GatewayTest, DoesNotHoldAStateForEver) {
  const auto watcher = joined("watcher");
  project(writer->write(issued(), now));
  watcher->received.clear();
  queues.delayed = true;
  project(writer->write(issued(), now));
  queues.reading.position += 5;
  queues.answer();
  loop.advance(2500ms);
  gateway->sweep();
  EXPECT_EQ(watcher->texts(), Texts{status()});
}

TEST_F(GatewayTest, AQueueThatNobodyWatchesIsNotRead) {
  const int reads = queues.reads;
  project(writer->write(issued(), now));
  EXPECT_EQ(queues.reads, reads);
}

TEST_F(GatewayTest, AsksAgainWhenTheStoresDidNotAnswer) {
  const auto watcher = joined("watcher");
  queues.reading.outcome = QueueReading::Outcome::unavailable;
  project(writer->write(issued(), now));
  EXPECT_TRUE(watcher->received.empty());
  queues.reading.outcome = QueueReading::Outcome::found;
  gateway->sweep();
  loop.run();
  EXPECT_EQ(watcher->texts(), Texts{status()});
}

TEST_F(GatewayTest, WhenTheProjectionLagsPatientsHearAfterTwoSecondsAndTheRoomWhenItShows) {
  const auto asha = joined("asha");
  const std::int64_t next = writer->write(called(), now);
  loop.run();
  loop.advance(1900ms);
  gateway->sweep();
  EXPECT_TRUE(asha->received.empty());
  loop.advance(200ms);
  gateway->sweep();
  loop.run();
  ASSERT_EQ(asha->received.size(), 1u);
  EXPECT_TRUE(asha->texts()[0].starts_with("queue:your_token_called"));
  project(next);
  EXPECT_EQ(asha->received.size(), 2u);
  EXPECT_EQ(asha->texts()[1], status());
}

TEST_F(GatewayTest, ALaggingUnitHoldsUpNoOther) {
  std::string other_queue = "queue";
  for (int i = 0; topics.events_unit(other_queue) == unit; ++i) other_queue = "queue-" + std::to_string(i);
  UnitWriter other(*log, topics.events_unit(other_queue));
  const auto asha = connect("asha");
  writer->write(called(), now);
  const std::int64_t next =
      other.write(events::TokenSkipped{{other_queue}, {"c"}, {{"t9"}, {"asha"}, 9, now, {}}, now, {"staff"}}, now);
  loop.run();
  positions.advance(topics.events_unit(other_queue), next);
  loop.run();
  ASSERT_EQ(asha->received.size(), 1u);
  EXPECT_TRUE(asha->texts()[0].starts_with("queue:your_token_skipped"));
}

TEST_F(GatewayTest, AProjectionThatStartsOverAnnouncesNothingTwice) {
  const auto watcher = joined("watcher");
  const std::int64_t next = writer->write(issued(), now);
  project(next);
  watcher->received.clear();
  project(1);
  project(next);
  EXPECT_TRUE(watcher->received.empty());
}

TEST_F(GatewayTest, VoidRecordsAreNotTold) {
  const auto asha = connect("asha");
  writer->write_void("TokenCalled", encode(events::Event(called())), now);
  project(writer->write(issued(), now));
  EXPECT_TRUE(asha->received.empty());
  EXPECT_TRUE(gateway->ready());
}

TEST_F(GatewayTest, ABrokenChainStopsItsUnitAndReadiness) {
  const auto asha = connect("asha");
  project(writer->write(called(), now));
  EXPECT_EQ(asha->received.size(), 1u);
  EXPECT_TRUE(gateway->ready());
  project(writer->write_broken("TokenCalled", encode(events::Event(called())), now));
  project(writer->write(called(), now));
  EXPECT_EQ(asha->received.size(), 1u);
  EXPECT_FALSE(gateway->ready());
}

TEST_F(GatewayTest, AMalformedEventHoldsUpNobody) {
  const auto asha = connect("asha");
  writer->write("TokenCalled", "{}", now);
  writer->write("CommandAnswered", "{}", now);
  project(writer->write(called(), now));
  EXPECT_EQ(asha->received.size(), 1u);
}

TEST_F(GatewayTest, EventsFromLongBeforeTheStartAreNotTold) {
  LogStream::Options options;
  options.not_before = now;
  stream = std::make_unique<LogStream>(*log, positions, loop, *gateway, options);
  stream->start({{unit, {}}});
  gateway->follow(*stream);
  const auto asha = connect("asha");
  writer->write(called(), {now.ms - 1});
  project(writer->write(called(), now));
  EXPECT_EQ(asha->received.size(), 1u);
}

TEST_F(GatewayTest, JoiningConfirmsThenShowsTheState) {
  const auto asha = connect("asha");
  std::string upper = queue_id;
  EXPECT_EQ(send(asha, "join-queue", {text(upper), text("extra")}), ack_success());
  EXPECT_EQ(asha->texts(), (Texts{"join-queue null", status()}));
}

TEST_F(GatewayTest, JoiningTakesUpperCaseIds) {
  const auto asha = connect("asha");
  EXPECT_EQ(send(asha, "join-queue", {text("AAAAAAAA-AAAA-4AAA-8AAA-AAAAAAAAAAAA")}), ack_success());
  EXPECT_NE(asha->texts().at(1).find("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"), std::string::npos);
}

TEST_F(GatewayTest, LeavingIsConfirmedAndQuiet) {
  const auto asha = joined("asha");
  EXPECT_EQ(send(asha, "leave-queue", {text(queue_id)}), ack_success());
  EXPECT_EQ(send(asha, "leave-queue", {text(queue_id)}), ack_success());
  project(writer->write(issued(), now));
  EXPECT_EQ(asha->texts(), (Texts{"leave-queue null", "leave-queue null"}));
}

TEST_F(GatewayTest, JoiningAnUnknownOrYesterdaysQueueFails) {
  const auto asha = connect("asha");
  queues.reading.outcome = QueueReading::Outcome::unknown;
  EXPECT_EQ(send(asha, "join-queue", {text(queue_id)}), ack_failure("Queue not found"));
  queues.reading.outcome = QueueReading::Outcome::found;
  queues.reading.row.day_ends_at = now;
  send(asha, "join-queue", {text(queue_id)});
  queues.reading.outcome = QueueReading::Outcome::unavailable;
  send(asha, "join-queue", {text(queue_id)});
  EXPECT_EQ(asha->texts(), (Texts{R"(join-queue-error "Queue not found")", R"(join-queue-error "Queue not found")",
                                  "join-queue-error " + something_wrong}));
}

TEST_F(GatewayTest, ArgumentsThatAreNoIdsAreNeverLookedUp) {
  const Argument null{};
  const Argument object{Argument::Kind::object, "{}", std::nullopt};
  const Argument half{Argument::Kind::number, "1.5", std::nullopt};
  struct Row {
    const char* event;
    std::vector<Argument> arguments;
    const char* answer;
  };
  const std::vector<Row> rows{
      {"join-queue", {}, R"(join-queue-error "Invalid queue id")"},
      {"join-queue", {null}, R"(join-queue-error "Invalid queue id")"},
      {"join-queue", {number(1)}, R"(join-queue-error "Invalid queue id")"},
      {"join-queue", {text("")}, R"(join-queue-error "Invalid queue id")"},
      {"join-queue", {text("11111111-1111-9111-8111-111111111111")}, R"(join-queue-error "Invalid queue id")"},
      {"leave-queue", {object}, R"(leave-queue-error "Invalid queue id")"},
      {"queue:call_next", {}, R"(queue:call_next_error "Invalid queue id")"},
      {"queue:call_next", {text(queue_id), text("1")}, R"(queue:call_next_error "Invalid expected number")"},
      {"queue:call_next", {text(queue_id), half}, R"(queue:call_next_error "Invalid expected number")"},
      {"queue:skip_token", {object, text(token_id)}, R"(queue:skip_token_error "Invalid queue id")"},
      {"queue:skip_token", {text(queue_id)}, R"(queue:skip_token_error "Invalid token id")"},
      {"queue:complete_token", {text(queue_id), null}, R"(queue:complete_token_error "Invalid token id")"},
  };
  const auto asha = connect("asha");
  for (const Row& row : rows) {
    asha->received.clear();
    send(asha, row.event, row.arguments);
    EXPECT_EQ(asha->texts(), Texts{row.answer}) << row.event;
  }
  EXPECT_EQ(queues.reads, 0);
  EXPECT_TRUE(commands.sent.empty());
}

TEST_F(GatewayTest, UnknownEventsAreIgnored) {
  const auto asha = connect("asha");
  EXPECT_EQ(send(asha, "queue:explode", {text(queue_id)}), "none");
  EXPECT_TRUE(asha->received.empty());
}

TEST_F(GatewayTest, CommandsCarryTheBearerAndWhatWasSaid) {
  const auto staff = connect("staff");
  EXPECT_EQ(send(staff, "queue:call_next", {text(queue_id), number(3)}), "not answered");
  send(staff, "queue:skip_token", {text(queue_id), text(token_id)});
  ASSERT_EQ(commands.sent.size(), 2u);
  EXPECT_EQ(commands.sent[0].bearer, "token");
  EXPECT_EQ(commands.sent[0].expected_current_token_no, 3);
  EXPECT_EQ(commands.sent[1].token_id, token_id);
  EXPECT_NE(commands.sent[0].correlation_id, commands.sent[1].correlation_id);
}

TEST_F(GatewayTest, ACallerOutsideTheRoomGetsTheUpdateOnce) {
  const auto staff = connect("staff");
  const auto watcher = joined("watcher");
  send(staff, "queue:call_next", {text(queue_id)});
  project(writer->write(called(), now, commands.sent[0].correlation_id));
  commands.answers[0]({QueueCommandAnswer::Outcome::done, {}});
  loop.advance(5s);
  gateway->sweep();
  loop.run();
  EXPECT_EQ(staff->texts(), Texts{status()});
  EXPECT_EQ(watcher->texts(), Texts{status()});
}

TEST_F(GatewayTest, ACallerInsideTheRoomGetsTheUpdateOnce) {
  const auto staff = joined("staff");
  send(staff, "queue:call_next", {text(queue_id)});
  commands.answers[0]({QueueCommandAnswer::Outcome::done, {}});
  project(writer->write(called(), now, commands.sent[0].correlation_id));
  EXPECT_EQ(staff->texts(), Texts{status()});
}

TEST_F(GatewayTest, ASuccessWhoseEventDoesNotComeShowsTheCallerTheState) {
  const auto staff = connect("staff");
  send(staff, "queue:call_next", {text(queue_id)});
  commands.answers[0]({QueueCommandAnswer::Outcome::done, {}});
  loop.advance(3s);
  gateway->sweep();
  loop.run();
  EXPECT_EQ(staff->texts(), Texts{status()});
}

TEST_F(GatewayTest, RefusalsGoToTheCallerAlone) {
  const auto staff = joined("staff");
  const auto watcher = joined("watcher");
  send(staff, "queue:complete_token", {text(queue_id), text(token_id)});
  commands.answers[0]({QueueCommandAnswer::Outcome::refused, "Token is not called or already completed"});
  send(staff, "queue:call_next", {text(queue_id)});
  commands.answers[1]({});
  loop.run();
  EXPECT_EQ(staff->texts(), (Texts{R"(queue:complete_token_error "Token is not called or already completed")",
                                   "queue:call_next_error " + something_wrong}));
  EXPECT_TRUE(watcher->received.empty());
}

TEST_F(GatewayTest, AnEmptyQueueIsToldToItsRoom) {
  const auto watcher = joined("watcher");
  const auto stranger = connect("stranger");
  gateway->ephemeral(R"({"room":"queue:)" + queue_id +
                     R"(","event":"queue:empty","data":"No waiting tokens in this queue"})");
  gateway->ephemeral(R"({"room":"user:stranger","event":"x","data":"y"})");
  gateway->ephemeral("nonsense");
  EXPECT_EQ(watcher->texts(), Texts{R"(queue:empty "No waiting tokens in this queue")"});
  EXPECT_TRUE(stranger->received.empty());
}

TEST_F(GatewayTest, ASessionThatIsOverIsClosedAtItsNextEvent) {
  sessions.standing = Standing::over;
  const auto asha = connect("asha");
  EXPECT_EQ(send(asha, "join-queue", {text(queue_id)}), "none");
  EXPECT_EQ(asha->closed, CloseReason::session_ended);
  sessions.standing = Standing::unavailable;
  const auto ben = connect("ben");
  send(ben, "join-queue", {text(queue_id)});
  EXPECT_EQ(ben->texts(), Texts{"join-queue-error " + something_wrong});
  const auto staff = connect("staff");
  send(staff, "queue:call_next", {text(queue_id)});
  commands.answers[0]({QueueCommandAnswer::Outcome::session_over, {}});
  EXPECT_EQ(staff->closed, CloseReason::session_ended);
  EXPECT_TRUE(staff->received.empty());
}

TEST_F(GatewayTest, AConnectionThatClosesWhileJoiningEntersNoRoom) {
  auto asha = connect("asha");
  queues.delayed = true;
  send(asha, "join-queue", {text(queue_id)});
  asha->close(CloseReason::shutting_down);
  gateway->closed(*asha);
  queues.delayed = false;
  queues.answer();
  loop.run();
  asha.reset();
  const int reads = queues.reads;
  project(writer->write(issued(), now));
  EXPECT_EQ(queues.reads, reads);
}

TEST_F(GatewayTest, EndedSessionsCloseTheirSockets) {
  using namespace identity::events;
  const auto identity_unit = topics.identity_unit("asha");
  UnitWriter identity(*log, identity_unit);
  const auto first = connect("asha", "s1");
  const auto second = connect("asha", "s2");
  const auto ben = connect("ben", "s1");
  const auto project_identity = [&](std::int64_t next) {
    loop.run();
    positions.advance(identity_unit, next);
    loop.run();
  };
  SessionEnded ended;
  ended.session_id = {"s1"};
  ended.user_id = {"asha"};
  project_identity(identity.write(ended, now));
  EXPECT_EQ(first->closed, CloseReason::session_ended);
  EXPECT_FALSE(second->closed);
  project_identity(identity.write(PasswordChanged{{"asha"}, "hash", now}, now));
  EXPECT_EQ(second->closed, CloseReason::session_ended);
  EXPECT_FALSE(ben->closed);
  project_identity(identity.write(AccountDisabled{{"ben"}, now}, now));
  EXPECT_EQ(ben->closed, CloseReason::session_ended);
}

TEST_F(GatewayTest, DrainsAndIsNotReady) {
  const auto asha = connect("asha");
  gateway->drain(100ms);
  loop.advance(200ms);
  EXPECT_EQ(asha->closed, CloseReason::shutting_down);
  EXPECT_FALSE(gateway->ready());
  EXPECT_EQ(connect("late")->closed, CloseReason::shutting_down);
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
