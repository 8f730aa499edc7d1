#include "projectors/identity/rows.hpp"

#include "platform/postgres/postgres.hpp"
#include "projectors/array_columns.hpp"
#include "projectors/identity/changes.hpp"
#include "projectors/rendered_rows.hpp"
#include "rows/identity_sql.hpp"

namespace frontdesk::projectors::identity {
namespace {

using postgres::ArrayText;

CacheEntry account_entry(const pqxx::row& row) {
  const auto account = read_models::Table<rows::Account>::read(row);
  return {{}, rows::cache_key<rows::Account>(account.id), cache_json(account)};
}

CacheEntry session_entry(const pqxx::row& row) {
  const auto session = read_models::Table<rows::Session>::read(row);
  return {{}, rows::cache_key<rows::Session>(session.id), cache_json(session)};
}

}  // namespace

void prepare_rows(pqxx::connection_base& connection) {
  connection.prepare(
      "insert_accounts",
      "insert into account as a (id, email, email_folded, first_name, last_name, role, clinic_id, "
      "profile_picture, disabled, created_at, staff_since) "
      "select v.id, v.email, v.email_folded, v.first_name, v.last_name, v.role, nullif(v.clinic_id, ''), "
      "v.profile_picture, v.disabled, v.created_at, v.staff_since "
      "from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], "
      "$8::text[], $9::boolean[], $10::timestamptz[], $11::timestamptz[]) as v(id, email, "
      "email_folded, first_name, last_name, role, clinic_id, profile_picture, disabled, created_at, "
      "staff_since) returning " +
          read_models::columns<rows::Account>("a"));
  connection.prepare(
      "update_accounts",
      "update account as a set first_name = coalesce(v.first_name, a.first_name), "
      "last_name = coalesce(v.last_name, a.last_name), role = coalesce(v.role, a.role), "
      "clinic_id = nullif(coalesce(v.clinic_id, a.clinic_id), ''), disabled = coalesce(v.disabled, a.disabled), "
      "staff_since = case when v.clinic_id = '' then null else coalesce(v.staff_since, a.staff_since) end "
      "from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], "
      "$7::timestamptz[]) as v(id, first_name, last_name, role, clinic_id, disabled, staff_since) "
      "where a.id = v.id returning " +
          read_models::columns<rows::Account>("a"));
  connection.prepare("insert_sessions",
                     "insert into session as s (id, user_id, user_agent, address, opened_at, expires_at, ended_at) "
                     "select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], "
                     "$6::timestamptz[], $7::timestamptz[]) returning " +
                         read_models::columns<rows::Session>("s"));
  connection.prepare("update_sessions",
                     "update session as s set user_agent = coalesce(v.user_agent, s.user_agent), "
                     "address = coalesce(v.address, s.address), expires_at = coalesce(v.expires_at, s.expires_at), "
                     "ended_at = coalesce(s.ended_at, v.ended_at) "
                     "from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[]) "
                     "as v(id, user_agent, address, expires_at, ended_at) where s.id = v.id returning " +
                         read_models::columns<rows::Session>("s"));
  connection.prepare("end_sessions",
                     "update session as s set ended_at = v.at from unnest($1::text[], $2::timestamptz[]) "
                     "as v(user_id, at) where s.user_id = v.user_id and s.ended_at is null returning " +
                         read_models::columns<rows::Session>("s"));
  connection.prepare("render_accounts", "select " + read_models::columns<rows::Account>("a") +
                                            " from account a where a.id = any($1::text[])");
  connection.prepare("render_sessions", "select " + read_models::columns<rows::Session>("s") +
                                            " from session s where s.id = any($1::text[])");
}

std::vector<CacheEntry> render_accounts(pqxx::transaction_base& transaction, const std::vector<std::string>& ids) {
  return rendered_rows(transaction, "render_accounts", ids, account_entry);
}

std::vector<CacheEntry> render_sessions(pqxx::transaction_base& transaction, const std::vector<std::string>& ids) {
  return rendered_rows(transaction, "render_sessions", ids, session_entry);
}

std::vector<CacheEntry> AccountChanges::write(pqxx::transaction_base& transaction) {
  std::vector<CacheEntry> entries;
  const auto take = [&entries](std::vector<CacheEntry> more) {
    entries.insert(entries.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  take(write_accounts(transaction, true));
  take(write_accounts(transaction, false));
  // In this order: what names one session goes before "all that have not ended", and sessions opened in this batch come
  // last, because an end of all does not reach those opened after it (the merge ended those opened before it).
  take(write_sessions(transaction, false));
  take(write_ended(transaction));
  take(write_sessions(transaction, true));
  return entries;
}

std::vector<CacheEntry> AccountChanges::write_accounts(pqxx::transaction_base& transaction, bool registered) const {
  ArrayText id, email, email_folded, first_name, last_name, role, clinic_id, picture, disabled, created_at, staff_since;
  std::size_t expected = 0;
  for (const auto& [account_id, change] : accounts_) {
    if (change.registered.has_value() != registered) continue;
    ++expected;
    add(id, account_id);
    add(first_name, change.first_name);
    add(last_name, change.last_name);
    add(role, change.role);
    add(clinic_id, change.clinic_id);
    add(disabled, change.disabled);
    add(staff_since, change.staff_since);
    if (!registered) continue;
    add(email, change.registered->email);
    add(email_folded, folded(change.registered->email));
    add(picture, change.registered->profile_picture);
    add(created_at, change.registered->registered_at);
  }
  if (expected == 0) return {};
  const pqxx::result rows =
      registered ? transaction.exec_prepared("insert_accounts", id.take(), email.take(), email_folded.take(),
                                             first_name.take(), last_name.take(), role.take(), clinic_id.take(),
                                             picture.take(), disabled.take(), created_at.take(), staff_since.take())
                 : transaction.exec_prepared("update_accounts", id.take(), first_name.take(), last_name.take(),
                                             role.take(), clinic_id.take(), disabled.take(), staff_since.take());
  if (rows.size() != expected) throw Unprojectable("the account is not there");
  std::vector<CacheEntry> entries;
  for (const pqxx::row& row : rows) {
    entries.push_back(account_entry(row));
    entries.back().unit = accounts_.at(row[0].c_str()).unit;
  }
  return entries;
}

std::vector<CacheEntry> AccountChanges::write_sessions(pqxx::transaction_base& transaction, bool opened) const {
  ArrayText id, user_id, user_agent, address, opened_at, expires_at, ended_at;
  std::size_t expected = 0;
  for (const auto& [session_id, change] : sessions_) {
    if (change.opened.has_value() != opened) continue;
    ++expected;
    add(id, session_id);
    add(user_agent, change.user_agent);
    add(address, change.address);
    add(expires_at, change.expires_at);
    add(ended_at, change.ended_at);
    if (!opened) continue;
    add(user_id, change.user_id);
    add(opened_at, change.opened->opened_at);
  }
  if (expected == 0) return {};
  const pqxx::result rows =
      opened ? transaction.exec_prepared("insert_sessions", id.take(), user_id.take(), user_agent.take(),
                                         address.take(), opened_at.take(), expires_at.take(), ended_at.take())
             : transaction.exec_prepared("update_sessions", id.take(), user_agent.take(), address.take(),
                                         expires_at.take(), ended_at.take());
  if (rows.size() != expected) throw Unprojectable("the session is not there");
  std::vector<CacheEntry> entries;
  for (const pqxx::row& row : rows) {
    entries.push_back(session_entry(row));
    entries.back().unit = sessions_.at(row[0].c_str()).unit;
  }
  return entries;
}

std::vector<CacheEntry> AccountChanges::write_ended(pqxx::transaction_base& transaction) const {
  if (ended_.empty()) return {};
  ArrayText user_id, at;
  for (const auto& [user, end] : ended_) {
    add(user_id, user);
    add(at, end.at);
  }
  std::vector<CacheEntry> entries;
  for (const pqxx::row& row : transaction.exec_prepared("end_sessions", user_id.take(), at.take())) {
    entries.push_back(session_entry(row));
    entries.back().unit = ended_.at(row[1].c_str()).unit;
  }
  return entries;
}

}  // namespace frontdesk::projectors::identity
