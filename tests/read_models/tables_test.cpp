// PostgreSQL and the generated code read the same tables: one row of each goes in, changes and comes out again.
#include <gtest/gtest.h>

#include "projectors/schema/read_model_sql.hpp"
#include "rows/booking_sql.hpp"
#include "rows/clinic_queue_sql.hpp"
#include "rows/identity_sql.hpp"
#include "tests/postgres/own_database.hpp"

namespace frontdesk::read_models {
namespace {

constexpr Instant moment{1'763'731'200'123};

// A value that is not the one a member has anyway.
void fill(std::string& value, const std::string& name) { value = name + " \"quoted\", {NULL}, \\ Ève"; }
void fill(int& value, const std::string&) { value = 2'000'000'000; }
void fill(bool& value, const std::string&) { value = true; }
void fill(double& value, const std::string&) { value = 21.701083603113346; }
void fill(Instant& value, const std::string&) { value = moment; }
void fill(LocalDate& value, const std::string&) { value = {"2026-11-21"}; }
void fill(std::vector<std::string>& value, const std::string& name) { value = {name, "a,b", "{\"c\"}", ""}; }
template <class Value>
void fill(std::optional<Value>& value, const std::string& name) {
  fill(value.emplace(), name);
}

// Visits the members in the order of the columns, as it visits those of Arrays.
struct Filling {
  const std::vector<TableColumn>& columns;
  std::size_t next = 0;
  template <class Value>
  void add(const Value& value) {
    fill(const_cast<Value&>(value), std::string(columns.at(next++).name));
  }
};

template <class Row>
Row filled(std::string id) {
  Row row;
  Filling filling{Table<Row>::columns};
  Table<Row>::add(filling, row);
  row.id = std::move(id);
  return row;
}

template <class Row>
class EveryTable : public ::testing::Test {
 protected:
  EveryTable() : connection(database.url()), work(connection), sql(statements<Row>()) {
    work.exec("create schema tables; set search_path to tables; set timezone = 'UTC'");
    work.exec(projectors::read_model_sql);
  }

  pqxx::result run(const std::string& statement, const std::vector<const Row*>& rows) {
    const auto parameters = Arrays::of<Row>(rows).take();
    return work.exec_params(statement, pqxx::prepare::make_dynamic_params(parameters));
  }
  std::vector<Row> stored(const std::vector<std::string>& ids) {
    return rows_of<Row>(work.exec_params(sql.select, array_of(ids)));
  }

  postgres::OwnDatabase database;
  pqxx::connection connection;
  pqxx::nontransaction work;
  const Statements sql;
};

using Tables =
    ::testing::Types<rows::Account, rows::Session, rows::Clinic, rows::Queue, rows::Token, rows::StaffActivity,
                     rows::Appointment, rows::CareRoom, rows::CareMessage, rows::CareReading>;
TYPED_TEST_SUITE(EveryTable, Tables);

TYPED_TEST(EveryTable, TakesARowAndGivesItBack) {
  const auto full = filled<TypeParam>("full");
  this->run(this->sql.insert, {&full});
  EXPECT_EQ(this->stored({"full", "none"}), std::vector<TypeParam>{full});
}

TYPED_TEST(EveryTable, KnowsAllColumnsOfItsTable) {
  std::vector<std::string> names;
  for (const auto& row :
       this->work.exec("select attname from pg_attribute where attrelid = 'tables." + std::string(TypeParam::table) +
                       "'::regclass and attnum > 0 order by attnum")) {
    names.emplace_back(row[0].c_str());
  }
  std::vector<std::string> known;
  for (const auto& column : Table<TypeParam>::columns) known.emplace_back(column.name);
  EXPECT_EQ(known, names);
}

TYPED_TEST(EveryTable, ChangesAndRemovesRowsById) {
  const auto full = filled<TypeParam>("changed");
  TypeParam plain;
  plain.id = "changed";
  std::vector<const TypeParam*> one{&plain};
  if constexpr (requires { plain.day; }) plain.day = {"2026-01-01"};
  this->run(this->sql.insert, one);
  EXPECT_EQ(this->stored({"changed"}), std::vector<TypeParam>{plain}) << "what may be absent is";
  EXPECT_EQ(this->run(this->sql.update, {&full}).affected_rows(), 1U);
  EXPECT_EQ(this->stored({"changed"}), std::vector<TypeParam>{full});
  this->run(this->sql.upsert, one);
  EXPECT_EQ(this->stored({"changed"}), std::vector<TypeParam>{plain});
  this->work.exec_params(this->sql.erase, array_of({"changed"}));
  EXPECT_TRUE(this->stored({"changed"}).empty());
  EXPECT_EQ(this->run(this->sql.update, {&full}).affected_rows(), 0U);
  this->run(this->sql.upsert, {&full});
  EXPECT_EQ(this->stored({"changed"}), std::vector<TypeParam>{full});
}

template <class Row>
class EveryCachedTable : public ::testing::Test {};
using CachedTables =
    ::testing::Types<rows::Account, rows::Session, rows::Clinic, rows::Queue, rows::Appointment, rows::CareRoom>;
TYPED_TEST_SUITE(EveryCachedTable, CachedTables);

TYPED_TEST(EveryCachedTable, LivesThroughTheCache) {
  const auto full = filled<TypeParam>("cached");
  EXPECT_EQ(rows::from_cache<TypeParam>(cache_json(full)), full);
  TypeParam plain;
  if constexpr (requires { plain.day; }) plain.day = {"2026-01-01"};
  EXPECT_EQ(rows::from_cache<TypeParam>(cache_json(plain)), plain);
  EXPECT_EQ(rows::cache_key<TypeParam>("x"), std::string(TypeParam::table) + ":x");
}

TYPED_TEST(EveryCachedTable, TakesAnotherFormForNone) {
  auto json = cache_json(filled<TypeParam>("cached"));
  json.insert(1, R"("unknown":1,)");
  for (const std::string& other : {json, std::string(""), std::string("{}"), std::string("[]"), std::string("null"),
                                   std::string(R"({"id":"cached"})"), std::string("{\"id\":")}) {
    EXPECT_FALSE(rows::from_cache<TypeParam>(other)) << other;
  }
}

}  // namespace
}  // namespace frontdesk::read_models
