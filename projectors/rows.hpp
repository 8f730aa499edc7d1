#pragma once
// For the .cpp files of projections: it brings in SQL.
#include <variant>

#include "projectors/working_set.hpp"
#include "schemas/read_models/table.hpp"

namespace frontdesk::projectors {

// The rows of one table, between events and PostgreSQL.
template <class Row>
class Of final : public WorkingSet<Row> {
 public:
  // `remembered_max`: how many rows stay in memory from batch to batch; 0 for a table whose rows no event needs again.
  explicit Of(Rows& all, std::size_t remembered_max = 20'000) : WorkingSet<Row>(all, remembered_max) {}

 private:
  using Set = WorkingSet<Row>;
  using Stored = typename Set::Stored;
  // Fewer new rows are cheaper by a prepared statement.
  static constexpr std::size_t copied_from = 50;
  static constexpr bool is_cached = requires { Row::cached_as; };

  std::string_view table() const override { return Row::table; }
  std::string_view cached_as() const override {
    if constexpr (is_cached) return Row::cached_as;
    return {};
  }

  void prepare(pqxx::connection_base& connection) const override {
    const auto sql = read_models::statements<Row>();
    const auto define = [&](const char* what, const std::string& text) { connection.prepare(name_of(what), text); };
    define("insert", sql.insert);
    define("update", sql.update);
    define("upsert", sql.upsert);
    define("erase", sql.erase);
    define("select", sql.select);
  }

  void load(pqxx::transaction_base& transaction) override {
    std::vector<std::string> ids;
    for (const auto& [id, unit] : this->wanted_) ids.push_back(id);
    if (!ids.empty()) {
      for (Row& row : select(transaction, ids)) this->take(row.id, row, this->wanted_.at(row.id));
    }
    for (const auto& [id, unit] : this->wanted_) this->take(id, std::nullopt, unit);
    for (const auto& [looked_up, unit] : this->wanted_matching_) {
      auto& found = this->matched_[looked_up];
      for (Row& row : select_matching(transaction, looked_up)) {
        found.insert(row.id);
        this->take(row.id, row, unit);
      }
    }
    this->wanted_.clear();
    this->wanted_matching_.clear();
  }

  void write(pqxx::transaction_base& transaction) const override {
    std::vector<const Row*> inserts, updates, upserts;
    std::vector<std::string> erased, came_and_went;
    for (const auto* place : this->changed()) {
      const auto& [id, entry] = *place;
      if (entry.there) {
        auto& statement = entry.stored == Stored::there ? updates : entry.stored == Stored::unknown ? upserts : inserts;
        statement.push_back(&entry.row);
      } else if (entry.stored == Stored::none_by_event) {
        came_and_went.push_back(id);
      } else if (entry.stored != Stored::none) {
        erased.push_back(id);
      }
    }
    if (!came_and_went.empty() && !select(transaction, came_and_went).empty()) throw Unprojectable(row_exists);
    if (!erased.empty()) transaction.exec_prepared(name_of("erase"), read_models::array_of(erased));
    if (inserts.size() < copied_from) {
      run(transaction, "insert", inserts);
    } else {
      read_models::copy(transaction, inserts);
    }
    run(transaction, "upsert", upserts);
    if (run(transaction, "update", updates) != updates.size()) {
      throw Unprojectable("the " + std::string(Row::table) + " is not there");
    }
  }

  void changed_keys(std::vector<std::pair<event_log::UnitId, std::string>>& keys) const override {
    if constexpr (is_cached) {
      for (const auto* place : this->changed()) {
        keys.emplace_back(*place->second.unit, rows::cache_key<Row>(place->first));
      }
    }
  }

  void changed_entries(std::vector<CacheEntry>& entries) const override {
    if constexpr (is_cached) {
      for (const auto* place : this->changed()) {
        const auto& [id, entry] = *place;
        entries.push_back({*entry.unit, rows::cache_key<Row>(id), entry.there ? cache_json(entry.row) : "null"});
      }
    }
  }

  std::vector<CacheEntry> render(pqxx::transaction_base& transaction,
                                 const std::vector<std::string>& ids) const override {
    std::vector<CacheEntry> entries;
    if constexpr (is_cached) {
      for (const Row& row : select(transaction, ids)) {
        entries.push_back({{}, rows::cache_key<Row>(row.id), cache_json(row)});
      }
    }
    return entries;
  }

  static std::string name_of(const char* what) { return std::string(what) + '_' + std::string(Row::table); }

  static std::vector<Row> select(pqxx::transaction_base& transaction, const std::vector<std::string>& ids) {
    return read_models::rows_of<Row>(transaction.exec_prepared(name_of("select"), read_models::array_of(ids)));
  }

  static std::vector<Row> select_matching(pqxx::transaction_base& transaction,
                                          const typename Set::LookedUp& looked_up) {
    const auto& [column, value] = looked_up;
    return read_models::rows_of<Row>(transaction.exec_params("select " + read_models::columns<Row>("t") + " from " +
                                                                 std::string(Row::table) + " t where t." +
                                                                 std::string(column) + " = $1",
                                                             value));
  }

  static std::size_t run(pqxx::transaction_base& transaction, const char* what, const std::vector<const Row*>& rows) {
    if (rows.empty()) return 0;
    return read_models::run(transaction, name_of(what), read_models::Arrays::of<Row>(rows)).affected_rows();
  }
};

// What a context's events do to its rows. `Listener` has an operator() for each event that concerns it; it is asked for
// no other.
template <class Listener, auto is_event, auto decode, auto unit_of_id>
class ProjectionOf final : public Projection {
 public:
  bool knows(std::string_view type) const override { return is_event(type); }

  void project(const EventAt& event) override {
    rows_.begin(event);
    try {
      hear(event);
    } catch (...) {
      rows_.undo();
      throw;
    }
    if (rows_.wants()) {
      rows_.undo();
    } else {
      rows_.settle();
    }
  }

  void ask(const EventAt& event) override {
    rows_.begin(event);
    try {
      hear(event);
    } catch (const Unprojectable&) {
      // It will be told when it is projected.
    } catch (const events::Malformed&) {
    }
    rows_.undo();
  }

  Rows& rows() override { return rows_; }
  event_log::UnitId unit_of(const event_log::Topics& topics, std::string_view id) const override {
    return (topics.*unit_of_id)(id);
  }

 private:
  void hear(const EventAt& event) {
    const auto decoded = decode(event.type, event.version, event.payload);
    if (!decoded) throw Unprojectable("no event of this type and version");
    std::visit(
        [this](const auto& known) {
          if constexpr (requires { listener_(known); }) listener_(known);
        },
        *decoded);
  }

  Rows rows_;
  Listener listener_{rows_};
};

}  // namespace frontdesk::projectors
