// Everything but the log can be deleted: after dropping the read schema and flushing Redis the read models come back
// identical, and nobody is told anything wrong meanwhile. A demanded rebuild is not noticed at all.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <map>
#include <set>
#include <thread>

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

void execute(postgres::Pool& pool, const std::string& sql) {
  pool.with([&](pqxx::connection& connection) {
    pqxx::work work(connection);
    work.exec(sql);
    work.commit();
  });
}

// Which schema is shown: its name stays when another takes its place.
std::string shown_schema(postgres::Pool& pool) {
  std::string oid;
  pool.with([&](pqxx::connection& connection) {
    pqxx::nontransaction read(connection);
    oid = read.exec1("select oid from pg_namespace where nspname = 'read_v1'")[0].c_str();
  });
  return oid;
}

// Somebody who goes on reading three things that do not change; keeps each answer that is not the first one.
class Reader {
 public:
  Reader(const Deployment& deployment, const ClinicDay& day, Person person)
      : deployment_(deployment),
        person_(std::move(person)),
        targets_({"/api/auth/me", "/api/tokens/" + person_.id, "/api/clinic/" + day.clinic_id}) {
    ClinicClient client(deployment_);
    for (const auto& target : targets_) first_.push_back(client.get(target, person_.access_token).body);
    thread_ = std::thread([this] { run(); });
  }
  ~Reader() { stop(); }

  void stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
  }

  std::set<std::string> surprises() const { return surprises_; }
  int refused() const { return refused_; }
  int answered() const { return answered_; }

 private:
  void run() {
    ClinicClient client(deployment_);
    while (!stopping_) {
      for (std::size_t i = 0; i < targets_.size(); ++i) judge(i, client.get(targets_[i], person_.access_token));
    }
  }

  void judge(std::size_t i, const Answered& answer) {
    if (answer.status == 200 && answer.body == first_[i]) {
      ++answered_;
      return;
    }
    const bool clear_refusal =
        answer.status == 503 && answer.header("retry-after") == "1" &&
        answer.body ==
            R"({"success":false,"message":"Service unavailable. Please try again later.","errors":null,"meta":null})";
    if (clear_refusal) {
      ++refused_;
    } else {
      surprises_.insert(targets_[i] + ": " + std::to_string(answer.status) + " " + answer.body);
    }
  }

  const Deployment& deployment_;
  const Person person_;
  const std::vector<std::string> targets_;
  std::vector<std::string> first_;
  std::set<std::string> surprises_;
  std::atomic<int> answered_{0};
  std::atomic<int> refused_{0};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

TEST(Rebuild, NobodyIsToldAnythingWrongWhileADroppedSchemaIsFilledAgain) {
  const auto deployment = deployment_from_environment();
  ClinicDay day(deployment, 1000);
  const auto people = patients(deployment, 20);
  for (int round = 0; round < 20; ++round) {  // so that filling takes a while
    for (const auto& person : people) {
      const auto taken = day.client.post("/api/tokens", day.take_body(), person.access_token);
      ASSERT_EQ(taken.status, 201);
      const auto id = taken.json()["data"]["id"].text();
      ASSERT_EQ(day.client.send("DELETE", "/api/tokens/" + id, "", person.access_token).status, 200);
    }
  }
  postgres::Pool pool(required("DATABASE_URL"), 1, {});
  Reader reader(deployment, day, people.front());
  execute(pool, "drop schema read_v1 cascade");
  redis::Connection(required("REDIS_URL")).command({"FLUSHALL"});
  ASSERT_TRUE(eventually([&] { return reader.refused() > 0; }, std::chrono::seconds(10)));
  const int answered = reader.answered();
  EXPECT_TRUE(eventually([&] { return reader.answered() > answered + 3; }, std::chrono::seconds(60)));
  reader.stop();
  EXPECT_EQ(reader.surprises(), std::set<std::string>());
  RecordProperty("refused", reader.refused());
}

TEST(Rebuild, NobodyNoticesADemandedRebuild) {
  const auto deployment = deployment_from_environment();
  ClinicDay day(deployment, 10);
  postgres::Pool pool(required("DATABASE_URL"), 1, {});
  const auto replaced = shown_schema(pool);
  Reader reader(deployment, day, patient(day.client));
  execute(pool, "create schema read_v1_building");
  const auto person = patient(day.client);
  EXPECT_EQ(day.client.post("/api/tokens", day.take_body(), person.access_token).status, 201) << "writes go on";
  EXPECT_TRUE(eventually(
      [&] {
        std::size_t others = 0;
        pool.with([&](pqxx::connection& connection) {
          pqxx::work work(connection);
          others =
              work.exec("select from pg_namespace where nspname in ('read_v1_building', 'read_v1_replaced')").size();
        });
        return others == 0;
      },
      std::chrono::seconds(60)));
  EXPECT_NE(shown_schema(pool), replaced) << "there was no rebuild to notice";
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));  // the caches of the new rows come into use
  reader.stop();
  EXPECT_EQ(reader.surprises(), std::set<std::string>());
  EXPECT_EQ(reader.refused(), 0);
  EXPECT_GT(reader.answered(), 0);
  EXPECT_EQ(day.status()["waitingCount"].number(), 1);
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

  execute(pool, "drop schema read_v1 cascade");
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
