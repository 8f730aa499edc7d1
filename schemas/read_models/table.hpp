#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Only where SQL is: this header and the generated rows/<context>_sql.hpp are for .cpp files.
#include "platform/postgres/postgres.hpp"
#include "platform/time/instant.hpp"
#include "schemas/event_types.hpp"

// How the rows of rows/<context>.hpp get out of PostgreSQL and into it.
namespace frontdesk::read_models {

using Column = pqxx::row::size_type;

struct TableColumn {
  std::string_view name;
  std::string_view type;
};

// Generated, one a table.
template <class Row>
struct Table;

std::string select_list(const std::vector<TableColumn>& columns, std::string_view alias);
// What to select of the table under this alias ("q.id, q.clinic_id, …"); what else is selected comes before or after.
template <class Row>
std::string columns(std::string_view alias) {
  return select_list(Table<Row>::columns, alias);
}

// The only row, if there is one, and all. Throw what libpqxx throws when the columns are others.
template <class Row>
std::optional<Row> row_of(const pqxx::result& result) {
  if (result.empty()) return std::nullopt;
  return Table<Row>::read(result[0]);
}
template <class Row>
std::vector<Row> rows_of(const pqxx::result& result) {
  std::vector<Row> rows;
  rows.reserve(result.size());
  for (const pqxx::row& row : result) rows.push_back(Table<Row>::read(row));
  return rows;
}

// Statements for many rows at once. Their parameters are Arrays; of erase and select one array of ids.
struct Statements {
  std::string insert;
  std::string update;  // rows that are not there are left out
  std::string upsert;
  std::string erase;
  std::string select;
};
Statements statements_of(std::string_view table, const std::vector<TableColumn>& columns);
template <class Row>
Statements statements() {
  return statements_of(Row::table, Table<Row>::columns);
}

// Whole milliseconds since 1970 of a timestamptz, for a select list.
std::string ms_of(std::string_view column);

// Reads what columns() selected, one column after the other.
class Reader {
 public:
  Reader(const pqxx::row& row, Column first) : row_(row), next_(first) {}
  template <class Value>
  void next(Value& value) {
    get(row_[next_++], value);
  }
  template <class Value>
  void next(std::optional<Value>& value) {
    const pqxx::field field = row_[next_++];
    if (!field.is_null()) get(field, value.emplace());
  }

 private:
  static void get(const pqxx::field& field, std::string& value) { value.assign(field.c_str(), field.size()); }
  static void get(const pqxx::field& field, int& value) { value = field.as<int>(); }
  static void get(const pqxx::field& field, bool& value) { value = field.as<bool>(); }
  static void get(const pqxx::field& field, double& value) { value = field.as<double>(); }
  static void get(const pqxx::field& field, Instant& value) { value.ms = field.as<std::int64_t>(); }
  static void get(const pqxx::field& field, LocalDate& value) { value.value = field.c_str(); }
  static void get(const pqxx::field& field, std::vector<std::string>& value);

  const pqxx::row& row_;
  Column next_;
};

// The elements of a text[]; those that are null are left out.
std::vector<std::string> texts(const pqxx::field& array);
// A text[] as a text.
std::string array_of(const std::vector<std::string>& texts);

// The parameters of a statement for many rows: one array a column.
class Arrays {
 public:
  explicit Arrays(std::size_t columns_count) : columns_(columns_count) {}
  template <class Row>
  static Arrays of(const std::vector<const Row*>& rows) {
    Arrays arrays(Table<Row>::columns.size());
    for (const Row* row : rows) Table<Row>::add(arrays, *row);
    return arrays;
  }

  // The next value of the row that is being added.
  void add(std::string_view value) { next().add(value); }
  void add(const std::string& value) { next().add(std::string_view(value)); }
  void add(int value) { next().add(static_cast<long long>(value)); }
  void add(bool value) { next().add(std::string_view(value ? "t" : "f")); }
  void add(double value) { next().add(std::string_view(pqxx::to_string(value))); }
  void add(Instant value) { next().add(std::string_view(to_iso8601(value))); }
  void add(const LocalDate& value) { next().add(std::string_view(value.value)); }
  void add(const std::vector<std::string>& value) { next().add(std::string_view(array_of(value))); }
  template <class Value>
  void add(const std::optional<Value>& value) {
    if (value) {
      add(*value);
    } else {
      next().add_null();
    }
  }
  // Without this a text literal would become a bool.
  void add(const char* value) = delete;

  std::vector<std::string> take();

 private:
  postgres::ArrayText& next() {
    if (next_ == columns_.size()) next_ = 0;
    return columns_[next_++];
  }

  std::vector<postgres::ArrayText> columns_;
  std::size_t next_ = 0;
};

}  // namespace frontdesk::read_models
