#include "query-api/clinic_queue/queries.hpp"

#include "platform/postgres/postgres.hpp"

namespace frontdesk::query_api {

namespace {
// Milliseconds are exact in numeric, which `extract` answers since PostgreSQL 14.
#define MS(column) "(extract(epoch from " column ") * 1000)::bigint"

constexpr const char* queue_columns =
    "q.id, q.clinic_id, " MS("q.day_starts_at") ", " MS("q.day_ends_at") ", q.current_token_no, q.is_active, " MS(
        "q.created_at") ", " MS("q.updated_at") ", q.max_queue_size, " MS("q.start_time") ", " MS("q.end_time")
    ", q.waiting_count, q.last_served_token_number";
constexpr const char* clinic_columns =
    "id, name, address, latitude, longitude, phone, email, website, description, logo, "
    "array_to_string(images, E'\\n'), is_active, " MS("created_at") ", " MS(
        "updated_at") ", type, opening_start, opening_end, timezone";
constexpr const char* token_columns = "t.id, t.queue_id, t.patient_id, t.token_number, t.status, " MS(
    "t.created_at") ", " MS("t.called_at") ", " MS("t.completed_at") ", " MS("t.skipped_at");
constexpr const char* account_columns =
    "id, email, first_name, last_name, role, clinic_id, profile_picture, disabled, " MS("created_at");
#undef MS

// Haversine with the contract's earth radius of 6371 km.
constexpr const char* distance_km =
    "6371 * 2 * asin(sqrt(least(1, power(sin(radians(latitude - $3) / 2), 2) + "
    "cos(radians($3)) * cos(radians(latitude)) * power(sin(radians(longitude - $4) / 2), 2))))";

Instant instant(const pqxx::field& field) { return {field.as<std::int64_t>()}; }

std::optional<Instant> optional_instant(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return instant(field);
}

std::optional<std::string> optional_text(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return std::string(field.c_str());
}

std::vector<std::string> lines(const pqxx::field& field) {
  std::vector<std::string> out;
  std::string_view text = field.is_null() ? std::string_view() : std::string_view(field.c_str());
  while (!text.empty()) {
    const auto end = text.find('\n');
    out.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return out;
}

wire::QueueRow queue_row(const pqxx::row& row) {
  wire::QueueRow queue;
  queue.id = row[0].c_str();
  queue.clinic_id = row[1].c_str();
  queue.queue_date = instant(row[2]);
  queue.day_ends_at = instant(row[3]);
  queue.current_token_no = row[4].as<std::int64_t>();
  queue.is_active = row[5].as<bool>();
  queue.created_at = instant(row[6]);
  queue.updated_at = instant(row[7]);
  queue.max_queue_size = row[8].as<std::int64_t>();
  queue.start_time = instant(row[9]);
  queue.end_time = instant(row[10]);
  queue.waiting_count = row[11].as<std::int64_t>();
  if (!row[12].is_null()) queue.last_served_token_number = row[12].as<std::int64_t>();
  return queue;
}

wire::ClinicRow clinic_row(const pqxx::row& row, pqxx::row::size_type first = 0) {
  wire::ClinicRow clinic;
  clinic.id = row[first].c_str();
  clinic.name = row[first + 1].c_str();
  clinic.address = optional_text(row[first + 2]);
  clinic.latitude = row[first + 3].as<double>();
  clinic.longitude = row[first + 4].as<double>();
  clinic.phone = optional_text(row[first + 5]);
  clinic.email = optional_text(row[first + 6]);
  clinic.website = optional_text(row[first + 7]);
  clinic.description = optional_text(row[first + 8]);
  clinic.logo = optional_text(row[first + 9]);
  clinic.images = lines(row[first + 10]);
  clinic.is_active = row[first + 11].as<bool>();
  clinic.created_at = instant(row[first + 12]);
  clinic.updated_at = instant(row[first + 13]);
  clinic.type = row[first + 14].c_str();
  clinic.opening_start = row[first + 15].c_str();
  clinic.opening_end = row[first + 16].c_str();
  clinic.timezone = optional_text(row[first + 17]);
  return clinic;
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

wire::AccountRow account_row(const pqxx::row& row) {
  return {.id = row[0].c_str(),
          .email = row[1].c_str(),
          .first_name = row[2].c_str(),
          .last_name = row[3].c_str(),
          .role = row[4].c_str(),
          .clinic_id = optional_text(row[5]),
          .profile_picture = row[6].c_str(),
          .created_at = instant(row[8]),
          .disabled = row[7].as<bool>()};
}

void prepare(pqxx::connection& connection) {
  const auto define = [&](const char* name, const std::string& sql) { connection.prepare(name, sql); };
  const std::string queue = queue_columns;
  const std::string clinic = clinic_columns;
  const std::string token = token_columns;
  define("queue", "select " + queue +
                      ", (select next_offset from read_v1.projection_position where topic = $2 and partition = $3)"
                      " from read_v1.queue q where q.id = $1");
  define("queue_of_clinic", "select " + queue +
                                " from read_v1.queue q where q.clinic_id = $1 and "
                                "to_timestamp($2::bigint / 1000.0) >= q.day_starts_at and "
                                "to_timestamp($2::bigint / 1000.0) < q.day_ends_at order by q.day desc limit 1");
  define("clinic", "select " + clinic + " from read_v1.clinic where id = $1");
  const std::string filter =
      "is_active and ($1::text is null or position(lower($1) in lower(name)) > 0) and ($2::text is null or type = $2)";
  // A left join, so that the count comes also with an empty page.
  define("clinics_newest", "with matching as (select * from read_v1.clinic where " + filter +
                               "), page as (select * from matching order by created_at desc, id limit $3 offset $4)"
                               " select (select count(*) from matching), null::double precision, " +
                               clinic + " from (values (1)) one left join page on true order by created_at desc, id");
  define("clinics_near",
         "with matching as (select *, " + std::string(distance_km) + " as distance from read_v1.clinic where " +
             filter +
             "), hits as (select * from matching where distance < $5), page as (select * from hits "
             "order by distance, id limit $6 offset $7) select (select count(*) from hits), distance, " +
             clinic + " from (values (1)) one left join page on true order by distance, id");
  define("staff_of", "select " + std::string(account_columns) +
                         " from read_v1.account where clinic_id = $1 order by staff_since, id");
  define("activity",
         "select id, staff_id, token_id, action, (extract(epoch from created_at) * 1000)::bigint from "
         "read_v1.staff_activity where queue_id = $1 order by created_at desc, id desc limit $2 offset $3");
  define("waiting_token_of", "select " + token +
                                 " from read_v1.token t join read_v1.queue q on q.id = t.queue_id where "
                                 "t.patient_id = $1 and t.status = 'WAITING' and "
                                 "to_timestamp($2::bigint / 1000.0) >= q.day_starts_at and "
                                 "to_timestamp($2::bigint / 1000.0) < q.day_ends_at order by t.token_number limit 1");
  define("token_in_queue", "select " + token +
                               " from read_v1.token t join read_v1.queue q on q.id = t.queue_id where "
                               "t.queue_id = $1 and t.token_number = $2 and t.status = $3 and q.clinic_id = $4");
}

const char* or_null(const std::optional<std::string>& text) { return text ? text->c_str() : nullptr; }

ClinicPage clinic_page(const pqxx::result& rows) {
  ClinicPage page;
  for (const auto& row : rows) {
    page.total_count = row[0].as<std::int64_t>();
    if (row[2].is_null()) continue;  // the left join's empty page
    std::optional<double> distance;
    if (!row[1].is_null()) distance = row[1].as<double>();
    page.items.push_back({clinic_row(row, 2), distance});
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
  return QueueAt{queue_row(rows[0]), rows[0][13].is_null() ? 0 : rows[0][13].as<std::int64_t>()};
}

std::optional<wire::QueueRow> Queries::queue_of_clinic(const std::string& clinic_id, Instant now) const {
  const auto rows = impl_->ask("queue_of_clinic", clinic_id, now.ms);
  if (rows.empty()) return std::nullopt;
  return queue_row(rows[0]);
}

std::optional<wire::ClinicRow> Queries::clinic(const std::string& clinic_id) const {
  const auto rows = impl_->ask("clinic", clinic_id);
  if (rows.empty()) return std::nullopt;
  return clinic_row(rows[0]);
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
  for (const auto& row : impl_->ask("staff_of", clinic_id)) staff.push_back(account_row(row));
  return staff;
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

std::optional<wire::Token> Queries::token_in_queue(const std::string& queue_id, std::int64_t number,
                                                   const std::string& status,
                                                   const std::string& staff_clinic_id) const {
  const auto rows = impl_->ask("token_in_queue", queue_id, number, status, staff_clinic_id);
  if (rows.empty()) return std::nullopt;
  return token_row(rows[0]);
}

}  // namespace frontdesk::query_api
