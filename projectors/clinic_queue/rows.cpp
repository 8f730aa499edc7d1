#include "projectors/clinic_queue/rows.hpp"

#include "platform/postgres/postgres.hpp"
#include "projectors/array_columns.hpp"
#include "projectors/clinic_queue/changes.hpp"
#include "projectors/rendered_rows.hpp"
#include "rows/clinic_queue_sql.hpp"

namespace frontdesk::projectors::clinic_queue {
namespace {

using postgres::ArrayText;

CacheEntry queue_entry(const pqxx::row& row) {
  const auto queue = read_models::Table<rows::Queue>::read(row);
  return {{}, rows::cache_key<rows::Queue>(queue.id), cache_json(queue)};
}

CacheEntry clinic_entry(const pqxx::row& row) {
  const auto clinic = read_models::Table<rows::Clinic>::read(row);
  return {{}, rows::cache_key<rows::Clinic>(clinic.id), cache_json(clinic)};
}

}  // namespace

void prepare_rows(pqxx::connection_base& connection) {
  connection.prepare(
      "insert_clinics",
      "insert into clinic as c (id, name, address, latitude, longitude, phone, email, website, "
      "description, images, is_active, created_at, updated_at, type, opening_start, opening_end, timezone, zone) "
      "select v.id, v.name, v.address, v.latitude, v.longitude, v.phone, v.email, v.website, "
      "v.description, '{}', true, v.created_at, v.created_at, v.type, v.opening_start, v.opening_end, "
      "v.timezone, v.zone from unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::float8[], "
      "$6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[], $11::text[], $12::text[], "
      "$13::text[], $14::text[], $15::text[]) as v(id, name, address, latitude, longitude, phone, "
      "email, website, description, created_at, type, opening_start, opening_end, timezone, zone)");
  connection.prepare(
      "update_clinics",
      "update clinic as c set name = coalesce(v.name, c.name), address = coalesce(v.address, c.address), "
      "latitude = coalesce(v.latitude, c.latitude), longitude = coalesce(v.longitude, c.longitude), "
      "phone = coalesce(v.phone, c.phone), email = coalesce(v.email, c.email), "
      "website = coalesce(v.website, c.website), description = coalesce(v.description, c.description), "
      "type = coalesce(v.type, c.type), opening_start = coalesce(v.opening_start, c.opening_start), "
      "opening_end = coalesce(v.opening_end, c.opening_end), timezone = coalesce(v.timezone, c.timezone), "
      "zone = coalesce(v.timezone, c.zone), is_active = coalesce(v.is_active, c.is_active), "
      "updated_at = v.updated_at from unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::float8[], "
      "$6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], "
      "$14::boolean[], $15::timestamptz[]) as v(id, name, address, latitude, longitude, phone, email, website, "
      "description, type, opening_start, opening_end, timezone, is_active, updated_at) where c.id = v.id");
  connection.prepare("insert_queues",
                     "insert into queue as q (id, clinic_id, day, day_starts_at, day_ends_at, start_time, end_time, "
                     "max_queue_size, current_token_no, waiting_count, last_served_token_number, is_active, "
                     "created_at, updated_at) "
                     "select * from unnest($1::text[], $2::text[], $3::date[], $4::timestamptz[], $5::timestamptz[], "
                     "$6::timestamptz[], $7::timestamptz[], $8::int[], $9::int[], $10::int[], $11::int[], "
                     "$12::boolean[], $13::timestamptz[], $14::timestamptz[]) returning " +
                         read_models::columns<rows::Queue>("q"));
  connection.prepare("update_queues",
                     "update queue as q set waiting_count = q.waiting_count + v.waiting_delta, "
                     "current_token_no = coalesce(v.current_token_no, q.current_token_no), "
                     "last_served_token_number = coalesce(v.last_served, q.last_served_token_number), "
                     "is_active = coalesce(v.is_active, q.is_active), "
                     "updated_at = coalesce(v.updated_at, q.updated_at) "
                     "from unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::boolean[], $6::timestamptz[]) "
                     "as v(id, waiting_delta, current_token_no, last_served, is_active, updated_at) "
                     "where q.id = v.id returning " +
                         read_models::columns<rows::Queue>("q"));
  connection.prepare("write_tokens",
                     "insert into token (id, queue_id, patient_id, token_number, status, created_at, called_at, "
                     "completed_at, skipped_at) "
                     "select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], "
                     "$6::timestamptz[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[]) "
                     "on conflict (id) do update set token_number = excluded.token_number, status = excluded.status, "
                     "called_at = excluded.called_at, completed_at = excluded.completed_at, "
                     "skipped_at = excluded.skipped_at");
  connection.prepare("delete_tokens", "delete from token where id = any($1::text[])");
  connection.prepare("insert_activity",
                     "insert into staff_activity (id, queue_id, staff_id, token_id, action, created_at) "
                     "select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], "
                     "$6::timestamptz[])");
  connection.prepare("render_queues",
                     "select " + read_models::columns<rows::Queue>("q") + " from queue q where q.id = any($1::text[])");
  connection.prepare("render_clinics", "select " + read_models::columns<rows::Clinic>("c") +
                                           " from clinic c where c.id = any($1::text[])");
}

std::vector<CacheEntry> render_queues(pqxx::transaction_base& transaction, const std::vector<std::string>& ids) {
  return rendered_rows(transaction, "render_queues", ids, queue_entry);
}

std::vector<CacheEntry> render_clinics(pqxx::transaction_base& transaction, const std::vector<std::string>& ids) {
  return rendered_rows(transaction, "render_clinics", ids, clinic_entry);
}

std::vector<CacheEntry> QueueChanges::write(pqxx::transaction_base& transaction) {
  std::vector<CacheEntry> entries;
  const auto take = [&entries](std::vector<CacheEntry> more) {
    entries.insert(entries.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  take(write_clinics(transaction));
  take(write_queues(transaction, true));
  take(write_queues(transaction, false));
  write_tokens(transaction);
  delete_tokens(transaction);
  write_activity(transaction);
  return entries;
}

std::vector<CacheEntry> QueueChanges::write_clinics(pqxx::transaction_base& transaction) const {
  if (clinics_.empty()) return {};
  insert_clinics(transaction);
  update_clinics(transaction);
  std::vector<std::string> ids;
  for (const auto& [id, clinic] : clinics_) ids.push_back(id);
  auto entries = render_clinics(transaction, ids);
  if (entries.size() != ids.size()) throw Unprojectable("the clinic is not there");
  for (auto& entry : entries) entry.unit = clinics_.at(entry.key.substr(std::string_view("clinic:").size())).unit;
  return entries;
}

void QueueChanges::insert_clinics(pqxx::transaction_base& transaction) const {
  ArrayText id, name, address, latitude, longitude, phone, email, website, description, created_at, type, start, end,
      timezone, zone;
  bool any = false;
  for (const auto& [clinic_id, clinic] : clinics_) {
    if (!clinic.created) continue;
    any = true;
    const events::ClinicCreated& event = *clinic.created;
    add(id, clinic_id);
    add(name, event.name);
    add(address, event.address);
    add(latitude, event.latitude);
    add(longitude, event.longitude);
    add(phone, event.phone);
    add(email, event.email);
    add(website, event.website);
    add(description, event.description);
    add(created_at, event.created_at);
    add(type, text_of(event.clinic_type));
    add(start, event.opening_hours.start);
    add(end, event.opening_hours.end);
    add(timezone, event.timezone);
    add(zone, event.zone);
  }
  if (!any) return;
  transaction.exec_prepared("insert_clinics", id.take(), name.take(), address.take(), latitude.take(), longitude.take(),
                            phone.take(), email.take(), website.take(), description.take(), created_at.take(),
                            type.take(), start.take(), end.take(), timezone.take(), zone.take());
}

void QueueChanges::update_clinics(pqxx::transaction_base& transaction) const {
  ArrayText id, name, address, latitude, longitude, phone, email, website, description, type, start, end, timezone,
      is_active, updated_at;
  bool any = false;
  for (const auto& [clinic_id, clinic] : clinics_) {
    const events::ClinicChanged& event = clinic.changed;
    if (event.revision == 0) continue;
    any = true;
    std::optional<std::string> type_text, start_text, end_text;
    if (event.clinic_type) type_text = text_of(*event.clinic_type);
    if (event.opening_hours) start_text = event.opening_hours->start, end_text = event.opening_hours->end;
    add(id, clinic_id);
    add(name, event.name);
    add(address, event.address);
    add(latitude, event.latitude);
    add(longitude, event.longitude);
    add(phone, event.phone);
    add(email, event.email);
    add(website, event.website);
    add(description, event.description);
    add(type, type_text);
    add(start, start_text);
    add(end, end_text);
    add(timezone, event.timezone);
    add(is_active, event.is_active);
    add(updated_at, event.changed_at);
  }
  if (!any) return;
  transaction.exec_prepared("update_clinics", id.take(), name.take(), address.take(), latitude.take(), longitude.take(),
                            phone.take(), email.take(), website.take(), description.take(), type.take(), start.take(),
                            end.take(), timezone.take(), is_active.take(), updated_at.take());
}

std::vector<CacheEntry> QueueChanges::write_queues(pqxx::transaction_base& transaction, bool opened) const {
  ArrayText id, clinic_id, day, day_starts_at, day_ends_at, start_time, end_time, max_queue_size, current, waiting,
      last_served, is_active, created_at, updated_at;
  std::size_t expected = 0;
  for (const auto& [queue_id, change] : queues_) {
    if (change.opened.has_value() != opened) continue;
    ++expected;
    add(id, queue_id);
    add(waiting, change.waiting_delta);
    add(last_served, change.last_served_token_number);
    add(is_active, change.is_active);
    add(updated_at, change.updated_at);
    if (!opened) {
      add(current, change.current_token_no);
      continue;
    }
    add(current, change.current_token_no.value_or(0));
    add(clinic_id, change.opened->clinic_id.value);
    add(day, change.opened->day.value);
    add(day_starts_at, change.opened->day_starts_at);
    add(day_ends_at, change.opened->day_ends_at);
    add(start_time, change.opened->start_time);
    add(end_time, change.opened->end_time);
    add(max_queue_size, change.opened->max_queue_size);
    add(created_at, change.opened->opened_at);
  }
  if (expected == 0) return {};
  const pqxx::result rows =
      opened ? transaction.exec_prepared("insert_queues", id.take(), clinic_id.take(), day.take(), day_starts_at.take(),
                                         day_ends_at.take(), start_time.take(), end_time.take(), max_queue_size.take(),
                                         current.take(), waiting.take(), last_served.take(), is_active.take(),
                                         created_at.take(), updated_at.take())
             : transaction.exec_prepared("update_queues", id.take(), waiting.take(), current.take(), last_served.take(),
                                         is_active.take(), updated_at.take());
  if (rows.size() != expected) throw Unprojectable("the queue is not there");
  std::vector<CacheEntry> entries;
  for (const pqxx::row& row : rows) {
    entries.push_back(queue_entry(row));
    entries.back().unit = queues_.at(row[0].c_str()).unit;
  }
  return entries;
}

void QueueChanges::write_tokens(pqxx::transaction_base& transaction) const {
  ArrayText id, queue_id, patient_id, number, status, created_at, called_at, completed_at, skipped_at;
  bool any = false;
  for (const auto& [token_id, row] : tokens_) {
    if (!row) continue;
    any = true;
    add(id, token_id);
    add(queue_id, row->queue_id);
    add(patient_id, row->patient_id);
    add(number, row->token_number);
    add(status, row->status);
    add(created_at, row->created_at);
    add(called_at, row->called_at);
    add(completed_at, row->completed_at);
    add(skipped_at, row->skipped_at);
  }
  if (!any) return;
  transaction.exec_prepared("write_tokens", id.take(), queue_id.take(), patient_id.take(), number.take(), status.take(),
                            created_at.take(), called_at.take(), completed_at.take(), skipped_at.take());
}

void QueueChanges::delete_tokens(pqxx::transaction_base& transaction) const {
  ArrayText id;
  bool any = false;
  for (const auto& [token_id, row] : tokens_) {
    if (row) continue;
    any = true;
    add(id, token_id);
  }
  if (any) transaction.exec_prepared("delete_tokens", id.take());
}

void QueueChanges::write_activity(pqxx::transaction_base& transaction) const {
  if (activity_.empty()) return;
  ArrayText id, queue_id, staff_id, token_id, action, created_at;
  for (const ActivityRow& row : activity_) {
    add(id, row.id);
    add(queue_id, row.queue_id);
    add(staff_id, row.staff_id);
    add(token_id, row.token_id);
    add(action, row.action);
    add(created_at, row.created_at);
  }
  transaction.exec_prepared("insert_activity", id.take(), queue_id.take(), staff_id.take(), token_id.take(),
                            action.take(), created_at.take());
}

}  // namespace frontdesk::projectors::clinic_queue
