#include "projectors/read_schemas.hpp"

#include "platform/postgres/postgres.hpp"
#include "platform/units/acceptance.hpp"
#include "projectors/schema/read_model_sql.hpp"

namespace frontdesk::projectors {
namespace {

// Longer than the wait for a lock that a reader holds.
constexpr std::chrono::milliseconds patience{5000};

void configure(pqxx::connection& connection) {
  pqxx::nontransaction(connection)
      .exec(
          "set lock_timeout = '3s'; set statement_timeout = '60s'; set idle_in_transaction_session_timeout = '10s'; "
          "set client_min_messages = warning");
}

}  // namespace

class ReadSchemas::Impl {
 public:
  Impl(std::string database_url, std::string name)
      : shown_(std::move(name)),
        building_(building_of(shown_)),
        pool_(std::move(database_url), 1, configure, patience) {}

  Found look() {
    Found found;
    pool_.with([&](pqxx::connection& connection) {
      pqxx::work transaction(connection);
      found = {condition_of(transaction, shown_), condition_of(transaction, building_)};
    });
    return found;
  }

  void begin_building(const std::vector<event_log::UnitId>& units) {
    alone([&](pqxx::transaction_base& transaction) {
      if (condition_of(transaction, shown_) != Condition::whole) drop(transaction, shown_);
      if (condition_of(transaction, building_) == Condition::whole) return true;
      drop(transaction, building_);
      create_building(transaction);
      insert_positions(transaction, units);
      return true;
    });
  }

  bool show_building() {
    const bool shown = alone([&](pqxx::transaction_base& transaction) {
      if (condition_of(transaction, building_) != Condition::whole) return false;
      if (condition_of(transaction, shown_) != Condition::whole) {
        drop(transaction, shown_);
      } else {
        if (is_behind(transaction)) return false;
        drop(transaction, replaced());
        rename(transaction, shown_, replaced());
      }
      rename(transaction, building_, shown_);
      return true;
    });
    // Afterwards, because dropping waits for those who read its tables at this moment.
    if (shown) {
      alone([&](pqxx::transaction_base& transaction) {
        drop(transaction, replaced());
        return true;
      });
    }
    return shown;
  }

 private:
  // One transaction, carried out unless `work` says false; several processes may have the same in mind.
  template <class Work>
  bool alone(const Work& work) {
    bool done = false;
    pool_.with([&](pqxx::connection& connection) {
      pqxx::work transaction(connection);
      transaction.exec("select pg_advisory_xact_lock(hashtext('frontdesk read model'))");
      done = work(transaction);
      if (done) transaction.commit();
    });
    return done;
  }

  std::string replaced() const { return shown_ + "_replaced"; }

  static void drop(pqxx::transaction_base& transaction, const std::string& schema) {
    transaction.exec("drop schema if exists " + transaction.quote_name(schema) + " cascade");
  }

  static void rename(pqxx::transaction_base& transaction, const std::string& from, const std::string& to) {
    transaction.exec("alter schema " + transaction.quote_name(from) + " rename to " + transaction.quote_name(to));
  }

  void create_building(pqxx::transaction_base& transaction) const {
    const std::string schema = transaction.quote_name(building_);
    transaction.exec("create schema " + schema);
    transaction.exec("set local search_path to " + schema);
    transaction.exec(read_model_sql);
    transaction.exec("insert into read_model select " + transaction.quote(read_model_fingerprint) + ", (" +
                     count_of_tables(transaction, building_) + ")");
  }

  // What lies in the caches belongs to rows of another making: it is bypassed until it has been made from these.
  static void insert_positions(pqxx::transaction_base& transaction, const std::vector<event_log::UnitId>& units) {
    for (const event_log::UnitId& unit : units) {
      transaction.exec("insert into projection_position (topic, partition, next_offset, position, cache_ok) values (" +
                       transaction.quote(unit.topic) + ", " + std::to_string(unit.partition) + ", 0, " +
                       transaction.quote(units::to_text({})) + ", false)");
    }
  }

  // Holds the shown positions until the end of the transaction, so that nobody moves them on meanwhile.
  bool is_behind(pqxx::transaction_base& transaction) const {
    const std::string shown = transaction.quote_name(shown_) + ".projection_position";
    transaction.exec("lock table " + shown + " in share row exclusive mode");
    const auto behind = transaction.exec("select from " + shown + " s left join " + transaction.quote_name(building_) +
                                         ".projection_position b using (topic, partition) "
                                         "where b.next_offset is null or b.next_offset < s.next_offset");
    return !behind.empty();
  }

  static std::string count_of_tables(pqxx::transaction_base& transaction, const std::string& schema) {
    return "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and "
           "n.nspname = " +
           transaction.quote(schema);
  }

  static Condition condition_of(pqxx::transaction_base& transaction, const std::string& schema) {
    const auto exists = transaction.exec("select from pg_namespace where nspname = " + transaction.quote(schema));
    if (exists.empty()) return Condition::absent;
    const std::string table = transaction.quote_name(schema) + ".read_model";
    const auto found = transaction.exec1("select to_regclass(" + transaction.quote(table) + ") is not null");
    if (!found[0].as<bool>()) return Condition::unusable;
    const auto whole =
        transaction.exec("select from " + table + " where fingerprint = " + transaction.quote(read_model_fingerprint) +
                         " and tables = (" + count_of_tables(transaction, schema) + ")");
    return whole.size() == 1 ? Condition::whole : Condition::unusable;
  }

  const std::string shown_;
  const std::string building_;
  postgres::Pool pool_;
};

ReadSchemas::ReadSchemas(std::string database_url, std::string name)
    : impl_(std::make_unique<Impl>(std::move(database_url), std::move(name))) {}
ReadSchemas::~ReadSchemas() = default;
ReadSchemas::Found ReadSchemas::look() { return impl_->look(); }
void ReadSchemas::begin_building(const std::vector<event_log::UnitId>& units) { impl_->begin_building(units); }
bool ReadSchemas::show_building() { return impl_->show_building(); }

std::string building_of(const std::string& schema) { return schema + "_building"; }

}  // namespace frontdesk::projectors
