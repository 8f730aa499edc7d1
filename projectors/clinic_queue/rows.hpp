#pragma once
#include <string>
#include <vector>

#include "projectors/projection.hpp"

namespace frontdesk::projectors::clinic_queue {

// The statements of QueueChanges::write() and of rendering caches from rows.
void prepare_rows(pqxx::connection_base& connection);
std::vector<CacheEntry> render_queues(pqxx::transaction_base& transaction, const std::vector<std::string>& ids);
std::vector<CacheEntry> render_clinics(pqxx::transaction_base& transaction, const std::vector<std::string>& ids);

}  // namespace frontdesk::projectors::clinic_queue
