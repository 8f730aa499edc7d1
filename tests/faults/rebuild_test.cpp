// Everything but the log can be deleted: after dropping the read schema and flushing Redis the read models come back
// identical.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "platform/postgres/postgres.hpp"
#include "platform/redis/redis.hpp"
#include "tests/faults/instance.hpp"
#include "tests/support/clinic.hpp"

namespace frontdesk {
namespace {

using namespace test_support;

std::string required(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set");
  return value;
}

// All rows of all tables, as text. What the last batch touched is no content; how the position was reached neither.
std::map<std::string, std::vector<std::string>> dump(postgres::Pool& pool) {
  std::map<std::string, std::vector<std::string>> tables;
  pool.with([&](pqxx::connection& connection) {
    pqxx::work work(connection);
    work.exec("set local timezone = 'UTC'");
    const auto names = work.exec(
        "select table_name from information_schema.tables where table_schema = 'read_v1' order by table_name");
    for (const auto& name : names) {
      const std::string table = name[0].c_str();
      const auto rows =
          table == "projection_position"
              ? work.exec(
                    "select topic || '/' || partition || ' ' || position from read_v1.projection_position order by 1")
              : work.exec("select t::text from read_v1." + table + " t order by 1");
      auto& content = tables[table];
      for (const auto& row : rows) content.emplace_back(row[0].c_str());
    }
  });
  return tables;
}

TEST(Rebuild, ReadModelsComeBackIdenticalRowByRow) {
  const auto deployment = deployment_from_environment();
  ClinicDay day(deployment, 10);
  for (const auto& person : patients(deployment, 3)) {
    ASSERT_EQ(day.client.post("/api/tokens", day.take_body(), person.access_token).status, 201);
  }
  postgres::Pool pool(required("DATABASE_URL"), 1, {});
  const auto before = dump(pool);
  ASSERT_GT(before.at("token").size(), 2U);
  const auto status = day.status().dump();

  pool.with([](pqxx::connection& connection) {
    pqxx::work work(connection);
    work.exec("drop schema read_v1 cascade");
    work.commit();
  });
  redis::Connection(required("REDIS_URL")).command({"FLUSHALL"});

  std::map<std::string, std::vector<std::string>> after;
  const bool same = eventually(
      [&] {
        try {
          after = dump(pool);
        } catch (const pqxx::sql_error&) {
          return false;  // not made anew yet
        }
        return after == before;
      },
      std::chrono::seconds(60));
  await_ready("projectors");
  if (!same) {
    for (const auto& [table, rows] : before) EXPECT_EQ(after[table], rows) << table;
  }
  EXPECT_EQ(day.status().dump(), status);
  const auto person = patient(day.client);
  EXPECT_EQ(day.client.post("/api/tokens", day.take_body(), person.access_token).status, 201) << "and life goes on";
}

}  // namespace
}  // namespace frontdesk
