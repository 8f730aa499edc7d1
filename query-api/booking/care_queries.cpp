#include "query-api/booking/care_queries.hpp"

#include <limits>

#include "query-api/reads/asking.hpp"
#include "rows/booking_sql.hpp"

namespace frontdesk::query_api {

namespace {
using read_models::columns;
using read_models::row_of;
using read_models::rows_of;

void prepare_care_queries(pqxx::connection& connection) {
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
  define("chat", "select " + columns<rows::Appointment>("a") + ", " + columns<rows::CareRoom>("r") +
                     " from read_v1.appointment a join read_v1.care_room r on r.id = a.room_id where a.id = $1");
  // A message was read when the other side first read up to it or further.
  define("readings", "select * from (select m.number, " + columns<rows::CareMessage>("m") +
                         ", (extract(epoch from (select r.read_at from read_v1.care_reading r where "
                         "r.appointment_id = m.appointment_id and r.side <> m.side and r.up_to >= m.number "
                         "order by r.up_to limit 1)) * 1000)::bigint from read_v1.care_message m "
                         "where m.appointment_id = $1 and m.number < $2 order by m.number desc limit $3) newest "
                         "order by 1");
  define("number_of_message", "select number from read_v1.care_message where appointment_id = $1 and id = $2");
  define("name_of", "select first_name, last_name from read_v1.account where id = $1");
}
}  // namespace

class CareQueries::Impl {
 public:
  Impl(const std::string& database_url, std::size_t connections_max)
      : pool(database_url, connections_max, prepare_care_queries) {}
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

std::optional<ChatRows> CareQueries::chat(const std::string& appointment_id) const {
  const auto found = ask(impl_->pool, "chat", appointment_id);
  if (found.empty()) return std::nullopt;
  using read_models::Table;
  return ChatRows{Table<rows::Appointment>::read(found[0], 0),
                  Table<rows::CareRoom>::read(found[0], Table<rows::Appointment>::width)};
}

std::vector<MessageReading> CareQueries::readings(const std::string& appointment_id, const ChatPage& page) const {
  using read_models::Table;
  constexpr read_models::Column first = 1;
  std::vector<MessageReading> all;
  const auto found = ask(impl_->pool, "readings", appointment_id, page.before.value_or(std::numeric_limits<int>::max()),
                         page.limit.value_or(std::numeric_limits<std::int64_t>::max()));
  for (const auto& row : found) {
    const auto read_at = row[first + Table<rows::CareMessage>::width];
    all.push_back({Table<rows::CareMessage>::read(row, first),
                   read_at.is_null() ? std::nullopt : std::optional(Instant{read_at.as<std::int64_t>()})});
  }
  return all;
}

std::optional<int> CareQueries::number_of_message(const std::string& appointment_id,
                                                  const std::string& message_id) const {
  const auto found = ask(impl_->pool, "number_of_message", appointment_id, message_id);
  return found.empty() ? std::nullopt : std::optional(found[0][0].as<int>());
}

std::string CareQueries::name_of(const std::string& user_id) const {
  const auto found = ask(impl_->pool, "name_of", user_id);
  if (found.empty()) return {};
  const auto first = found[0][0].as<std::string>();
  const auto last = found[0][1].as<std::string>();
  return last.empty() ? first : first + " " + last;
}

std::vector<rows::CareMessage> CareQueries::messages(const std::string& appointment_id, const MessagePage& page) const {
  return rows_of<rows::CareMessage>(ask(impl_->pool, "messages", appointment_id, page.after,
                                        page.limit.value_or(std::numeric_limits<std::int64_t>::max())));
}

}  // namespace frontdesk::query_api
