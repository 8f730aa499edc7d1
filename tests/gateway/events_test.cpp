// What clients send, and when connections end.
#include "tests/gateway/gateway_fixture.hpp"

#include "events/identity_samples.hpp"

namespace frontdesk::realtime_gateway {
namespace {

using namespace std::chrono_literals;

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
  queues.reading.outcome = RowReading::Outcome::unknown;
  EXPECT_EQ(send(asha, "join-queue", {text(queue_id)}), ack_failure("Queue not found"));
  queues.reading.outcome = RowReading::Outcome::found;
  queues.row.day_ends_at = now;
  send(asha, "join-queue", {text(queue_id)});
  queues.reading.outcome = RowReading::Outcome::unavailable;
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
  EXPECT_EQ(commands.sent[0].event, "queue:call_next");
  EXPECT_EQ(commands.sent[0].arguments_json, R"({"queueId":")" + queue_id + R"(","expectedCurrentTokenNo":3})");
  EXPECT_EQ(commands.sent[1].arguments_json, R"({"queueId":")" + queue_id + R"(","tokenId":")" + token_id + R"("})");
  EXPECT_NE(commands.sent[0].correlation_id, commands.sent[1].correlation_id);
}

TEST_F(GatewayTest, CommandsCarryTheirIdempotencyKey) {
  const auto staff = connect("staff");
  const auto with = [&](const std::string& object) {
    commands.sent.clear();
    staff->received.clear();
    send(staff, "queue:call_next", {text(queue_id), {Argument::Kind::object, object, std::nullopt}});
    return commands.sent.empty() ? staff->texts().at(0) : commands.sent[0].idempotency_key;
  };
  EXPECT_EQ(with(R"({"idempotencyKey":"k 1"})"), R"(queue:call_next_error "Invalid Idempotency-Key")");
  EXPECT_EQ(with(R"({"idempotencyKey":""})"), R"(queue:call_next_error "Invalid Idempotency-Key")");
  EXPECT_EQ(with(R"({"idempotencyKey":["k"]})"), R"(queue:call_next_error "Invalid Idempotency-Key")");
  EXPECT_EQ(with(R"({"idempotencyKey":"k1"})"), "k1");
  EXPECT_EQ(commands.sent.at(0).arguments_json, R"({"queueId":")" + queue_id + "\"}");
  EXPECT_EQ(with(R"({"idempotencyKey":"k1","more":1})"), R"(queue:call_next_error "Invalid expected number")")
      << "an object that has more is an argument";
  EXPECT_EQ(with("{}"), R"(queue:call_next_error "Invalid expected number")");
}

TEST_F(GatewayTest, AConnectionGoesOnWithAFreshTokenOfItsUser) {
  using Verdict = Admission::Verdict;
  const auto asha = connect("asha", "s1");
  const auto offered = [&](const Admission& answer) {
    asha->received.clear();
    admission = answer;
    const auto ack = send(asha, "authenticate", {text("a token")});
    return asha->texts().empty() ? ack : asha->texts().back();
  };
  EXPECT_EQ(offered({}), R"(authenticate-error "Service unavailable. Please try again later.")");
  EXPECT_EQ(offered({Verdict::refused, {}, Admission::Why::session_ended}),
            R"(authenticate-error "Token has been expired")");
  EXPECT_EQ(offered({Verdict::admitted, {"ben", "s9", "t", now.ms / 1000 + 5000, {}}}),
            R"(authenticate-error "Token of another user")");
  EXPECT_EQ(offered({Verdict::admitted, {"asha", "s2", "t2", now.ms / 1000 + 5000, {}}}),
            R"(authenticated {"expiresAt":")" + to_iso8601({now.ms + 5'000'000}) + "\"}");
  loop.advance(std::chrono::seconds(901));
  gateway->sweep();
  EXPECT_FALSE(asha->closed) << "the first token has expired";
  send(asha, "queue:call_next", {text(queue_id)});
  EXPECT_EQ(commands.sent.at(0).bearer, "t2");
  loop.advance(std::chrono::seconds(4100));
  EXPECT_EQ(offered({Verdict::admitted, {"asha", "s3", "t3", now.ms / 1000 + 90'000, {}}}), "none")
      << "an expired token does nothing more";
  EXPECT_EQ(asha->closed, CloseReason::token_expired);
}

TEST_F(GatewayTest, ASessionEndsWithTheTokenThatIsWorthMost) {
  using namespace identity::events;
  const auto identity_unit = topics.identity_unit("asha");
  UnitWriter identity(*log, identity_unit);
  const auto asha = connect("asha", "s1");
  admission = {Admission::Verdict::admitted, {"asha", "s2", "t2", now.ms / 1000 + 5000, {}}};
  send(asha, "authenticate", {{Argument::Kind::object, R"({"token":"t2"})", std::nullopt}});
  SessionEnded ended;
  ended.user_id = {"asha"};
  ended.session_id = {"s1"};
  identity.write(ended, now);
  loop.run();
  EXPECT_FALSE(asha->closed);
  ended.session_id = {"s2"};
  identity.write(ended, now);
  loop.run();
  EXPECT_EQ(asha->closed, CloseReason::session_ended);
}

TEST_F(GatewayTest, ASessionEndsAtOnceHoweverFarBehindTheProjectionIs) {
  using namespace identity::events;
  const auto identity_unit = topics.identity_unit("asha");
  UnitWriter identity(*log, identity_unit);
  const auto asha = connect("asha", "s1");
  SessionEnded ended;
  ended.session_id = {"s1"};
  ended.user_id = {"asha"};
  const auto next = identity.write(ended, now);
  loop.run();
  EXPECT_EQ(asha->closed, CloseReason::session_ended);
  // The stores let it in until they show the end.
  loop.advance(50ms);
  auto late = recorded_socket("asha", "s1", now.ms / 1000 + 900, loop.monotonic());
  gateway->opened(late);
  EXPECT_FALSE(late->closed);
  positions.advance(identity_unit, next);
  loop.run();
  EXPECT_EQ(late->closed, CloseReason::session_ended);
}

TEST_F(GatewayTest, ACallerOutsideTheRoomGetsTheUpdateOnce) {
  const auto staff = connect("staff");
  const auto watcher = joined("watcher");
  send(staff, "queue:call_next", {text(queue_id)});
  project(writer->write(called(), now, commands.sent[0].correlation_id));
  commands.answers[0]({SocketCommandAnswer::Outcome::done, {}});
  loop.advance(5s);
  gateway->sweep();
  loop.run();
  EXPECT_EQ(staff->texts(), Texts{status()});
  EXPECT_EQ(watcher->texts(), Texts{status()});
}

TEST_F(GatewayTest, ACallerInsideTheRoomGetsTheUpdateOnce) {
  const auto staff = joined("staff");
  send(staff, "queue:call_next", {text(queue_id)});
  commands.answers[0]({SocketCommandAnswer::Outcome::done, {}});
  project(writer->write(called(), now, commands.sent[0].correlation_id));
  EXPECT_EQ(staff->texts(), Texts{status()});
}

TEST_F(GatewayTest, ASuccessWhoseEventDoesNotComeShowsTheCallerTheState) {
  const auto staff = connect("staff");
  send(staff, "queue:call_next", {text(queue_id)});
  commands.answers[0]({SocketCommandAnswer::Outcome::done, {}});
  loop.advance(3s);
  gateway->sweep();
  loop.run();
  EXPECT_EQ(staff->texts(), Texts{status()});
}

TEST_F(GatewayTest, AnAnswerWaitsUntilItIsReadable) {
  const auto staff = connect("staff");
  std::vector<std::string> acks;
  const auto command = [&](const std::string& event) {
    gateway->received(staff, {event, {text(queue_id), text(token_id)}},
                      [&acks](const std::optional<std::string>& ack) { acks.push_back(ack.value_or("none")); });
  };
  using Outcome = SocketCommandAnswer::Outcome;
  command("queue:skip_token");
  command("queue:complete_token");
  commands.answers[0]({Outcome::done, {}, projected::Announcement{unit, 5}});
  commands.answers[1]({Outcome::refused, "Token is not called or already completed", projected::Announcement{unit, 6}});
  loop.run();
  EXPECT_TRUE(acks.empty());
  positions.advance(unit, 5);
  EXPECT_EQ(acks, Texts{ack_success()});
  EXPECT_TRUE(staff->received.empty());
  positions.advance(unit, 6);
  EXPECT_EQ(acks, (Texts{ack_success(), ack_failure("Token is not called or already completed")}));
}

TEST_F(GatewayTest, AnAnswerWaitsTwoSecondsAtMost) {
  const auto staff = connect("staff");
  std::vector<std::string> acks;
  gateway->received(staff, {"queue:skip_token", {text(queue_id), text(token_id)}},
                    [&acks](const std::optional<std::string>& ack) { acks.push_back(ack.value_or("none")); });
  commands.answers[0]({SocketCommandAnswer::Outcome::done, {}, projected::Announcement{unit, 5}});
  loop.advance(1900ms);
  EXPECT_TRUE(acks.empty());
  loop.advance(200ms);
  EXPECT_EQ(acks, Texts{ack_success()});
}

TEST_F(GatewayTest, RefusalsGoToTheCallerAlone) {
  const auto staff = joined("staff");
  const auto watcher = joined("watcher");
  send(staff, "queue:complete_token", {text(queue_id), text(token_id)});
  commands.answers[0]({SocketCommandAnswer::Outcome::refused, "Token is not called or already completed"});
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

TEST_F(GatewayTest, WhatChangesNothingMayHaveAnyPayloadAndSpareOneUser) {
  const auto typist = joined("typist");
  const auto other = joined("other");
  gateway->ephemeral(R"({"room":"queue:)" + queue_id +
                     R"(","event":"typing-start","json":"{\"userId\":\"p\"}","but":"typist"})");
  EXPECT_EQ(other->texts(), Texts{R"(typing-start {"userId":"p"})"});
  EXPECT_EQ(typist->texts(), Texts{});
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
  commands.answers[0]({SocketCommandAnswer::Outcome::session_over, {}});
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

// What a listener has no place for does nothing, and no compiler says so: these are meant, and no others.
TEST_F(GatewayTest, OnlyTheseEventsCloseSockets) {
  const std::string user = "00000006-0000-4000-8000-000000000006";
  const auto identity_unit = topics.identity_unit(user);
  UnitWriter identity(*log, identity_unit);
  std::vector<std::string> closing;
  for (const auto& sample : identity::events::samples) {
    // What has ended stays ended, so each event is about an account of its own.
    std::string json(sample.json);
    const std::string own = user.substr(0, user.size() - sample.type.size()) + std::string(sample.type);
    const std::string member = R"("userId":")";
    const auto begin = json.find(member) + member.size();
    json.replace(begin, json.find('"', begin) - begin, own);
    const auto socket = connect(own, "00000007-0000-4000-8000-000000000007");
    const auto next = identity.write(std::string(sample.type), json, now);
    loop.run();
    positions.advance(identity_unit, next);
    loop.run();
    if (socket->closed) closing.emplace_back(sample.type);
    gateway->closed(*socket);
  }
  EXPECT_EQ(closing, (Texts{"AccountDisabled", "PasswordChanged", "SessionEnded"}));
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
