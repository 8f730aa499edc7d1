#include "realtime-gateway/read_models/row_sources.hpp"

#include "realtime-gateway/read_models/stored_rows.hpp"
#include "rows/booking_sql.hpp"
#include "rows/clinic_queue_sql.hpp"

namespace frontdesk::realtime_gateway {

RowSources stored_row_sources(const Stores& stores) {
  RowSources sources;
  sources.emplace("queue", std::make_unique<StoredRows<rows::Queue>>(stores, "queue"));
  sources.emplace("token", std::make_unique<StoredRows<rows::Token>>(stores, "token"));
  sources.emplace("care_room", std::make_unique<StoredRows<rows::CareRoom>>(stores, "care_room"));
  return sources;
}

}  // namespace frontdesk::realtime_gateway
