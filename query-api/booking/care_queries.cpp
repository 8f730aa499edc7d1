#include "query-api/booking/care_queries.hpp"

#include <limits>

#include "query-api/reads/asking.hpp"
#include "rows/booking_sql.hpp"

namespace frontdesk::query_api {

namespace {
using read_models::columns;
using read_models::row_of;
using read_models::rows_of;

void prepare(pqxx::connection& connection) {
  const auto define = [&](const char* name, const std::string& sql) { connection.prepare(name, sql); };
  const std::string rooms = "select " + columns<rows::CareRoom>("r") + " from read_v1.care_room r where ";
  const std::string oldest_first = " order by r.created_at, r.log_order, r.id";
  define("room", rooms + "r.id = $1");
  define("active", rooms + "r.status = 'active'" + oldest_first);
  define("active_of_hospital", rooms + "r.status = 'active' and r.hospital_id = $1" + oldest_first);
  define("active_of_staff",
         rooms + "r.status = 'active' and (r.assigned_id = $1 or r.participant_id = $1)" + oldest_first);
  define("participant", "select 1 from read_v1.care_room where participant_id = $1 and assigned_id = $2");
  define("messages", "select " + columns<rows::CareMessage>("m") +
                         " from read_v1.care_message m where m.appointment_id = $1 and m.number > $2 "
                         "order by m.number limit $3");
}
}  // namespace

class CareQueries::Impl {
 public:
  Impl(const std::string& database_url, std::size_t connections_max) : pool(database_url, connections_max, prepare) {}
  postgres::Pool pool;
};

CareQueries::CareQueries(const std::string& database_url, std::size_t connections_max)
    : impl_(std::make_unique<Impl>(database_url, connections_max)) {}
CareQueries::~CareQueries() = default;

std::optional<rows::CareRoom> CareQueries::room(const std::string& room_id) const {
  return row_of<rows::CareRoom>(ask(impl_->pool, "room", room_id));
}

std::vector<rows::CareRoom> CareQueries::active_rooms() const {
  return rows_of<rows::CareRoom>(ask(impl_->pool, "active"));
}

std::vector<rows::CareRoom> CareQueries::active_rooms_of_hospital(const std::string& hospital_id) const {
  return rows_of<rows::CareRoom>(ask(impl_->pool, "active_of_hospital", hospital_id));
}

std::vector<rows::CareRoom> CareQueries::active_rooms_of_staff(const std::string& staff_id) const {
  return rows_of<rows::CareRoom>(ask(impl_->pool, "active_of_staff", staff_id));
}

bool CareQueries::is_participant(const std::string& participant_id, const std::string& user_id) const {
  return !ask(impl_->pool, "participant", participant_id, user_id).empty();
}

std::vector<rows::CareMessage> CareQueries::messages(const std::string& appointment_id, const MessagePage& page) const {
  return rows_of<rows::CareMessage>(ask(impl_->pool, "messages", appointment_id, page.after,
                                        page.limit.value_or(std::numeric_limits<std::int64_t>::max())));
}

}  // namespace frontdesk::query_api
