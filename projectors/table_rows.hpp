#pragma once
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projectors/projection.hpp"

namespace frontdesk::projectors {

// The rows of one table that a batch of events changes, and those that stay in memory for the next. Event by event:
// settle() or undo(); when one wants rows that nobody has read yet, undo(), load() and the same event again. At the end
// write(), and written() or forget().
class TableRows {
 public:
  virtual ~TableRows() = default;
  virtual std::string_view table() const = 0;
  virtual std::string_view cached_as() const = 0;  // the prefix of its cache keys; empty: not cached

  virtual void settle() = 0;
  virtual void undo() = 0;

  virtual bool wants() const = 0;
  virtual void load(pqxx::transaction_base& transaction) = 0;

  // Throws Unprojectable or what libpqxx throws.
  virtual void write(pqxx::transaction_base& transaction) const = 0;
  // The cache entries of what write() writes.
  virtual void changed_keys(std::vector<std::pair<event_log::UnitId, std::string>>& keys) const = 0;
  virtual void changed_entries(std::vector<CacheEntry>& entries) const = 0;
  // It is committed: PostgreSQL has what memory has.
  virtual void written() = 0;
  // Nobody knows what PostgreSQL has.
  virtual void forget() = 0;

  // Prepares the statements on a new connection.
  virtual void prepare(pqxx::connection_base& connection) const = 0;
  // Cache entries of the rows with these ids as PostgreSQL has them; ids without a row are left out. Units are not set.
  virtual std::vector<CacheEntry> render(pqxx::transaction_base& transaction,
                                         const std::vector<std::string>& ids) const = 0;
};

// All rows of a context. A row is changed by events of one unit only; who moves that unit's position on, from the
// offset that it had when the row was read, may therefore trust what is in memory.
class Rows {
 public:
  void add(TableRows& table) { tables_.push_back(&table); }
  const std::vector<TableRows*>& tables() const { return tables_; }

  // The event that is being projected, and its unit (which lives as long as the rows).
  const EventAt& event() const { return *event_; }
  const event_log::UnitId& unit() const { return *unit_; }

  void begin(const EventAt& event);
  void settle();
  void undo();

  bool wants() const;
  void load(pqxx::transaction_base& transaction);
  void write(pqxx::transaction_base& transaction) const;
  void written();
  void forget();

 private:
  std::vector<TableRows*> tables_;
  std::set<event_log::UnitId> units_;
  const EventAt* event_ = nullptr;
  const event_log::UnitId* unit_ = nullptr;
};

}  // namespace frontdesk::projectors
