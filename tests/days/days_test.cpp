// Contract 004, sections 2 and 6: what days, and the weeks and months between them, do to queues, sessions and keys.
// The running system lives through them in the order of the tests, by a clock that is moved from one to the next;
// midnights pass live, before connected sockets.
#include <chrono>
#include <memory>
#include <thread>

#include "tests/days/end_of_day.hpp"
#include "tests/days/log_of_days.hpp"
#include "tests/days/town.hpp"
#include "tests/support/socket_listener.hpp"

namespace frontdesk::days {
namespace {

using namespace std::chrono_literals;

const auto no_queue = failure(400, "Clinic does not have a queue for today. Please try again later.");
const auto queue_not_found = failure(400, "Queue not found");
const auto unauthorized = failure(401, "Unauthorized");

struct Days : testing::Test {
  static void SetUpTestSuite() { town = std::make_unique<Town>(); }
  static void TearDownTestSuite() { town.reset(); }

  void SetUp() override { town->present(town->admin); }

  Answered of_clinic(const std::string& clinic) {
    return client.get("/api/queues/" + clinic, town->admin.access_token);
  }
  Json queue_of(const std::string& clinic) { return of_clinic(clinic).json()["data"]; }
  Answered status(const std::string& queue) {
    return client.get("/api/queues/" + queue + "/status", town->admin.access_token);
  }
  Answered take(const std::string& queue, const Person& person) {
    return client.post("/api/tokens", take_body(queue), person.access_token);
  }
  Answered staff_event(const std::string& name, const std::string& queue, const std::string& token, const Person& by) {
    ClinicClient gateway(town->rehearsal.deployment(), town->rehearsal.deployment().command_api_port());
    return gateway.post("/internal/sockets/" + name, R"({"queueId":")" + queue + R"(","tokenId":")" + token + R"("})",
                        by.access_token);
  }
  Answered token_of_queue(const std::string& queue, int number, const std::string& state, const Person& by) {
    return client.get("/api/tokens/queue/" + queue + "?tokenNumber=" + std::to_string(number) + "&status=" + state,
                      by.access_token);
  }
  Answered refresh(const Person& person) {
    return client.post("/api/auth/refresh-token", R"({"refreshToken":")" + person.refresh_token + R"("})");
  }
  Answered create_keyed() {
    return client.post("/api/clinic", town->keyed_body, town->admin.access_token, {{"Idempotency-Key", "once"}});
  }

  static std::string times(const Json& queue) {
    return queue["queueDate"].text() + ' ' + queue["startTime"].text() + ' ' + queue["endTime"].text();
  }

  static std::unique_ptr<Town> town;
  Rehearsal& rehearsal = town->rehearsal;
  ClinicClient client{town->rehearsal.deployment()};
};
std::unique_ptr<Town> Days::town;

TEST_F(Days, AClinicCreatedTodayWaitsForItsStaff) {
  std::this_thread::sleep_for(2500ms);  // the clock looks every second
  for (const auto& clinic : {town->kolkata_waiting, town->night, town->auckland, town->inactive}) {
    EXPECT_EQ(said(of_clinic(clinic)), no_queue);
  }
  EXPECT_EQ(times(queue_of(town->kolkata)),
            "2027-03-12T18:30:00.000Z 2027-03-13T03:30:00.000Z 2027-03-13T11:30:00.000Z");
  EXPECT_EQ(times(queue_of(town->new_york)),
            "2027-03-13T05:00:00.000Z 2027-03-13T14:00:00.000Z 2027-03-13T22:00:00.000Z");
}

TEST_F(Days, AnAccessTokenLastsAnHourAndItsSocketsNoLonger) {
  constexpr auto hour = 3'600'000ms;
  const auto before = rehearsal.pids();
  rehearsal.start_before(town->logged_in.first + hour);
  for (const auto& [name, pid] : rehearsal.pids()) {
    const bool reads_the_clock = name != "postgres" && name != "redis" && name != "kafka" && name != "edge";
    EXPECT_EQ(pid != before.at(name), reads_the_clock) << name << " must be started anew, or must not";
  }

  auto& person = town->expiring;
  const auto me = [&] { return client.get("/api/auth/me", person.access_token); };
  auto other = patient(client);
  SocketListener lasting(rehearsal.deployment(), other);
  SocketListener expiring(rehearsal.deployment(), person);
  EXPECT_EQ(me().status, 200) << me().body;
  EXPECT_LT(rehearsal.now(), town->logged_in.first + hour) << "too late to see anything";

  EXPECT_TRUE(eventually(
      [&] {
        expiring.socket().receive(50ms);
        return expiring.socket().ended();
      },
      60s));
  // `exp` is in whole seconds.
  EXPECT_GE(rehearsal.now(), town->logged_in.first + hour + -1s);
  EXPECT_LT(rehearsal.now(), town->logged_in.second + hour + 2s);
  EXPECT_EQ(expiring.socket().close_reason(), "Token expired");
  EXPECT_EQ(said(me()), failure(401, "jwt expired"));
  EXPECT_THROW(SocketListener(rehearsal.deployment(), person), WebSocketClient::Refused);
  EXPECT_NO_THROW(lasting.heard()) << "other people's connections stay";

  const auto renewed = refresh(person).json()["data"];
  person.access_token = renewed["accessToken"].text();
  person.refresh_token = renewed["refreshToken"].text();
  EXPECT_EQ(me().status, 200) << "the session goes on";
  EXPECT_NO_THROW(SocketListener(rehearsal.deployment(), person).heard());
}

TEST_F(Days, EndAndBeginAtMidnightInKolkata) {
  const auto midnight = at("2027-03-13T18:30:00Z");
  rehearsal.start_before(midnight);
  town->present(town->admin);
  EXPECT_EQ(said(of_clinic(town->kolkata_waiting)), no_queue) << "created today";
  const auto queue = expect_end_of_day(rehearsal, town->kolkata, midnight);
  EXPECT_EQ(times(queue), "2027-03-13T18:30:00.000Z 2027-03-14T03:30:00.000Z 2027-03-14T11:30:00.000Z");
  // Each unit has a clock of its own that looks every second, and the two clinics may be of two.
  EXPECT_TRUE(eventually([&] { return of_clinic(town->kolkata_waiting).status == 200; }, 5s));
  EXPECT_EQ(times(queue_of(town->kolkata_waiting)), times(queue)) << "yesterday's clinic has come to its first day";
  EXPECT_EQ(queue_of(town->new_york)["queueDate"].text(), "2027-03-13T05:00:00.000Z") << "where it is still yesterday";
  EXPECT_EQ(said(of_clinic(town->night)), no_queue) << "created today, there";
  EXPECT_EQ(said(of_clinic(town->auckland)), no_queue) << "and there, where today is the 14th";
}

TEST_F(Days, YesterdaysTokensStayAndBlockNobody) {
  const auto& staff = town->present(town->staff);
  const auto& waiting = town->present(town->waiting);
  const auto shown = token_of_queue(town->first_queue, 2, "WAITING", staff).json()["data"];
  EXPECT_EQ(shown["id"].text(), town->waiting_token);
  EXPECT_EQ(token_of_queue(town->first_queue, 1, "CALLED", staff).json()["data"]["id"].text(), town->called_token);
  EXPECT_EQ(said(client.get("/api/tokens/" + waiting.id, waiting.access_token)),
            success(200, "Token fetched successfully", "null"))
      << "only queues of today count";

  const auto today = queue_of(town->kolkata)["id"].text();
  const auto taken = take(today, waiting);
  EXPECT_EQ(taken.status, 201) << taken.body;
  EXPECT_EQ(taken.json()["data"]["tokenNumber"].number(), 1);
  EXPECT_EQ(take(today, town->present(town->called)).status, 201);
}

TEST_F(Days, YesterdaysQueueIsNeitherCalledNorSwitchedButCanBeTidied) {
  const auto& staff = town->present(town->staff);
  EXPECT_EQ(said(staff_event("queue-call-next", town->first_queue, {}, staff)),
            R"(200 {"success":false,"error":"Queue not found"})");
  for (const auto* active : {"true", "false"}) {
    const auto switched = client.send("PATCH", "/api/queues/" + town->first_queue + "/status",
                                      std::string(R"({"isActive":)") + active + "}", staff.access_token);
    EXPECT_EQ(said(switched), queue_not_found);
  }
  EXPECT_EQ(said(staff_event("queue-complete-token", town->first_queue, town->called_token, staff)),
            R"(200 {"success":true})");
  EXPECT_EQ(said(staff_event("queue-skip-token", town->first_queue, town->waiting_token, staff)),
            R"(200 {"success":true})");
  EXPECT_EQ(token_of_queue(town->first_queue, 1, "COMPLETED", staff).json()["data"]["id"].text(), town->called_token);
  EXPECT_EQ(token_of_queue(town->first_queue, 2, "SKIPPED", staff).json()["data"]["id"].text(), town->waiting_token);
}

TEST_F(Days, AKeyIsRememberedOnTheSameDay) {
  const auto repeated = create_keyed();
  EXPECT_EQ(said(repeated), contract::success_without_data(201, "New clinic created successfully."));
  EXPECT_EQ(repeated.header("location"), town->keyed_location);
}

TEST_F(Days, LastTwentyThreeHoursWhenSpringComesToNewYork) {
  const auto midnight = at("2027-03-15T04:00:00Z");
  rehearsal.start_before(midnight);
  town->present(town->admin);
  const auto missed = queue_of(town->new_york);
  EXPECT_EQ(times(missed), "2027-03-14T05:00:00.000Z 2027-03-14T13:00:00.000Z 2027-03-14T21:00:00.000Z");
  EXPECT_EQ(missed["maxQueueSize"].number(), 50);
  EXPECT_EQ(times(queue_of(town->night)), "2027-03-14T05:00:00.000Z 2027-03-14T06:30:00.000Z 2027-03-14T07:30:00.000Z")
      << "02:30 does not exist that night: an hour later";
  EXPECT_EQ(take(missed["id"].text(), patient(client)).status, 201) << "opening hours do not restrict taking";
  EXPECT_EQ(times(expect_end_of_day(rehearsal, town->new_york, midnight)),
            "2027-03-15T04:00:00.000Z 2027-03-15T13:00:00.000Z 2027-03-15T21:00:00.000Z");
  EXPECT_EQ(queue_of(town->auckland)["queueDate"].text(), "2027-03-14T11:00:00.000Z") << "its 15th, made up as well";
  EXPECT_EQ(said(of_clinic(town->inactive)), no_queue);
}

TEST_F(Days, AKeyIsForgottenAfterADay) {
  EXPECT_EQ(said(create_keyed()), failure(400, "A clinic with this name already exists at this location."))
      << "a new command";
}

TEST_F(Days, AClinicMadeActiveAgainWaitsForTheNextDay) {
  ASSERT_EQ(town->set_clinic_active(town->inactive, true).status, 200);
  std::this_thread::sleep_for(1500ms);
  EXPECT_EQ(said(of_clinic(town->inactive)), no_queue);
}

TEST_F(Days, ARefreshTokenLastsAWeek) {
  constexpr auto week = 604'800'000ms;
  rehearsal.start_before(town->logged_in.first + week);
  const auto renewed = refresh(town->lasting);
  EXPECT_LT(rehearsal.now(), town->logged_in.first + week) << "too late to see anything";
  EXPECT_EQ(renewed.status, 200) << renewed.body;
  rehearsal.await(town->logged_in.second + week + 10ms);
  EXPECT_EQ(said(refresh(town->lapsing)), unauthorized);
  EXPECT_EQ(said(refresh(town->lapsing)), unauthorized) << "however often";
  town->lasting.refresh_token = renewed.json()["data"]["refreshToken"].text();
  EXPECT_EQ(refresh(town->lasting).status, 200) << "each rotation starts a week";
}

TEST_F(Days, OneQueueIsMadeUpAfterDaysOfAbsence) {
  EXPECT_EQ(queue_of(town->kolkata)["queueDate"].text(), "2027-03-19T18:30:00.000Z");
  EXPECT_EQ(queue_of(town->new_york)["queueDate"].text(), "2027-03-20T04:00:00.000Z");
  EXPECT_EQ(queue_of(town->auckland)["queueDate"].text(), "2027-03-20T11:00:00.000Z");
  EXPECT_EQ(queue_of(town->inactive)["queueDate"].text(), "2027-03-20T04:00:00.000Z") << "active since Sunday";
}

TEST_F(Days, LastTwentyFiveHoursWhenSummerEndsInNewYorkAndMayCloseBeforeTheyEnd) {
  const auto midnight = at("2027-11-08T05:00:00Z");
  rehearsal.start_before(midnight, {{"FRONTDESK_REFUSE_AFTER_CLOSING", "on"}, {"FRONTDESK_SIMULATED_LOGIN", "off"}});
  town->present(town->admin);
  const auto queue = queue_of(town->new_york);
  EXPECT_EQ(times(queue), "2027-11-07T04:00:00.000Z 2027-11-07T14:00:00.000Z 2027-11-07T22:00:00.000Z");
  EXPECT_EQ(times(queue_of(town->night)), "2027-11-07T04:00:00.000Z 2027-11-07T05:30:00.000Z 2027-11-07T07:30:00.000Z")
      << "01:30 comes twice that night: the first";
  const auto person = patient(client);
  EXPECT_EQ(said(take(queue["id"].text(), person)), failure(400, "Queue is closed")) << "it is nearly midnight there";
  EXPECT_EQ(take(queue_of(town->kolkata)["id"].text(), person).status, 201) << "it is morning there";
  const auto next = expect_end_of_day(rehearsal, town->new_york, midnight);
  EXPECT_EQ(times(next), "2027-11-08T05:00:00.000Z 2027-11-08T14:00:00.000Z 2027-11-08T22:00:00.000Z");
  EXPECT_EQ(take(next["id"].text(), person).status, 201) << "before opening is not after closing";
}

TEST_F(Days, GiveNoTokenWithoutAPasswordWhereThatIsSwitchedOff) {
  EXPECT_EQ(said(client.post("/get-token", R"({"userId":"petOwner123"})")),
            R"(403 {"message":"Simulated login is disabled"})");
}

TEST_F(Days, WereEachOpenedOnceAndEndedOnceAtTheirMidnight) {
  using Dates = std::vector<std::string>;
  const std::map<std::string, Dates> lived = {
      {town->kolkata, {"2027-03-13", "2027-03-14*", "2027-03-15*", "2027-03-20*", "2027-11-08*"}},
      {town->kolkata_waiting, {"2027-03-14*", "2027-03-15*", "2027-03-20*", "2027-11-08*"}},
      {town->new_york, {"2027-03-13", "2027-03-14*", "2027-03-15*", "2027-03-20*", "2027-11-07*", "2027-11-08*"}},
      {town->night, {"2027-03-14*", "2027-03-15*", "2027-03-20*", "2027-11-07*", "2027-11-08*"}},
      {town->auckland, {"2027-03-15*", "2027-03-21*", "2027-11-08*"}},
      {town->inactive, {"2027-03-20*", "2027-11-07*", "2027-11-08*"}},
  };
  auto days = logged_days();
  for (const auto& [clinic, dates] : lived) {
    auto& logged = days[clinic];
    EXPECT_EQ(logged.opened, dates);
    ASSERT_FALSE(logged.ends_due.empty());
    logged.ends_due.pop_back();  // today's
    EXPECT_EQ(logged.ended, logged.ends_due);
  }
  auto& midnights = days[town->new_york].midnights;
  EXPECT_EQ(midnights["2027-03-14"], "2027-03-14T05:00:00.000Z 2027-03-15T04:00:00.000Z") << "23 hours";
  EXPECT_EQ(midnights["2027-11-07"], "2027-11-07T04:00:00.000Z 2027-11-08T05:00:00.000Z") << "25 hours";
}

}  // namespace
}  // namespace frontdesk::days
