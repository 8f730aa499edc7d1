#include "schemas/read_models/table.hpp"

namespace frontdesk::read_models {
namespace {

std::string joined(const std::vector<TableColumn>& columns, auto print) {
  std::string list;
  for (const TableColumn& column : columns) {
    if (!list.empty()) list += ", ";
    list += print(column);
  }
  return list;
}

std::string name_of(const TableColumn& column) { return std::string(column.name); }

// The rows of the parameters as `v`. An array of arrays would be flattened, so those come as texts.
std::string parameters(const std::vector<TableColumn>& columns) {
  int number = 0;
  const auto array = [&number](const TableColumn& column) {
    const std::string type(column.type == "text[]" ? "text" : column.type);
    return "$" + std::to_string(++number) + "::" + type + "[]";
  };
  const std::string arrays = joined(columns, array);
  return "unnest(" + arrays + ") as v(" + joined(columns, name_of) + ")";
}

std::string value_of(const TableColumn& column) {
  const std::string value = "v." + name_of(column);
  return column.type == "text[]" ? value + "::text[]" : value;
}

}  // namespace

std::vector<std::string> names_of(const std::vector<TableColumn>& columns) {
  std::vector<std::string> names;
  for (const TableColumn& column : columns) names.push_back(name_of(column));
  return names;
}

std::string ms_of(std::string_view column) { return "(date_part('epoch'," + std::string(column) + ")*1000)::bigint"; }

std::string select_list(const std::vector<TableColumn>& columns, std::string_view alias) {
  return joined(columns, [alias](const TableColumn& column) {
    const std::string name = std::string(alias) + '.' + name_of(column);
    return column.type == "timestamptz" ? ms_of(name) : name;
  });
}

Statements statements_of(std::string_view table, const std::vector<TableColumn>& columns) {
  const std::string name(table);
  const std::vector<TableColumn> others(columns.begin() + 1, columns.end());  // than the id
  Statements made;
  made.insert = "insert into " + name + " (" + joined(columns, name_of) + ") select " + joined(columns, value_of) +
                " from " + parameters(columns);
  const auto set = [](const TableColumn& column) { return name_of(column) + " = " + value_of(column); };
  made.update =
      "update " + name + " as t set " + joined(others, set) + " from " + parameters(columns) + " where t.id = v.id";
  const auto replace = [](const TableColumn& column) { return name_of(column) + " = excluded." + name_of(column); };
  made.upsert = made.insert + " on conflict (id) do update set " + joined(others, replace);
  made.erase = "delete from " + name + " where id = any($1::text[])";
  made.select = "select " + select_list(columns, "t") + " from " + name + " t where t.id = any($1::text[])";
  return made;
}

void Reader::get(const pqxx::field& field, std::vector<std::string>& value) { value = texts(field); }

std::vector<std::string> texts(const pqxx::field& array) {
  std::vector<std::string> found;
  auto parser = array.as_array();
  for (auto [kind, text] = parser.get_next(); kind != pqxx::array_parser::juncture::done;
       std::tie(kind, text) = parser.get_next()) {
    if (kind == pqxx::array_parser::juncture::string_value) found.push_back(text);
  }
  return found;
}

std::string array_of(const std::vector<std::string>& texts) {
  postgres::ArrayText array;
  for (const std::string& text : texts) array.add(std::string_view(text));
  return array.take();
}

pqxx::result run(pqxx::transaction_base& transaction, const std::string& statement, Arrays rows) {
  const std::vector<std::string> parameters = rows.take();
  return transaction.exec_prepared(statement, pqxx::prepare::make_dynamic_params(parameters));
}

std::vector<std::string> Arrays::take() {
  std::vector<std::string> taken;
  taken.reserve(columns_.size());
  for (postgres::ArrayText& column : columns_) taken.push_back(column.take());
  return taken;
}

}  // namespace frontdesk::read_models
