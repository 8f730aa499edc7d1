#pragma once
#include <string>
#include <vector>

#include "projectors/array_columns.hpp"
#include "projectors/projection.hpp"

namespace frontdesk::projectors {

// Runs a prepared select by ids and renders each row. The entries' units are not set.
template <class Render>
std::vector<CacheEntry> rendered_rows(pqxx::transaction_base& transaction, const std::string& statement,
                                      const std::vector<std::string>& ids, Render render_row) {
  postgres::ArrayText array;
  for (const std::string& id : ids) add(array, id);
  std::vector<CacheEntry> entries;
  for (const pqxx::row& row : transaction.exec_prepared(statement, array.take())) entries.push_back(render_row(row));
  return entries;
}

}  // namespace frontdesk::projectors
