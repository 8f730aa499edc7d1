#pragma once
// Where SQL is asked: for .cpp files.
#include "platform/postgres/postgres.hpp"
#include "platform/postgres/unavailable.hpp"

namespace frontdesk::query_api {

// One prepared statement. Throws postgres::Unavailable, also while the read models are not there as they should be.
template <typename... Arguments>
pqxx::result ask(postgres::Pool& pool, const char* question, const Arguments&... arguments) {
  pqxx::result rows;
  try {
    pool.with([&](pqxx::connection& connection) {
      pqxx::nontransaction work(connection);
      rows = work.exec_prepared(question, arguments...);
    });
  } catch (const pqxx::undefined_table& missing) {
    // The read models are being made anew.
    throw postgres::Unavailable(missing.what());
  } catch (const pqxx::undefined_column& missing) {
    // They are of another version's shape, and will be.
    throw postgres::Unavailable(missing.what());
  } catch (const pqxx::deadlock_detected& deadlock) {
    // With whoever drops them.
    throw postgres::Unavailable(deadlock.what());
  }
  return rows;
}

}  // namespace frontdesk::query_api
