#include "schemas/read_models/rows.hpp"

#include <initializer_list>
#include <tuple>

namespace frontdesk::read_models {
namespace {

struct Selected {
  std::string_view column;
  bool time = false;
};

std::string select_list(std::string_view alias, std::initializer_list<Selected> selected) {
  std::string list;
  for (const auto& [column, time] : selected) {
    if (!list.empty()) list += ", ";
    const std::string name = std::string(alias) + '.' + std::string(column);
    list += time ? ms_of(name) : name;
  }
  return list;
}

// Reads a list's columns one after the other.
class Reader {
 public:
  Reader(const pqxx::row& row, Column first) : row_(row), next_(first) {}
  pqxx::field next() { return row_[next_++]; }
  std::string text() { return next().c_str(); }
  std::int64_t whole() { return next().as<std::int64_t>(); }
  bool flag() { return next().as<bool>(); }
  Instant time() { return instant(next()); }

 private:
  const pqxx::row& row_;
  Column next_;
};

}  // namespace

std::string ms_of(std::string_view column) { return "(date_part('epoch'," + std::string(column) + ")*1000)::bigint"; }

Instant instant(const pqxx::field& ms) { return Instant{ms.as<std::int64_t>()}; }

std::optional<Instant> optional_instant(const pqxx::field& ms) {
  if (ms.is_null()) return std::nullopt;
  return instant(ms);
}

std::optional<std::string> optional_text(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return std::string(field.c_str());
}

std::vector<std::string> texts(const pqxx::field& array) {
  std::vector<std::string> found;
  auto parser = array.as_array();
  for (auto [kind, text] = parser.get_next(); kind != pqxx::array_parser::juncture::done;
       std::tie(kind, text) = parser.get_next()) {
    if (kind == pqxx::array_parser::juncture::string_value) found.push_back(text);
  }
  return found;
}

std::string queue_columns(std::string_view alias) {
  return select_list(alias, {{"id"},
                             {"clinic_id"},
                             {"day_starts_at", true},
                             {"day_ends_at", true},
                             {"current_token_no"},
                             {"is_active"},
                             {"created_at", true},
                             {"updated_at", true},
                             {"max_queue_size"},
                             {"start_time", true},
                             {"end_time", true},
                             {"waiting_count"},
                             {"last_served_token_number"}});
}

wire::QueueRow queue_row(const pqxx::row& row, Column first) {
  Reader read(row, first);
  wire::QueueRow queue;
  queue.id = read.text();
  queue.clinic_id = read.text();
  queue.queue_date = read.time();
  queue.day_ends_at = read.time();
  queue.current_token_no = read.whole();
  queue.is_active = read.flag();
  queue.created_at = read.time();
  queue.updated_at = read.time();
  queue.max_queue_size = read.whole();
  queue.start_time = read.time();
  queue.end_time = read.time();
  queue.waiting_count = read.whole();
  const auto last_served = read.next();
  if (!last_served.is_null()) queue.last_served_token_number = last_served.as<std::int64_t>();
  return queue;
}

std::string clinic_columns(std::string_view alias) {
  return select_list(alias, {{"id"},
                             {"name"},
                             {"address"},
                             {"latitude"},
                             {"longitude"},
                             {"phone"},
                             {"email"},
                             {"website"},
                             {"description"},
                             {"logo"},
                             {"images"},
                             {"is_active"},
                             {"created_at", true},
                             {"updated_at", true},
                             {"type"},
                             {"opening_start"},
                             {"opening_end"},
                             {"timezone"}});
}

wire::ClinicRow clinic_row(const pqxx::row& row, Column first) {
  Reader read(row, first);
  wire::ClinicRow clinic;
  clinic.id = read.text();
  clinic.name = read.text();
  clinic.address = optional_text(read.next());
  clinic.latitude = read.next().as<double>();
  clinic.longitude = read.next().as<double>();
  clinic.phone = optional_text(read.next());
  clinic.email = optional_text(read.next());
  clinic.website = optional_text(read.next());
  clinic.description = optional_text(read.next());
  clinic.logo = optional_text(read.next());
  clinic.images = texts(read.next());
  clinic.is_active = read.flag();
  clinic.created_at = read.time();
  clinic.updated_at = read.time();
  clinic.type = read.text();
  clinic.opening_start = read.text();
  clinic.opening_end = read.text();
  clinic.timezone = optional_text(read.next());
  return clinic;
}

std::string account_columns(std::string_view alias) {
  return select_list(alias, {{"id"},
                             {"email"},
                             {"first_name"},
                             {"last_name"},
                             {"role"},
                             {"clinic_id"},
                             {"profile_picture"},
                             {"created_at", true},
                             {"disabled"}});
}

wire::AccountRow account_row(const pqxx::row& row, Column first) {
  Reader read(row, first);
  wire::AccountRow account;
  account.id = read.text();
  account.email = read.text();
  account.first_name = read.text();
  account.last_name = read.text();
  account.role = read.text();
  account.clinic_id = optional_text(read.next());
  account.profile_picture = read.text();
  account.created_at = read.time();
  account.disabled = read.flag();
  return account;
}

}  // namespace frontdesk::read_models
