#include "query-api/clinic_queue/queries.hpp"

#include "query-api/reads/asking.hpp"
#include "rows/clinic_queue_sql.hpp"
#include "rows/identity_sql.hpp"

namespace frontdesk::query_api {

namespace {
// How many of a queue's latest completed tokens tell how long one takes.
constexpr int services_measured = 20;

// Haversine with the contract's earth radius of 6371 km. PostgreSQL refuses a product that underflows, and one clinic
// at latitude 5e-324 would end every search: a degree and 1024 taken away again is a whole number of 2^-42 degrees,
// which is 25 nm.
constexpr const char* distance_km =
    "6371 * 2 * asin(sqrt(least(1, power(sin(radians((latitude - $3) + 1024 - 1024) / 2), 2) + "
    "cos(radians($3 + 1024 - 1024)) * cos(radians(latitude + 1024 - 1024)) * "
    "power(sin(radians((longitude - $4) + 1024 - 1024) / 2), 2))))";

using read_models::columns;
using read_models::row_of;
using read_models::rows_of;

void prepare_queries(pqxx::connection& connection) {
  const auto define = [&](const char* name, const std::string& sql) { connection.prepare(name, sql); };
  const std::string queue = columns<rows::Queue>("q");
  const std::string page = columns<rows::Clinic>("page");
  const std::string token = columns<rows::Token>("t");
  define("queue", "select " + queue +
                      ", (select next_offset from read_v1.projection_position where topic = $2 and partition = $3)"
                      " as position from read_v1.queue q where q.id = $1");
  define("queue_of_clinic", "select " + queue +
                                " from read_v1.queue q where q.clinic_id = $1 and "
                                "to_timestamp($2::bigint / 1000.0) >= q.day_starts_at and "
                                "to_timestamp($2::bigint / 1000.0) < q.day_ends_at order by q.day desc limit 1");
  define("clinic", "select " + columns<rows::Clinic>("c") + " from read_v1.clinic c where c.id = $1");
  const std::string filter =
      "is_active and ($1::text is null or position(lower(normalize($1, nfc)) in lower(normalize(name, nfc))) > 0) and "
      "($2::text is "
      "null or type = $2)";
  // A left join, so that the count comes also with an empty page.
  define("clinics_newest", "with matching as (select * from read_v1.clinic where " + filter +
                               "), page as (select * from matching order by created_at desc, id limit $3 offset $4)"
                               " select (select count(*) from matching), null::double precision, " +
                               page + " from (values (1)) one left join page on true order by created_at desc, id");
  define("clinics_near",
         "with matching as (select *, " + std::string(distance_km) + " as distance from read_v1.clinic where " +
             filter +
             "), hits as (select * from matching where distance < $5), page as (select * from hits "
             "order by distance, id limit $6 offset $7) select (select count(*) from hits), distance, " +
             page + " from (values (1)) one left join page on true order by distance, id");
  define("staff_of", "select " + columns<rows::Account>("a") +
                         " from read_v1.account a where a.clinic_id = $1 order by a.staff_since, a.id");
  // More than anybody looks through, so that no number of logins makes an answer large.
  define("living_sessions_of",
         "select " + columns<rows::Session>("s") +
             " from read_v1.session s where s.user_id = $1 and s.ended_at is null and s.reused_at is null and "
             "s.expires_at > to_timestamp($2::bigint / 1000.0) order by s.opened_at desc, s.id limit 200");
  define("activity", "select " + columns<rows::StaffActivity>("s") +
                         " from read_v1.staff_activity s where s.queue_id = $1 "
                         "order by s.created_at desc, s.id desc limit $2 offset $3");
  define("user_exists", "select 1 from read_v1.account where id = $1");
  define("waiting_token_of", "select " + token +
                                 " from read_v1.token t join read_v1.queue q on q.id = t.queue_id where "
                                 "t.patient_id = $1 and t.status = 'WAITING' and "
                                 "to_timestamp($2::bigint / 1000.0) >= q.day_starts_at and "
                                 "to_timestamp($2::bigint / 1000.0) < q.day_ends_at order by t.token_number limit 1");
  define("token_in_queue", "select " + token +
                               " from read_v1.token t join read_v1.queue q on q.id = t.queue_id where "
                               "t.queue_id = $1 and t.token_number = $2 and t.status = any($3::text[]) and "
                               "q.clinic_id = $4");
  // Numbers rise in the order of calls: the highest completed ones are the latest.
  define("patient_in_queue",
         "select mine.token_number, "
         "(select count(*) from read_v1.token t where t.queue_id = q.id and t.status = 'WAITING' and "
         "t.token_number < mine.token_number), "
         "(select count(*) from read_v1.token t where t.queue_id = q.id and t.status in ('CALLED', 'IN_PROGRESS')), "
         "(select (percentile_cont(0.5) within group (order by extract(epoch from completed_at - called_at)) * "
         "1000)::bigint from (select called_at, completed_at from read_v1.token t where t.queue_id = q.id and "
         "t.status = 'COMPLETED' order by t.token_number desc limit " +
             std::to_string(services_measured) +
             ") latest) from read_v1.queue q left join lateral (select token_number from read_v1.token t where "
             "t.patient_id = $2 and t.queue_id = q.id and t.status = 'WAITING' order by token_number limit 1) mine "
             "on true where q.id = $1 and to_timestamp($3::bigint / 1000.0) >= q.day_starts_at and "
             "to_timestamp($3::bigint / 1000.0) < q.day_ends_at");
}

const char* or_null(const std::optional<std::string>& text) { return text ? text->c_str() : nullptr; }

ClinicPage clinic_page(const pqxx::result& rows) {
  ClinicPage page;
  for (const auto& row : rows) {
    page.total_count = row[0].as<std::int64_t>();
    if (row[2].is_null()) continue;  // the left join's empty page
    std::optional<double> distance;
    if (!row[1].is_null()) distance = row[1].as<double>();
    page.items.push_back({read_models::Table<rows::Clinic>::read(row, 2), distance});
  }
  return page;
}
}  // namespace

class Queries::Impl {
 public:
  Impl(std::string database_url, event_log::Topics event_topics, std::size_t connections_max)
      : topics(event_topics), pool(std::move(database_url), connections_max, prepare_queries) {}

  template <typename... Arguments>
  pqxx::result ask(const char* question, const Arguments&... arguments) {
    return query_api::ask(pool, question, arguments...);
  }

  event_log::Topics topics;
  postgres::Pool pool;
};

Queries::Queries(std::string database_url, event_log::Topics topics, std::size_t connections_max)
    : impl_(std::make_unique<Impl>(std::move(database_url), topics, connections_max)) {}

Queries::~Queries() = default;

std::optional<QueueAt> Queries::queue(const std::string& queue_id) const {
  const auto unit = impl_->topics.events_unit(queue_id);
  const auto rows = impl_->ask("queue", queue_id, unit.topic, unit.partition);
  if (rows.empty()) return std::nullopt;
  const auto position = rows[0]["position"];
  return QueueAt{*row_of<rows::Queue>(rows), position.is_null() ? 0 : position.as<std::int64_t>()};
}

std::optional<rows::Queue> Queries::queue_of_clinic(const std::string& clinic_id, Instant now) const {
  return row_of<rows::Queue>(impl_->ask("queue_of_clinic", clinic_id, now.ms));
}

std::optional<rows::Clinic> Queries::clinic(const std::string& clinic_id) const {
  return row_of<rows::Clinic>(impl_->ask("clinic", clinic_id));
}

ClinicPage Queries::clinics(const ClinicSearch& search) const {
  const auto offset = (search.page - 1) * search.limit;
  const char* name_part = or_null(search.name_part);
  const char* type = or_null(search.type);
  if (!search.near) return clinic_page(impl_->ask("clinics_newest", name_part, type, search.limit, offset));
  const auto& near = *search.near;
  return clinic_page(
      impl_->ask("clinics_near", name_part, type, near.latitude, near.longitude, near.radius_km, search.limit, offset));
}

std::vector<rows::Account> Queries::staff_of(const std::string& clinic_id) const {
  return rows_of<rows::Account>(impl_->ask("staff_of", clinic_id));
}

std::vector<rows::Session> Queries::living_sessions_of(const std::string& user_id, Instant now) const {
  return rows_of<rows::Session>(impl_->ask("living_sessions_of", user_id, now.ms));
}

std::vector<rows::StaffActivity> Queries::activity(const std::string& queue_id, std::int64_t page,
                                                   std::int64_t limit) const {
  return rows_of<rows::StaffActivity>(impl_->ask("activity", queue_id, limit, (page - 1) * limit));
}

bool Queries::user_exists(const std::string& user_id) const { return !impl_->ask("user_exists", user_id).empty(); }

std::optional<rows::Token> Queries::waiting_token_of(const std::string& patient_id, Instant now) const {
  return row_of<rows::Token>(impl_->ask("waiting_token_of", patient_id, now.ms));
}

std::optional<PatientInQueue> Queries::patient_in_queue(const std::string& queue_id, const std::string& patient_id,
                                                        Instant now) const {
  const auto rows = impl_->ask("patient_in_queue", queue_id, patient_id, now.ms);
  if (rows.empty()) return std::nullopt;
  const auto& row = rows[0];
  PatientInQueue found;
  if (!row[0].is_null()) found.place = {row[0].as<std::int64_t>(), row[1].as<std::int64_t>()};
  found.in_service = row[2].as<std::int64_t>();
  if (!row[3].is_null()) found.service_ms = row[3].as<std::int64_t>();
  return found;
}

std::optional<rows::Token> Queries::token_in_queue(const std::string& queue_id, std::int64_t number,
                                                   const std::string& status,
                                                   const std::string& staff_clinic_id) const {
  // A token in progress counts as called.
  const std::string statuses = status == "CALLED" ? "{CALLED,IN_PROGRESS}" : "{" + status + "}";
  return row_of<rows::Token>(impl_->ask("token_in_queue", queue_id, number, statuses, staff_clinic_id));
}

}  // namespace frontdesk::query_api
