#pragma once
#include <string>
#include <vector>

#include "projectors/projection.hpp"

namespace frontdesk::projectors::identity {

// The statements of AccountChanges::write() and of rendering caches from rows.
void prepare_rows(pqxx::connection_base& connection);
std::vector<CacheEntry> render_accounts(pqxx::transaction_base& transaction, const std::vector<std::string>& ids);
std::vector<CacheEntry> render_sessions(pqxx::transaction_base& transaction, const std::vector<std::string>& ids);

}  // namespace frontdesk::projectors::identity
