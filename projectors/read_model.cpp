#include "projectors/read_model.hpp"

#include <set>

#include "platform/postgres/postgres.hpp"
#include "projectors/position_rows.hpp"
#include "projectors/table_rows.hpp"

namespace frontdesk::projectors {
namespace {

using event_log::UnitId;

constexpr int page_size = 500;
// For a batch or a page; either takes milliseconds.
constexpr std::chrono::milliseconds batch_patience{5000};

// Data that does not fit (22), a constraint (21, 23), an id longer than an index takes (54000): the event's fault.
// Everything else may pass by itself.
bool blames_the_event(const pqxx::sql_error& error) {
  const std::string& state = error.sqlstate();
  return state.starts_with("21") || state.starts_with("22") || state.starts_with("23") || state == "54000";
}

// No row has such a key. It must not spoil the statement that takes the unit: that the event does not fit is told by
// its own rows.
bool is_storable(const std::string& key) { return key.find('\0') == std::string::npos; }

// A second row of an id may be noticed in memory or by PostgreSQL, as batches fall; a dead letter says the same.
std::string words_of(const pqxx::sql_error& error) { return error.sqlstate() == "23505" ? row_exists : error.what(); }

bool is_key_of(const TableRows& table, const std::string& key) {
  return !table.cached_as().empty() && key.starts_with(table.cached_as());
}

}  // namespace

class ReadModel::Impl {
 public:
  Impl(std::string database_url, std::string schema, const Projections& projections)
      : schema_(std::move(schema)),
        projections_(projections),
        pool_(
            std::move(database_url), 1, [this](pqxx::connection& connection) { prepare(connection); }, batch_patience) {
  }

  std::map<UnitId, StoredUnit> load(const std::vector<UnitId>& units) {
    std::map<UnitId, StoredUnit> stored;
    pool_.with([&](pqxx::connection& connection) {
      pqxx::work transaction(connection);
      stored = positions::load(transaction, units);
      transaction.commit();
    });
    return stored;
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

  void load_wanted() {
    pool_.with([&](pqxx::connection& connection) {
      pqxx::nontransaction transaction(connection);
      for (const auto& projection : projections_) projection->rows().load(transaction);
    });
  }

  Written write(Batch& batch) {
    add_touched(batch);
    Written written;
    pool_.with([&](pqxx::connection& connection) {
      written = {};
      pqxx::work transaction(connection);
      // First, because it locks the units: only who holds them may blame an event for what fails afterwards.
      if (!positions::advance(transaction, batch.advances)) {
        written.outcome = Written::Outcome::taken_by_other;
        return;
      }
      try {
        for (const auto& projection : projections_) projection->rows().write(transaction);
      } catch (const pqxx::sql_error& error) {
        if (!blames_the_event(error)) throw;
        written = {Written::Outcome::unprojectable, words_of(error)};
        return;
      } catch (const Unprojectable& error) {
        written = {Written::Outcome::unprojectable, error.what()};
        return;
      }
      positions::insert(transaction, batch.dead_letters);
      transaction.commit();
    });
    return written;
  }

  bool store_cache_state(const std::vector<CacheState>& states) {
    bool all = false;
    pool_.with([&](pqxx::connection& connection) {
      pqxx::work transaction(connection);
      all = positions::store_cache_state(transaction, states);
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
        for (const TableRows* table : projection->rows().tables()) {
          std::vector<std::string> ids;
          for (const std::string& key : keys) {
            if (is_key_of(*table, key)) ids.push_back(key.substr(table->cached_as().size()));
          }
          if (ids.empty()) continue;
          auto found = table->render(transaction, ids);
          entries.insert(entries.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
        }
      }
    });
    return entries;
  }

  Page render_page(const TableRows& table, const std::string& after) {
    Page page;
    pool_.with([&](pqxx::connection& connection) {
      page = {};
      pqxx::nontransaction transaction(connection);
      std::vector<std::string> ids;
      for (const auto& row :
           transaction.exec("select id from " + std::string(table.table()) + " where id > " + transaction.quote(after) +
                            " order by id limit " + std::to_string(page_size))) {
        ids.emplace_back(row[0].c_str());
      }
      if (ids.empty()) return;
      page.entries = table.render(transaction, ids);
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
    positions::prepare(connection);
    for (const auto& projection : projections_) {
      for (const TableRows* table : projection->rows().tables()) table->prepare(connection);
    }
  }

  void add_touched(Batch& batch) const {
    std::vector<std::pair<UnitId, std::string>> keys;
    for (const auto& projection : projections_) {
      for (const TableRows* table : projection->rows().tables()) table->changed_keys(keys);
    }
    for (Advance& advance : batch.advances) {
      if (advance.touched == std::vector<std::string>{every_key}) continue;
      std::set<std::string> touched(advance.touched.begin(), advance.touched.end());
      for (auto& [unit, key] : keys) {
        if (unit == advance.unit && is_storable(key)) touched.insert(key);
      }
      advance.touched.assign(touched.begin(), touched.end());
    }
  }

  std::string schema_;
  const Projections& projections_;
  postgres::Pool pool_;
};

ReadModel::ReadModel(std::string database_url, std::string schema, const Projections& projections)
    : impl_(std::make_unique<Impl>(std::move(database_url), std::move(schema), projections)) {}
ReadModel::~ReadModel() = default;

std::map<event_log::UnitId, StoredUnit> ReadModel::load(const std::vector<event_log::UnitId>& units) {
  return impl_->load(units);
}
std::vector<std::pair<event_log::UnitId, std::string>> ReadModel::dead_aggregates() { return impl_->dead_aggregates(); }
void ReadModel::load_wanted() { impl_->load_wanted(); }
Written ReadModel::write(Batch& batch) { return impl_->write(batch); }
bool ReadModel::store_cache_state(const std::vector<CacheState>& states) { return impl_->store_cache_state(states); }
std::vector<CacheEntry> ReadModel::render(const std::vector<std::string>& keys) { return impl_->render(keys); }
ReadModel::Page ReadModel::render_page(const TableRows& table, const std::string& after) {
  return impl_->render_page(table, after);
}

}  // namespace frontdesk::projectors
