// The read schema is made anew beside the one that is shown, and takes its place.
#include <chrono>
#include <thread>

#include "platform/postgres/postgres.hpp"
#include "projectors/read_schemas.hpp"
#include "tests/projectors/some_days.hpp"

namespace frontdesk::projectors {
namespace {

using Rebuilding = ReadModels;

TEST_F(Rebuilding, MakesADroppedSchemaAnewEvenWhenNoEventComes) {
  given(some_days(13, 200));
  start(options());
  await_end_of_log();
  ASSERT_TRUE(comes_true([&] { return projectors_.front()->ready(); }));
  const std::string before = dump();
  query("drop schema " + schema_ + " cascade");
  ASSERT_TRUE(comes_true([&] { return !projectors_.front()->ready(); }));
  EXPECT_TRUE(comes_true([&] { return projectors_.front()->ready(); }));
  EXPECT_EQ(before, dump());
}

TEST_F(Rebuilding, ShowsNoHalfBuiltRowsWhileADroppedSchemaIsFilledAgain) {
  given(some_days(14, 400));
  ProjectorOptions slowly = options();
  slowly.batch_records_max = 1;
  start(slowly);
  await_end_of_log();
  const std::string before = dump();
  query("drop schema " + schema_ + " cascade");
  int absent = 0;
  ASSERT_TRUE(comes_true([&] {
    if (value("select count(*) from pg_namespace where nspname = '" + schema_ + "'") == "0") {
      ++absent;
      return false;
    }
    EXPECT_EQ(before, dump());
    return true;
  }));
  EXPECT_GT(absent, 0);
}

TEST_F(Rebuilding, ShowsTheOldRowsAndKeepsThemUpToDateUntilADemandedRebuildTakesTheirPlace) {
  const auto events = some_days(15, 400);
  const auto half = events.begin() + 200;
  given({events.begin(), half});
  ProjectorOptions slowly = options();
  slowly.batch_records_max = 1;
  start(slowly);
  await_end_of_log();
  ASSERT_TRUE(comes_true([&] { return projectors_.front()->ready(); }));
  query("update account set created_at = '1999-09-09'");  // which no event changes
  const std::string damaged = "select count(*) from account where created_at = '1999-09-09'";
  const std::string count_before = value(damaged);
  ASSERT_NE(count_before, "0");

  query("create schema " + building_of(schema_));
  given({half, events.end()});
  bool damage_seen = false;
  ASSERT_TRUE(comes_true([&] {
    const auto now = value(damaged);
    if (now == "0") return true;
    damage_seen = true;
    EXPECT_EQ(now, count_before) << "neither shown half nor not at all";
    EXPECT_TRUE(projectors_.front()->ready());
    return false;
  }));
  EXPECT_TRUE(damage_seen);
  await_end_of_log();
  const std::string others =
      "select count(*) from pg_namespace where nspname in ('" + building_of(schema_) + "', '" + schema_ + "_replaced')";
  EXPECT_TRUE(comes_true([&] { return value(others) == "0"; }));
  stop();
  const std::string rebuilt = dump();
  query("drop schema " + schema_ + " cascade");
  when_projected();
  EXPECT_EQ(rebuilt, dump());
}

TEST_F(Rebuilding, RebuildsOnADemandThatCameWhileNobodyProjected) {
  given({clinic_created(1), queue_opened(1)});
  when_projected();
  stop();
  query("create schema " + building_of(schema_));
  query("update queue set waiting_count = 7");
  start(options());
  EXPECT_TRUE(comes_true([&] { return value("select waiting_count from queue") == "0"; }));
  EXPECT_TRUE(comes_true([&] { return value("select bool_and(cache_ok) from projection_position") == "t"; }));
  EXPECT_NE(cached("queue:queue-1")->find(R"("waiting_count":0)"), std::string::npos);
}

TEST_F(Rebuilding, GoesOnWithARebuildThatACrashInterrupted) {
  given(some_days(16, 400));
  when_projected();
  stop();
  const std::string before = dump();
  ProjectorOptions slowly = options();
  slowly.batch_records_max = 1;
  start(slowly);
  const std::string building = building_of(schema_);
  query("create schema " + building);
  // The demand itself has no such table.
  const std::string has_rows = "select to_regclass('" + building + ".read_model') is not null";
  ASSERT_TRUE(comes_true([&] { return value(has_rows) == "t"; }));
  ASSERT_TRUE(comes_true(
      [&] { return value("select sum(next_offset) > 20 from " + building + ".projection_position") == "t"; }));
  stop();
  const auto oid_of = [this](const std::string& schema) {
    return value("select coalesce(max(oid::text), 'none') from pg_namespace where nspname = '" + schema + "'");
  };
  const std::string half_built = oid_of(building);
  ASSERT_NE(half_built, "none") << "the rebuild was over before it was interrupted";
  start(options());
  EXPECT_TRUE(comes_true([&] { return oid_of(schema_) == half_built; })) << "what was there is used";
  await_end_of_log();
  EXPECT_EQ(before, dump());
}

// Another projectors has built them and put them there; the positions are the same.
TEST_F(Rebuilding, TrustsNoMemoryOfRowsWhosePlaceOthersHaveTaken) {
  given({clinic_created(1), queue_opened(1)});
  when_projected();
  ASSERT_TRUE(comes_true([&] { return projectors_.front()->ready(); }));
  given({token_issued(1, "t1", 1, 100)});
  await_end_of_log();
  const std::string others = schema_ + "_others";
  std::string swap = "create schema " + others + ";";
  for (const auto& table : query("select tablename from pg_tables where schemaname = '" + schema_ + "'")) {
    swap += "create table " + others + "." + table + " (like " + schema_ + "." + table + " including all);";
    swap += "insert into " + others + "." + table + " select * from " + schema_ + "." + table + ";";
  }
  query(swap + "update " + others + ".queue set waiting_count = 41; alter schema " + schema_ + " rename to " + schema_ +
        "_replaced; alter schema " + others + " rename to " + schema_);
  given({token_issued(1, "t2", 2, 101)});
  await_end_of_log();
  EXPECT_EQ(value("select waiting_count from queue"), "42");
}

TEST_F(Rebuilding, DropsReplacedRowsThatACrashLeftBehind) {
  given({clinic_created(1), queue_opened(1)});
  when_projected();
  stop();
  const std::string replaced = schema_ + "_replaced";
  query("create schema " + replaced);
  query("create table " + replaced + ".token (id text)");
  start(options());
  EXPECT_TRUE(
      comes_true([&] { return value("select count(*) from pg_namespace where nspname = '" + replaced + "'") == "0"; }));
}

TEST_F(Rebuilding, ProjectsOnWhileSomebodyStillReadsReplacedRows) {
  given({clinic_created(1), queue_opened(1)});
  when_projected();
  const std::string replaced = schema_ + "_replaced";
  query("create schema " + replaced);
  query("create table " + replaced + ".token (id text)");
  const std::string left = "select count(*) from pg_namespace where nspname = '" + replaced + "'";
  {
    pqxx::connection reader(database_url());
    pqxx::work reading(reader);
    reading.exec("select * from " + replaced + ".token");
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));  // it has been tried
    given({clinic_created(2), queue_opened(2)});
    const auto start = std::chrono::steady_clock::now();
    await_end_of_log();
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(1000));
    EXPECT_EQ(value(left), "1");
  }
  EXPECT_TRUE(comes_true([&] { return value(left) == "0"; }));
}

}  // namespace
}  // namespace frontdesk::projectors
