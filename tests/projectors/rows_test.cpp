// The working set between events and PostgreSQL.
#include "projectors/rows.hpp"

#include <gtest/gtest.h>

#include "projectors/schema/read_model_sql.hpp"
#include "rows/clinic_queue_sql.hpp"
#include "rows/identity_sql.hpp"
#include "tests/postgres/own_database.hpp"

// libpqxx 6.4 loses the result of a statement that fails.
extern "C" const char* __lsan_default_suppressions() { return "leak:PQmakeEmptyPGresult"; }

namespace frontdesk::projectors {
namespace {

constexpr std::size_t remembered_max = 4;
constexpr Lookup<rows::Session> of_user{"user_id", &rows::Session::user_id};

class WorkingSetOfRows : public ::testing::Test {
 protected:
  WorkingSetOfRows() : connection(database.url()) {
    pqxx::nontransaction work(connection);
    work.exec("create schema rows; set search_path to rows; set timezone = 'UTC'; set client_min_messages = warning");
    work.exec(read_model_sql);
    for (const TableRows* table : all.tables()) table->prepare(connection);
    begin();
  }

  void begin(const event_log::UnitId& unit = {"frontdesk.events", 1}) {
    units.push_back(std::make_unique<event_log::UnitId>(unit));
    events.push_back(std::make_unique<EventAt>(EventAt{*units.back(), 7, "Type", 1, "{}"}));
    all.begin(*events.back());
  }
  void settle() {
    all.settle();
    begin();
  }
  void load() {
    pqxx::nontransaction work(connection);
    all.load(work);
  }
  void write() {
    pqxx::work work(connection);
    all.write(work);
    work.commit();
    all.written();
  }
  std::string value(const std::string& sql) {
    pqxx::nontransaction work(connection);
    return work.exec1(sql)[0].c_str();
  }
  void execute(const std::string& sql) {
    pqxx::nontransaction work(connection);
    work.exec(sql);
  }
  std::vector<std::string> changed_keys() const {
    std::vector<std::pair<event_log::UnitId, std::string>> keys;
    for (const TableRows* table : all.tables()) table->changed_keys(keys);
    std::vector<std::string> names;
    for (const auto& [unit, key] : keys) names.push_back(key);
    return names;
  }

  static rows::Queue queue(const std::string& id, int waiting = 0) {
    rows::Queue row;
    row.id = id;
    row.clinic_id = "c";
    row.day = {"2026-11-21"};
    row.waiting_count = waiting;
    return row;
  }
  static rows::Session session(const std::string& id, const std::string& user) {
    rows::Session row;
    row.id = id;
    row.user_id = user;
    return row;
  }
  void given(const rows::Queue& row) {
    queues.create(row);
    settle();
    write();
    all.forget();
    begin();
  }

  postgres::OwnDatabase database;
  pqxx::connection connection;
  Rows all;
  Of<rows::Queue> queues{all, remembered_max};
  Of<rows::Session> sessions{all};
  std::vector<std::unique_ptr<event_log::UnitId>> units;
  std::vector<std::unique_ptr<EventAt>> events;
};

TEST_F(WorkingSetOfRows, WritesWhatWasCreatedChangedAndRemoved) {
  given(queue("changed"));
  given(queue("removed"));
  queues.create(queue("new", 1));
  queues.put(queue("put", 2));
  queues.put(queue("changed", 3));
  queues.remove("removed");
  queues.remove("never there");
  settle();
  EXPECT_EQ(changed_keys(), (std::vector<std::string>{"queue:changed", "queue:never there", "queue:new", "queue:put",
                                                      "queue:removed"}));
  write();
  EXPECT_EQ(value("select string_agg(id || waiting_count, ' ' order by id) from queue"), "changed3 new1 put2");
  EXPECT_TRUE(changed_keys().empty());
}

TEST_F(WorkingSetOfRows, WantsWhatItDoesNotHaveAndReadsItAtOnce) {
  given(queue("one", 1));
  given(queue("two", 2));
  for (const char* id : {"one", "two", "none"}) queues.at(id).waiting_count += 1;
  EXPECT_TRUE(all.wants());
  all.undo();
  load();
  EXPECT_FALSE(all.wants());
  for (const char* id : {"one", "two"}) queues.at(id).waiting_count += 10;
  EXPECT_THROW(queues.at("none"), Unprojectable);
  settle();
  write();
  EXPECT_EQ(value("select string_agg(id || waiting_count, ' ' order by id) from queue"), "one11 two12");
}

TEST_F(WorkingSetOfRows, DoesNotWriteWhatIsAsItWas) {
  given(queue("same", 1));
  queues.at("same");
  all.undo();
  load();
  queues.at("same").waiting_count += 1;
  queues.at("same").waiting_count -= 1;
  settle();
  EXPECT_TRUE(changed_keys().empty());
}

TEST_F(WorkingSetOfRows, TakesBackAllThatAnEventDid) {
  queues.create(queue("kept", 1));
  settle();
  queues.at("kept").waiting_count = 9;
  queues.create(queue("new"));
  queues.remove("other");
  all.undo();
  begin();
  EXPECT_EQ(queues.at("kept").waiting_count, 1);
  settle();
  EXPECT_EQ(changed_keys(), std::vector<std::string>{"queue:kept"});
}

TEST_F(WorkingSetOfRows, LetsPostgresSayThatACreatedRowIsThere) {
  given(queue("there"));
  queues.create(queue("there"));
  settle();
  pqxx::work work(connection);
  EXPECT_THROW(all.write(work), pqxx::unique_violation);
}

TEST_F(WorkingSetOfRows, WritesManyNewRowsAsItWritesFew) {
  sessions.create(session("few", "asha \t\\N\n"));
  settle();
  write();
  for (int i = 0; i < 100; ++i) {
    auto made = session(std::to_string(i), "asha \t\\N\n");
    if (i % 2 == 0) made.ended_at = Instant{1'763'731'200'123};
    sessions.create(made);
  }
  settle();
  write();
  EXPECT_EQ(value("select count(*) from session s join session few on few.id = 'few' and few.user_id = s.user_id and "
                  "few.opened_at = s.opened_at"),
            "101");
  EXPECT_EQ(value("select count(*) from session where ended_at = '2025-11-21T13:20:00.123Z'"), "50");
}

TEST_F(WorkingSetOfRows, LetsPostgresSayThatOneOfManyCreatedRowsIsThere) {
  sessions.create(session("7", "asha"));
  settle();
  write();
  all.forget();
  begin();
  for (int i = 0; i < 100; ++i) sessions.create(session(std::to_string(i), "asha"));
  settle();
  pqxx::work work(connection);
  EXPECT_THROW(all.write(work), pqxx::unique_violation);
}

TEST_F(WorkingSetOfRows, NoticesThatARowWasThereThoughItCameAndWentInOneBatch) {
  given(queue("there"));
  queues.create(queue("there"));
  settle();
  queues.remove("there");
  settle();
  pqxx::work work(connection);
  EXPECT_THROW(all.write(work), Unprojectable);
}

TEST_F(WorkingSetOfRows, CreatesAgainWhatWasRemoved) {
  given(queue("again", 1));
  queues.remove("again");
  settle();
  queues.create(queue("again", 2));
  settle();
  write();
  EXPECT_EQ(value("select waiting_count from queue"), "2");
  queues.remove("again");
  settle();
  write();
  EXPECT_EQ(value("select count(*) from queue"), "0");
  EXPECT_TRUE((queues.at("again"), all.wants())) << "what has gone is not remembered";
}

TEST_F(WorkingSetOfRows, RemembersRowsUntilItForgets) {
  queues.create(queue("q", 1));
  settle();
  write();
  execute("update queue set waiting_count = 77");  // which nobody does who does not have the unit
  EXPECT_EQ(queues.at("q").waiting_count, 1);
  EXPECT_FALSE(all.wants());
  all.forget();
  begin();
  queues.at("q");
  all.undo();
  load();
  EXPECT_EQ(queues.at("q").waiting_count, 77);
}

TEST_F(WorkingSetOfRows, NoticesThatARememberedRowHasGone) {
  queues.create(queue("q", 1));
  settle();
  write();
  execute("delete from queue");
  queues.at("q").waiting_count = 2;
  settle();
  pqxx::work work(connection);
  EXPECT_THROW(all.write(work), Unprojectable);
}

TEST_F(WorkingSetOfRows, ForgetsTheRowsThatWereUnusedForLongest) {
  for (int i = 0; i <= static_cast<int>(remembered_max); ++i) {
    queues.create(queue(std::to_string(i)));
    settle();
    write();
  }
  queues.at("4");
  queues.at("3");
  EXPECT_FALSE(all.wants());
  queues.at("0");
  EXPECT_TRUE(all.wants());
}

TEST_F(WorkingSetOfRows, FindsRowsByAColumnInPostgresAndInTheBatch) {
  for (const char* id : {"s1", "s2"}) sessions.create(session(id, "asha"));
  sessions.create(session("s3", "ravi"));
  settle();
  write();
  all.forget();
  begin();
  sessions.create(session("s4", "asha"));
  settle();
  EXPECT_TRUE(sessions.matching(of_user, "asha").empty());
  EXPECT_TRUE(all.wants());
  all.undo();
  load();
  begin();
  for (rows::Session* found : sessions.matching(of_user, "asha")) found->ended_at = Instant{5};
  settle();
  EXPECT_FALSE(all.wants());
  sessions.create(session("s5", "asha"));
  settle();
  write();
  EXPECT_EQ(value("select string_agg(id, ' ' order by id) from session where ended_at is not null"), "s1 s2 s4");
}

TEST_F(WorkingSetOfRows, PrintsCacheEntriesOfWhatHasChanged) {
  queues.create(queue("q", 1));
  queues.remove("gone");
  settle();
  std::vector<CacheEntry> entries;
  for (const TableRows* table : all.tables()) table->changed_entries(entries);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].key, "queue:gone");
  EXPECT_EQ(entries[0].json, "null");
  EXPECT_EQ(entries[1].key, "queue:q");
  EXPECT_EQ(rows::from_cache<rows::Queue>(entries[1].json), queue("q", 1));
  EXPECT_EQ(entries[1].unit, (event_log::UnitId{"frontdesk.events", 1}));
}

}  // namespace
}  // namespace frontdesk::projectors
