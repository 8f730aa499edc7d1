#pragma once
#include <map>
#include <string>
#include <vector>

#include "platform/postgres/postgres.hpp"
#include "projectors/read_model.hpp"

// The SQL of projection_position and dead_letter. Used by ReadModel, within its transactions.
namespace frontdesk::projectors::positions {

void prepare(pqxx::connection& connection);

// Adds rows for those of `units` that have none; reads all.
std::map<event_log::UnitId, StoredUnit> load(pqxx::transaction_base& transaction,
                                             const std::vector<event_log::UnitId>& units);
// False when not every row says what its step starts from; the others have moved then, or are of other tables.
bool advance(pqxx::transaction_base& transaction, const std::vector<Advance>& advances);
// False when not every row says what its state is as of; the others have been changed then.
bool store_cache_state(pqxx::transaction_base& transaction, const std::vector<ReadModel::CacheState>& states);
void insert(pqxx::transaction_base& transaction, const std::vector<DeadLetter>& letters);

}  // namespace frontdesk::projectors::positions
