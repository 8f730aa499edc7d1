#include <mutex>

#include "platform/projected/projected.hpp"
#include "platform/redis/redis.hpp"
#include "tests/projectors/some_days.hpp"

namespace frontdesk::projectors {
namespace {

using Projecting = ReadModels;

TEST_F(Projecting, ShowsAClinicDayInRowsAndCaches) {
  given({clinic_created(1), queue_opened(1), token_issued(1, "t1", 1, 100), token_issued(1, "t2", 2, 101),
         token_called(1, "t1", 1, 200)});
  when_projected();
  EXPECT_EQ(value("select (current_token_no, waiting_count, last_served_token_number, is_active, updated_at = "
                  "timestamptz '2026-11-21T00:03:20Z')::text from queue"),
            "(1,1,,t,t)");
  EXPECT_EQ(query("select (id, patient_id, token_number, status, called_at is null)::text from token order by id"),
            (std::vector<std::string>{"(t1,patient-of-t1,1,CALLED,f)", "(t2,patient-of-t2,2,WAITING,t)"}));
  const auto unit = writer_->unit_of("clinic-1");
  EXPECT_EQ(value("select (id, queue_id, staff_id, token_id, action)::text from staff_activity"),
            "(" + to_string(unit) + "/5,queue-1,user-staff,t1,CALL)");
  EXPECT_TRUE(comes_true([&] { return cached("queue:queue-1").has_value(); }));
  EXPECT_EQ(cached("queue:queue-1"),
            R"(6 {"id":"queue-1","clinic_id":"clinic-1","day":"2026-11-21","day_starts_at":"2026-11-21T00:00:00.000Z",)"
            R"("day_ends_at":"2026-11-22T00:00:00.000Z","start_time":"2026-11-21T09:00:00.000Z",)"
            R"("end_time":"2026-11-21T17:00:00.000Z","max_queue_size":50,"current_token_no":1,"waiting_count":1,)"
            R"("is_active":true,"created_at":"2026-11-21T00:00:10.000Z","updated_at":"2026-11-21T00:03:20.000Z"})");
  EXPECT_EQ(cached("clinic:clinic-1"),
            R"(6 {"id":"clinic-1","name":"Clinic \"1\", {Saint \\ Ève}","latitude":41.7128,"longitude":-74.006,)"
            R"("images":[],"is_active":true,"created_at":"2026-11-21T00:00:01.000Z","updated_at":)"
            R"("2026-11-21T00:00:01.000Z","type":"GENERAL_PRACTICE","opening_start":"09:00","opening_end":"17:00",)"
            R"("timezone":"Asia/Kathmandu","zone":"Asia/Kathmandu"})");
  EXPECT_TRUE(cached(projected::position_key(unit))->starts_with("6 "));
}

TEST_F(Projecting, ShowsAChangedClinicInRowAndCache) {
  given({clinic_created(1)});
  when_projected();
  clinic_queue::events::ClinicChanged change;
  change.clinic_id = {"clinic-1"};
  change.revision = 1;
  change.name = "Renamed";
  change.longitude = -0.1;
  change.opening_hours = clinic_queue::events::OpeningHours{"08:00", "12:30"};
  change.timezone = "Asia/Tokyo";
  change.is_active = false;
  change.next_day_at = at(86'400);
  change.changed_at = at(77);
  change.changed_by = {"user-admin"};
  given({{"clinic-1", "clinic/clinic-1", queue_events::Event(change)}});
  await_end_of_log();
  EXPECT_EQ(value("select (name, latitude, longitude, opening_start, opening_end, timezone, zone, is_active, "
                  "updated_at = timestamptz '2026-11-21T00:01:17Z')::text from clinic"),
            "(Renamed,41.7128,-0.1,08:00,12:30,Asia/Tokyo,Asia/Tokyo,f,t)");
  EXPECT_TRUE(comes_true([&] { return cached("clinic:clinic-1")->starts_with("3 "); }));
  EXPECT_NE(cached("clinic:clinic-1")->find(R"("name":"Renamed","latitude":41.7128)"), std::string::npos);
  EXPECT_NE(cached("clinic:clinic-1")->find(R"("is_active":false)"), std::string::npos);
}

TEST_F(Projecting, ShowsAccountsAndSessionsWithoutTheirSecrets) {
  given({user_registered("user-1", 5), session_opened("s1", "user-1", 6), session_opened("s2", "user-1", 7),
         session_ended("s1", "user-1", 8)});
  when_projected();
  EXPECT_EQ(value("select (email, email_folded, role, disabled, clinic_id is null)::text from account"),
            "(user-1@Example.com,user-1@example.com,PATIENT,f,t)");
  EXPECT_EQ(query("select (id, ended_at is null)::text from session order by id"),
            (std::vector<std::string>{"(s1,f)", "(s2,t)"}));
  EXPECT_TRUE(comes_true([&] { return cached("session:s1").has_value(); }));
  EXPECT_EQ(cached("session:s1"), R"(5 {"id":"s1","user_id":"user-1","user_agent":"agent \"7\"",)"
                                  R"("address":"127.0.0.1","opened_at":"2026-11-21T00:00:06.000Z",)"
                                  R"("expires_at":"2026-11-21T00:10:06.000Z","ended_at":"2026-11-21T00:00:08.000Z"})");
  EXPECT_EQ(cached("session:s2")->find("ended_at"), std::string::npos);
  EXPECT_NE(cached("account:user-1")->find(R"("first_name":"Asha")"), std::string::npos);
  EXPECT_EQ(dump().find("hash"), std::string::npos);
  EXPECT_EQ(cached("account:user-1")->find("hash"), std::string::npos);
}

TEST_F(Projecting, TellsASessionWhoseRefreshTokenWasReusedFromOneThatHasEnded) {
  given({user_registered("user-1", 5), session_opened("s1", "user-1", 6), session_opened("s2", "user-1", 7)});
  when_projected();
  given({refresh_token_reused("s1", "user-1", 20), refresh_token_reused("s1", "user-1", 30)});
  await_end_of_log();
  EXPECT_EQ(query("select (id, ended_at is null, reused_at = timestamptz '2026-11-21T00:00:20Z')::text from session "
                  "order by id"),
            (std::vector<std::string>{"(s1,t,t)", "(s2,t,)"}));
  EXPECT_TRUE(comes_true([&] {
    const auto session = cached("session:s1");
    return session && session->find("ended_at") == std::string::npos &&
           session->find(R"("reused_at":"2026-11-21T00:00:20.000Z")") != std::string::npos;
  })) << "its access tokens run out by themselves";
}

TEST_F(Projecting, EndsSessionsThatOnlyTheRowsName) {
  given({user_registered("user-1", 5), session_opened("s1", "user-1", 6)});
  when_projected();
  given({{"user-1", "user/user-1", account_events::Event(account_events::AccountDisabled{{"user-1"}, at(9)})}});
  await_end_of_log();
  EXPECT_EQ(value("select ended_at = timestamptz '2026-11-21T00:00:09Z' from session"), "t");
  EXPECT_TRUE(comes_true([&] {
    const std::string entry = cached("session:s1").value_or("");
    return entry.starts_with("4 ") && entry.ends_with(R"("ended_at":"2026-11-21T00:00:09.000Z"})");
  }));
  EXPECT_EQ(value("select touched::text from projection_position where '{session:s1}' <@ touched"),
            "{account:user-1,session:s1}");
}

TEST_F(Projecting, EndsAllSessionsThatWereOpenedBeforeAndKeepsTheFirstEndOfEach) {
  const auto of_user = [](account_events::Event event) { return Given{"user-1", "user/user-1", std::move(event)}; };
  given({user_registered("user-1", 1), session_opened("older", "user-1", 2)});
  when_projected();
  given({of_user(account_events::PasswordChanged{{"user-1"}, "hash", at(5)}),
         of_user(account_events::SessionRefreshed{{"older"}, {"user-1"}, "", "", {}, {}, at(6), at(99)}),
         session_opened("newer", "user-1", 7), session_ended("older", "user-1", 8),
         of_user(account_events::AccountDisabled{{"user-1"}, at(9)}), session_opened("newest", "user-1", 10)});
  await_end_of_log();
  EXPECT_EQ(query("select id || ' ' || coalesce(extract(second from ended_at)::int::text, 'lives') from session "
                  "order by opened_at"),
            (std::vector<std::string>{"older 5", "newer 9", "newest lives"}));
}

TEST_F(Projecting, AnnouncesAfterRowsAndCaches) {
  given({clinic_created(1), queue_opened(1)});
  when_projected();
  const auto unit = writer_->unit_of("clinic-1");
  std::mutex mutex;
  std::vector<std::string> seen;
  std::atomic<bool> listening = false;
  redis::Subscriber subscriber(
      redis_url(), {prefix_ + projected::channel},
      [&](std::string_view, std::string_view text) {
        const std::lock_guard lock(mutex);
        seen.push_back(std::string(text) + " | " + value("select waiting_count from queue") + " | " +
                       cached("queue:queue-1")->substr(0, 2));
      },
      [&](bool subscribed) { listening = subscribed; });
  ASSERT_TRUE(comes_true([&] { return listening.load(); }));
  given({token_issued(1, "t1", 1, 100)});
  const std::string expected = unit.topic + ' ' + std::to_string(unit.partition) + " 4 | 1 | 4 ";
  EXPECT_TRUE(comes_true([&] {
    const std::lock_guard lock(mutex);
    return !seen.empty();
  }));
  const std::lock_guard lock(mutex);
  EXPECT_EQ(seen, std::vector<std::string>{expected});
}

TEST_F(Projecting, SkipsVoidRecords) {
  given({clinic_created(1), queue_opened(1)});
  on_executor([&] { writer_->append_void("clinic-1"); });
  given({token_issued(1, "t1", 1, 100)});
  when_projected();
  EXPECT_EQ(value("select count(*) from token"), "1");
  EXPECT_EQ(value("select count(*) from dead_letter"), "0");
}

TEST_F(Projecting, GivesTheSameRowsAfterARebuild) {
  given(some_days(7, 800));
  when_projected();
  const std::string before = dump();
  stop();
  query("drop schema " + schema_ + " cascade");
  when_projected();
  EXPECT_EQ(dump(), before);
}

TEST_F(Projecting, RebuildsASchemaThatIsDroppedWhileItRuns) {
  given(some_days(8, 300));
  when_projected();
  const std::string before = dump();
  query("drop schema " + schema_ + " cascade");
  given({user_registered("user-later", 900)});
  await_end_of_log();
  EXPECT_EQ(value("select count(*) from account where id = 'user-later'"), "1");
  query("delete from account where id = 'user-later'");
  const auto without_positions = [](const std::string& rows) { return rows.substr(0, rows.find("dead_letter:")); };
  EXPECT_EQ(without_positions(dump()), without_positions(before));
}

TEST_F(Projecting, RebuildsASchemaThatLacksATable) {
  given(some_days(9, 200));
  when_projected();
  const std::string before = dump();
  stop();
  query("drop table staff_activity");
  when_projected();
  EXPECT_EQ(dump(), before);
}

TEST_F(Projecting, IsReadyOnceItHasCaughtUp) {
  given(some_days(10, 100));
  start(options());
  EXPECT_TRUE(comes_true([&] { return projectors_.front()->ready(); }));
  await_end_of_log();
}

}  // namespace
}  // namespace frontdesk::projectors
