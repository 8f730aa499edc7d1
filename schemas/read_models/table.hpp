#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
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

std::vector<std::string> names_of(const std::vector<TableColumn>& columns);
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
  explicit Arrays(std::size_t width) : columns_(width) {}
  template <class Row>
  static Arrays of(const std::vector<const Row*>& rows) {
    Arrays arrays(Table<Row>::width);
    for (const Row* row : rows) Table<Row>::add(arrays, *row);
    return arrays;
  }

  // The next value of the row that is being added.
  void add(std::string_view value) { next().add(value); }
  void add(const std::string& value) { next().add(std::string_view(value)); }
  void add(int value) { next().add(static_cast<long long>(value)); }
  void add(std::int64_t value) { next().add(static_cast<long long>(value)); }
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

// The fields of one row for COPY.
class Fields {
 public:
  void add(const std::string& value) { fields_.emplace_back(value); }
  void add(int value) { fields_.emplace_back(std::to_string(value)); }
  void add(bool value) { fields_.emplace_back(value ? "t" : "f"); }
  void add(double value) { fields_.emplace_back(pqxx::to_string(value)); }
  void add(Instant value) { fields_.emplace_back(to_iso8601(value)); }
  void add(const LocalDate& value) { fields_.emplace_back(value.value); }
  void add(const std::vector<std::string>& value) { fields_.emplace_back(array_of(value)); }
  template <class Value>
  void add(const std::optional<Value>& value) {
    if (value) {
      add(*value);
    } else {
      fields_.emplace_back(std::nullopt);
    }
  }
  // As libpqxx 6 takes them: a tuple; null is none.
  template <std::size_t... index>
  auto texts(std::index_sequence<index...>) const {
    return std::make_tuple((fields_[index] ? fields_[index]->c_str() : nullptr)...);
  }

 private:
  std::vector<std::optional<std::string>> fields_;
};

// Puts new rows into their table, at a third of an insert's price if there are many.
template <class Row>
void copy(pqxx::transaction_base& transaction, const std::vector<const Row*>& rows) {
  pqxx::stream_to stream(transaction, std::string(Row::table), names_of(Table<Row>::columns));
  for (const Row* row : rows) {
    Fields fields;
    Table<Row>::add(fields, *row);
    stream << fields.texts(std::make_index_sequence<Table<Row>::width>());
  }
  stream.complete();
}

// Carries out a prepared statement.
pqxx::result run(pqxx::transaction_base& transaction, const std::string& statement, Arrays rows);

}  // namespace frontdesk::read_models
