#include "platform/postgres/postgres.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <thread>

// libpqxx 6.4 forgets the result that tells it of a lost connection (2 KB each time).
extern "C" const char* __lsan_default_suppressions() { return "leak:PQmakeEmptyPGresult"; }

namespace frontdesk::postgres {
namespace {

std::string database_url() {
  const char* url = std::getenv("DATABASE_URL");
  if (url == nullptr) throw std::runtime_error("DATABASE_URL is not set");
  return url;
}

int backend_of(pqxx::connection& connection) {
  pqxx::nontransaction read(connection);
  return read.exec1("select pg_backend_pid()")[0].as<int>();
}

int backend_of(Pool& pool) {
  int pid = 0;
  pool.with([&](pqxx::connection& connection) { pid = backend_of(connection); });
  return pid;
}

void terminate(int backend) {
  pqxx::connection other(database_url());
  pqxx::nontransaction write(other);
  write.exec_params1("select pg_terminate_backend($1, 5000)", backend);
}

TEST(PostgresPool, KeepsItsConnectionAndItsPreparedStatements) {
  int prepared = 0;
  Pool pool(database_url(), 2, [&](pqxx::connection& connection) {
    ++prepared;
    connection.prepare("double", "select 2 * $1::int");
  });
  const int backend = backend_of(pool);
  int answer = 0;
  pool.with([&](pqxx::connection& connection) {
    pqxx::nontransaction read(connection);
    answer = read.exec_prepared1("double", 21)[0].as<int>();
  });
  EXPECT_EQ(answer, 42);
  EXPECT_EQ(backend_of(pool), backend);
  EXPECT_EQ(prepared, 1);
}

TEST(PostgresPool, ReplacesAConnectionThatWasEndedWhileIdle) {
  int prepared = 0;
  Pool pool(database_url(), 1, [&](pqxx::connection&) { ++prepared; });
  const int backend = backend_of(pool);
  terminate(backend);
  EXPECT_NE(backend_of(pool), backend);
  EXPECT_EQ(prepared, 2);
}

TEST(PostgresPool, RunsTheWorkOnceMoreWhenTheConnectionIsLostInItsMiddle) {
  Pool pool(database_url(), 1, nullptr);
  int runs = 0;
  pool.with([&](pqxx::connection& connection) {
    const int backend = backend_of(connection);
    pqxx::work transaction(connection);
    transaction.exec("select 1");
    if (++runs == 1) terminate(backend);
    transaction.exec("select 2");
    transaction.commit();
  });
  EXPECT_EQ(runs, 2);
}

TEST(PostgresPool, SaysUnavailableWhenEachConnectionIsLost) {
  Pool pool(database_url(), 1, nullptr);
  const auto doomed = [](pqxx::connection& connection) {
    terminate(backend_of(connection));
    pqxx::nontransaction(connection).exec("select 1");
  };
  EXPECT_THROW(pool.with(doomed), Unavailable);
  EXPECT_GT(backend_of(pool), 0);
}

TEST(PostgresPool, SaysUnavailableWhenNobodyListens) {
  Pool pool("postgresql://nobody@127.0.0.1:1/nothing", 1, nullptr);
  EXPECT_THROW(backend_of(pool), Unavailable);
  EXPECT_THROW(backend_of(pool), Unavailable);
}

using std::chrono::milliseconds;

milliseconds since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
}

// To its client a server that sleeps looks like one that is frozen.
void sleep_30_s(pqxx::connection& connection) { pqxx::nontransaction(connection).exec("select pg_sleep(30)"); }

TEST(PostgresPool, WaitsForASilentServerNoLongerThanItsPatience) {
  Pool pool(database_url(), 2, nullptr, milliseconds(300));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THROW(pool.with(sleep_30_s), Unavailable);
  EXPECT_GE(since(start), milliseconds(300));
  EXPECT_LT(since(start), milliseconds(1000));
}

TEST(PostgresPool, RefusesAtOnceAfterASilenceAndTriesAgainSoon) {
  Pool pool(database_url(), 2, nullptr, milliseconds(300));
  EXPECT_THROW(pool.with(sleep_30_s), Unavailable);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THROW(backend_of(pool), Unavailable);
  EXPECT_LT(since(start), milliseconds(80));
  std::this_thread::sleep_for(milliseconds(120));
  EXPECT_GT(backend_of(pool), 0);
  EXPECT_GT(backend_of(pool), 0) << "and from then on without a pause";
}

TEST(PostgresPool, GivesUpPreparingAConnectionOfASilentServer) {
  Pool pool(database_url(), 1, sleep_30_s, milliseconds(300));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THROW(backend_of(pool), Unavailable);
  EXPECT_LT(since(start), milliseconds(1000));
}

TEST(PostgresPool, WaitsForAFreeConnectionNoLongerThanItsPatience) {
  Pool pool(database_url(), 1, nullptr, milliseconds(300));
  std::atomic<bool> held = false;
  std::thread holder([&] {
    pool.with([&](pqxx::connection&) {
      held = true;
      std::this_thread::sleep_for(milliseconds(800));
    });
  });
  while (!held) std::this_thread::sleep_for(milliseconds(1));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THROW(backend_of(pool), Unavailable);
  EXPECT_LT(since(start), milliseconds(700));
  holder.join();
}

TEST(PostgresPool, PassesOnWhatIsWrongWithTheStatementAndGoesOn) {
  Pool pool(database_url(), 1, nullptr);
  const int backend = backend_of(pool);
  EXPECT_THROW(pool.with([](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    transaction.exec("select * from no_such_table_anywhere");
  }),
               pqxx::undefined_table);
  EXPECT_EQ(backend_of(pool), backend);
}

TEST(PostgresPool, NeverHoldsMoreConnectionsThanAllowed) {
  std::atomic<int> at_work = 0;
  std::atomic<int> most = 0;
  Pool pool(database_url(), 2, nullptr);
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      pool.with([&](pqxx::connection& connection) {
        const int now = ++at_work;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
        }
        pqxx::nontransaction(connection).exec("select pg_sleep(0.02)");
        --at_work;
      });
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(most, 2);
}

TEST(PostgresPool, TakesAnArrayTextAsAParameter) {
  Pool pool(database_url(), 1, nullptr);
  ArrayText array;
  array.add(R"(a "b" \c)");
  array.add_null();
  const std::string text = array.take();
  pool.with([&](pqxx::connection& connection) {
    pqxx::nontransaction read(connection);
    const auto rows = read.exec_params("select * from unnest($1::text[])", text);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0][0].as<std::string>(), R"(a "b" \c)");
    EXPECT_TRUE(rows[1][0].is_null());
  });
}

}  // namespace
}  // namespace frontdesk::postgres
