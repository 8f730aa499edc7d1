#include "query-api/clinic_queue/queries.hpp"

#include "platform/postgres/postgres.hpp"
#include "schemas/read_models/rows.hpp"

namespace frontdesk::query_api {

namespace {
// How many of a queue's latest completed tokens tell how long one takes.
constexpr int services_measured = 20;

// Haversine with the contract's earth radius of 6371 km.
constexpr const char* distance_km =
    "6371 * 2 * asin(sqrt(least(1, power(sin(radians(latitude - $3) / 2), 2) + "
    "cos(radians($3)) * cos(radians(latitude)) * power(sin(radians(longitude - $4) / 2), 2))))";

using read_models::instant;
using read_models::ms_of;
using read_models::optional_instant;

std::string token_columns() {
  return "t.id, t.queue_id, t.patient_id, t.token_number, t.status, " + ms_of("t.created_at") + ", " +
         ms_of("t.called_at") + ", " + ms_of("t.completed_at") + ", " + ms_of("t.skipped_at");
}

wire::Token token_row(const pqxx::row& row) {
  return {.id = row[0].c_str(),
          .queue_id = row[1].c_str(),
          .patient_id = row[2].c_str(),
          .token_number = row[3].as<std::int64_t>(),
          .status = row[4].c_str(),
          .created_at = instant(row[5]),
          .called_at = optional_instant(row[6]),
          .completed_at = optional_instant(row[7]),
          .skipped_at = optional_instant(row[8])};
}

void prepare(pqxx::connection& connection) {
  const auto define = [&](const char* name, const std::string& sql) { connection.prepare(name, sql); };
  const std::string queue = read_models::queue_columns("q");
  const std::string page = read_models::clinic_columns("page");
  const std::string token = token_columns();
  define("queue", "select " + queue +
                      ", (select next_offset from read_v1.projection_position where topic = $2 and partition = $3)"
                      " from read_v1.queue q where q.id = $1");
  define("queue_of_clinic", "select " + queue +
                                " from read_v1.queue q where q.clinic_id = $1 and "
                                "to_timestamp($2::bigint / 1000.0) >= q.day_starts_at and "
                                "to_timestamp($2::bigint / 1000.0) < q.day_ends_at order by q.day desc limit 1");
  define("clinic", "select " + read_models::clinic_columns("c") + " from read_v1.clinic c where c.id = $1");
  const std::string filter =
      "is_active and ($1::text is null or position(lower(normalize($1, nfc)) in name_searched) > 0) and ($2::text is "
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
  define("staff_of", "select " + read_models::account_columns("a") +
                         " from read_v1.account a where a.clinic_id = $1 order by a.staff_since, a.id");
  // More than anybody looks through, so that no number of logins makes an answer large.
  define("living_sessions_of",
         "select id, user_agent, address, " + ms_of("opened_at") + ", " + ms_of("expires_at") +
             " from read_v1.session where user_id = $1 and ended_at is null and reused_at is null and "
             "expires_at > to_timestamp($2::bigint / 1000.0) order by opened_at desc, id limit 200");
  define("activity",
         "select id, staff_id, token_id, action, " + ms_of("created_at") +
             " from read_v1.staff_activity where queue_id = $1 order by created_at desc, id desc limit $2 offset $3");
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
    page.items.push_back({read_models::clinic_row(row, 2), distance});
  }
  return page;
}
}  // namespace

class Queries::Impl {
 public:
  Impl(std::string database_url, event_log::Topics event_topics, std::size_t connections_max)
      : topics(event_topics), pool(std::move(database_url), connections_max, prepare) {}

  template <typename... Arguments>
  pqxx::result ask(const char* question, const Arguments&... arguments) {
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
  const auto position = rows[0][read_models::queue_columns_count];
  return QueueAt{read_models::queue_row(rows[0]), position.is_null() ? 0 : position.as<std::int64_t>()};
}

std::optional<wire::QueueRow> Queries::queue_of_clinic(const std::string& clinic_id, Instant now) const {
  const auto rows = impl_->ask("queue_of_clinic", clinic_id, now.ms);
  if (rows.empty()) return std::nullopt;
  return read_models::queue_row(rows[0]);
}

std::optional<wire::ClinicRow> Queries::clinic(const std::string& clinic_id) const {
  const auto rows = impl_->ask("clinic", clinic_id);
  if (rows.empty()) return std::nullopt;
  return read_models::clinic_row(rows[0]);
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

std::vector<wire::AccountRow> Queries::staff_of(const std::string& clinic_id) const {
  std::vector<wire::AccountRow> staff;
  for (const auto& row : impl_->ask("staff_of", clinic_id)) staff.push_back(read_models::account_row(row));
  return staff;
}

std::vector<wire::SessionRow> Queries::living_sessions_of(const std::string& user_id, Instant now) const {
  std::vector<wire::SessionRow> sessions;
  for (const auto& row : impl_->ask("living_sessions_of", user_id, now.ms)) {
    sessions.push_back({row[0].c_str(), row[1].c_str(), row[2].c_str(), instant(row[3]), instant(row[4])});
  }
  return sessions;
}

std::vector<Activity> Queries::activity(const std::string& queue_id, std::int64_t page, std::int64_t limit) const {
  std::vector<Activity> entries;
  for (const auto& row : impl_->ask("activity", queue_id, limit, (page - 1) * limit)) {
    entries.push_back({row[0].c_str(), row[1].c_str(), row[2].c_str(), row[3].c_str(), instant(row[4])});
  }
  return entries;
}

std::optional<wire::Token> Queries::waiting_token_of(const std::string& patient_id, Instant now) const {
  const auto rows = impl_->ask("waiting_token_of", patient_id, now.ms);
  if (rows.empty()) return std::nullopt;
  return token_row(rows[0]);
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

std::optional<wire::Token> Queries::token_in_queue(const std::string& queue_id, std::int64_t number,
                                                   const std::string& status,
                                                   const std::string& staff_clinic_id) const {
  // A token in progress counts as called.
  const std::string statuses = status == "CALLED" ? "{CALLED,IN_PROGRESS}" : "{" + status + "}";
  const auto rows = impl_->ask("token_in_queue", queue_id, number, statuses, staff_clinic_id);
  if (rows.empty()) return std::nullopt;
  return token_row(rows[0]);
}

}  // namespace frontdesk::query_api
