#include "projectors/read_model.hpp"

#include <set>

#include "platform/postgres/postgres.hpp"
#include "projectors/array_columns.hpp"
#include "projectors/schema/read_model_sql.hpp"

namespace frontdesk::projectors {
namespace {

using event_log::UnitId;
using postgres::ArrayText;

constexpr int page_size = 500;

// Data that does not fit (22), a constraint (21, 23): the event's fault. Everything else may pass by itself.
bool blames_the_event(const pqxx::sql_error& error) {
  const std::string& state = error.sqlstate();
  return state.starts_with("21") || state.starts_with("22") || state.starts_with("23");
}

// A second row of an id may be noticed in memory or by PostgreSQL, as batches fall; a dead letter says the same.
std::string words_of(const pqxx::sql_error& error) { return error.sqlstate() == "23505" ? row_exists : error.what(); }

std::string array_of(const std::vector<std::string>& texts) {
  ArrayText array;
  for (const std::string& text : texts) add(array, text);
  return array.take();
}

std::vector<std::string> texts_of(const pqxx::field& field) {
  std::vector<std::string> texts;
  auto parser = field.as_array();
  for (auto [kind, text] = parser.get_next(); kind != pqxx::array_parser::juncture::done;
       std::tie(kind, text) = parser.get_next()) {
    if (kind == pqxx::array_parser::juncture::string_value) texts.push_back(text);
  }
  return texts;
}

void prepare_positions(pqxx::connection& connection) {
  connection.prepare("advance",
                     "update projection_position p set next_offset = v.next_offset, position = v.position, "
                     "touched = v.touched::text[] from unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[], "
                     "$5::text[], $6::text[]) as v(topic, partition, from_offset, next_offset, position, touched) "
                     "where p.topic = v.topic and p.partition = v.partition and p.next_offset = v.from_offset");
  connection.prepare("touch",
                     "update projection_position p set touched = p.touched || $3::text[] "
                     "where p.topic = $1 and p.partition = $2::int");
  connection.prepare("cache_state",
                     "update projection_position p set touched = v.touched::text[], cache_ok = v.cache_ok "
                     "from unnest($1::text[], $2::int[], $3::bigint[], $4::text[], $5::boolean[]) "
                     "as v(topic, partition, next_offset, touched, cache_ok) "
                     "where p.topic = v.topic and p.partition = v.partition and p.next_offset = v.next_offset");
  connection.prepare("dead_letters",
                     "insert into dead_letter (topic, partition, \"offset\", type, aggregate, payload, error) "
                     "select * from unnest($1::text[], $2::int[], $3::bigint[], $4::text[], $5::text[], $6::text[], "
                     "$7::text[])");
}

// PostgreSQL texts hold no NUL, and what is broken may be no UTF-8 either.
std::string storable(std::string_view text) {
  std::string ascii;
  for (const char c : text) {
    const bool plain = c >= ' ' && c <= '~';
    ascii += plain ? c : '?';
  }
  return ascii;
}

}  // namespace

class ReadModel::Impl {
 public:
  Impl(std::string database_url, std::string schema, const std::vector<std::unique_ptr<Projection>>& projections)
      : schema_(std::move(schema)),
        projections_(projections),
        pool_(std::move(database_url), 1, [this](pqxx::connection& connection) { prepare(connection); }) {}

  std::map<UnitId, StoredUnit> load(const std::vector<UnitId>& units) {
    std::map<UnitId, StoredUnit> stored;
    pool_.with([&](pqxx::connection& connection) {
      ensure_schema(connection);
      pqxx::work transaction(connection);
      insert_positions(transaction, units);
      stored.clear();
      for (const auto& row : transaction.exec("select topic, partition, position, touched, cache_ok "
                                              "from projection_position")) {
        auto position = units::position_from_text(row[2].c_str());
        if (!position) throw std::runtime_error("a stored position cannot be read");
        stored[{row[0].c_str(), row[1].as<int>()}] = {std::move(*position), texts_of(row[3]), row[4].as<bool>()};
      }
      transaction.commit();
    });
    return stored;
  }

  bool exists() {
    bool whole = false;
    pool_.with([&](pqxx::connection& connection) {
      pqxx::work transaction(connection);
      whole = schema_is_whole(transaction);
    });
    return whole;
  }

  std::vector<std::pair<UnitId, std::string>> dead_aggregates() {
    std::vector<std::pair<UnitId, std::string>> dead;
    pool_.with([&](pqxx::connection& connection) {
      pqxx::nontransaction transaction(connection);
      dead.clear();
      for (const auto& row : transaction.exec("select distinct topic, partition, aggregate from dead_letter")) {
        dead.push_back({{row[0].c_str(), row[1].as<int>()}, row[2].c_str()});
      }
    });
    return dead;
  }

  Written write(Batch& batch) {
    add_touched(batch);
    Written written;
    pool_.with([&](pqxx::connection& connection) {
      written = {};
      pqxx::work transaction(connection);
      // First, because it locks the units: only who holds them may blame an event for what fails afterwards.
      if (!advance(transaction, batch.advances)) {
        written.outcome = Written::Outcome::taken_by_other;
        return;
      }
      try {
        write_rows(transaction, batch, written.entries);
      } catch (const pqxx::sql_error& error) {
        if (!blames_the_event(error)) throw;
        written = {Written::Outcome::unprojectable, words_of(error), {}};
        return;
      } catch (const pqxx::failure&) {
        throw;
      } catch (const std::exception& error) {
        written = {Written::Outcome::unprojectable, error.what(), {}};
        return;
      }
      transaction.commit();
    });
    return written;
  }

  bool store_cache_state(const std::vector<CacheState>& states) {
    ArrayText topic, partition, next_offset, touched, cache_ok;
    for (const CacheState& state : states) {
      add(topic, state.unit.topic);
      add(partition, state.unit.partition);
      add(next_offset, state.next_offset);
      add(touched, array_of(state.touched));
      add(cache_ok, state.cache_ok);
    }
    const std::string parameters[] = {topic.take(), partition.take(), next_offset.take(), touched.take(),
                                      cache_ok.take()};
    bool all = false;
    pool_.with([&](pqxx::connection& connection) {
      pqxx::work transaction(connection);
      const auto rows = transaction.exec_prepared("cache_state", parameters[0], parameters[1], parameters[2],
                                                  parameters[3], parameters[4]);
      all = rows.affected_rows() == states.size();
      if (all) transaction.commit();
    });
    return all;
  }

  std::vector<CacheEntry> render(const std::vector<std::string>& keys) {
    std::vector<CacheEntry> entries;
    pool_.with([&](pqxx::connection& connection) {
      entries.clear();
      pqxx::nontransaction transaction(connection);
      for (const auto& projection : projections_) {
        for (const auto& kind : projection->cache_kinds()) {
          std::vector<std::string> ids;
          for (const std::string& key : keys) {
            if (key.starts_with(kind.prefix)) ids.push_back(key.substr(kind.prefix.size()));
          }
          if (ids.empty()) continue;
          auto found = projection->render(transaction, kind, ids);
          entries.insert(entries.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
        }
      }
    });
    return entries;
  }

  Page render_page(const Projection& projection, const Projection::CacheKind& kind, const std::string& after) {
    Page page;
    pool_.with([&](pqxx::connection& connection) {
      page = {};
      pqxx::nontransaction transaction(connection);
      std::vector<std::string> ids;
      for (const auto& row :
           transaction.exec("select id from " + kind.table + " where id > " + transaction.quote(after) +
                            " order by id limit " + std::to_string(page_size))) {
        ids.emplace_back(row[0].c_str());
      }
      if (ids.empty()) return;
      page.entries = projection.render(transaction, kind, ids);
      page.last_id = ids.back();
    });
    return page;
  }

 private:
  void prepare(pqxx::connection& connection) {
    {
      pqxx::nontransaction transaction(connection);
      // Rows and position are lost together, so a commit need not wait for the disk. All access is by key, so one plan
      // fits every batch and the planner must not be misled by tables that were empty a moment ago. A projector that
      // is frozen in a transaction must not hold its units for ever.
      transaction.exec(
          "set search_path to " + transaction.quote_name(schema_) +
          "; set synchronous_commit = off; set plan_cache_mode = force_generic_plan; "
          "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off; "
          "set timezone = 'UTC'; set lock_timeout = '5s'; set statement_timeout = '60s'; "
          "set idle_in_transaction_session_timeout = '10s'; set client_min_messages = warning");
    }
    ensure_schema(connection);
    prepare_positions(connection);
    for (const auto& projection : projections_) projection->prepare(connection);
  }

  void ensure_schema(pqxx::connection& connection) {
    pqxx::work transaction(connection);
    // Several projectors may find it missing at once.
    transaction.exec("select pg_advisory_xact_lock(hashtext('frontdesk read model'))");
    if (schema_is_whole(transaction)) return;
    const std::string schema = transaction.quote_name(schema_);
    transaction.exec("drop schema if exists " + schema + " cascade");
    transaction.exec("create schema " + schema);
    transaction.exec(read_model_sql);
    transaction.exec("insert into read_model select " + transaction.quote(read_model_fingerprint) + ", (" +
                     count_of_tables(transaction) + ")");
    transaction.commit();
  }

  std::string count_of_tables(pqxx::transaction_base& transaction) const {
    return "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and "
           "n.nspname = " +
           transaction.quote(schema_);
  }

  bool schema_is_whole(pqxx::transaction_base& transaction) const {
    const std::string table = transaction.quote_name(schema_) + ".read_model";
    const auto found = transaction.exec1("select to_regclass(" + transaction.quote(table) + ") is not null");
    if (!found[0].as<bool>()) return false;
    const auto whole =
        transaction.exec("select from " + table + " where fingerprint = " + transaction.quote(read_model_fingerprint) +
                         " and tables = (" + count_of_tables(transaction) + ")");
    return whole.size() == 1;
  }

  static void insert_positions(pqxx::transaction_base& transaction, const std::vector<UnitId>& units) {
    for (const UnitId& unit : units) {
      transaction.exec("insert into projection_position (topic, partition, next_offset, position) values (" +
                       transaction.quote(unit.topic) + ", " + std::to_string(unit.partition) + ", 0, " +
                       transaction.quote(units::to_text({})) + ") on conflict do nothing");
    }
  }

  static void add_touched(Batch& batch) {
    std::vector<std::pair<UnitId, std::string>> keys;
    for (const auto& changes : batch.changes) {
      if (changes) changes->touched(keys);
    }
    for (Advance& advance : batch.advances) {
      std::set<std::string> touched(advance.touched.begin(), advance.touched.end());
      for (auto& [unit, key] : keys) {
        if (unit == advance.unit) touched.insert(key);
      }
      advance.touched.assign(touched.begin(), touched.end());
    }
  }

  static bool advance(pqxx::transaction_base& transaction, const std::vector<Advance>& advances) {
    ArrayText topic, partition, from_offset, next_offset, position, touched;
    for (const Advance& step : advances) {
      add(topic, step.unit.topic);
      add(partition, step.unit.partition);
      add(from_offset, step.from_offset);
      add(next_offset, step.to.next_offset);
      add(position, units::to_text(step.to));
      add(touched, array_of(step.touched));
    }
    const auto rows = transaction.exec_prepared("advance", topic.take(), partition.take(), from_offset.take(),
                                                next_offset.take(), position.take(), touched.take());
    return rows.affected_rows() == advances.size();
  }

  static void write_rows(pqxx::transaction_base& transaction, Batch& batch, std::vector<CacheEntry>& entries) {
    for (const auto& changes : batch.changes) {
      if (!changes) continue;
      auto more = changes->write(transaction);
      entries.insert(entries.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
    write_dead_letters(transaction, batch.dead_letters);
    add_found_keys(transaction, batch.advances, entries);
  }

  // Keys that only the rows could name ("all sessions of this user").
  static void add_found_keys(pqxx::transaction_base& transaction, std::vector<Advance>& advances,
                             const std::vector<CacheEntry>& entries) {
    for (Advance& advance : advances) {
      const std::set<std::string> known(advance.touched.begin(), advance.touched.end());
      std::set<std::string> found;
      for (const CacheEntry& entry : entries) {
        if (entry.unit == advance.unit && !known.contains(entry.key)) found.insert(entry.key);
      }
      if (found.empty()) continue;
      const std::vector<std::string> keys(found.begin(), found.end());
      transaction.exec_prepared("touch", advance.unit.topic, advance.unit.partition, array_of(keys));
      advance.touched.insert(advance.touched.end(), keys.begin(), keys.end());
    }
  }

  static void write_dead_letters(pqxx::transaction_base& transaction, const std::vector<DeadLetter>& letters) {
    if (letters.empty()) return;
    ArrayText topic, partition, offset, type, aggregate, payload, error;
    for (const DeadLetter& letter : letters) {
      add(topic, letter.unit.topic);
      add(partition, letter.unit.partition);
      add(offset, letter.offset);
      add(type, storable(letter.type));
      add(aggregate, storable(letter.aggregate));
      add(payload, storable(letter.payload));
      add(error, storable(letter.error));
    }
    transaction.exec_prepared("dead_letters", topic.take(), partition.take(), offset.take(), type.take(),
                              aggregate.take(), payload.take(), error.take());
  }

  std::string schema_;
  const std::vector<std::unique_ptr<Projection>>& projections_;
  postgres::Pool pool_;
};

ReadModel::ReadModel(std::string database_url, std::string schema,
                     const std::vector<std::unique_ptr<Projection>>& projections)
    : impl_(std::make_unique<Impl>(std::move(database_url), std::move(schema), projections)) {}
ReadModel::~ReadModel() = default;

std::map<event_log::UnitId, StoredUnit> ReadModel::load(const std::vector<event_log::UnitId>& units) {
  return impl_->load(units);
}
bool ReadModel::exists() { return impl_->exists(); }
std::vector<std::pair<event_log::UnitId, std::string>> ReadModel::dead_aggregates() { return impl_->dead_aggregates(); }
Written ReadModel::write(Batch& batch) { return impl_->write(batch); }
bool ReadModel::store_cache_state(const std::vector<CacheState>& states) { return impl_->store_cache_state(states); }
std::vector<CacheEntry> ReadModel::render(const std::vector<std::string>& keys) { return impl_->render(keys); }
ReadModel::Page ReadModel::render_page(const Projection& projection, const Projection::CacheKind& kind,
                                       const std::string& after) {
  return impl_->render_page(projection, kind, after);
}

}  // namespace frontdesk::projectors
