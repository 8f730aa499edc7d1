#pragma once
#include <memory>
#include <string>
#include <vector>

#include "platform/event_log/event_log.hpp"

namespace frontdesk::projectors {

// The read schema as a whole: `<name>`, which readers see, and `<name>_building`, in which a rebuild grows until it may
// take the other's place. Who reads `<name>` therefore never meets rows of a replay that is still under way.
//
// An operator demands a rebuild by creating an empty `<name>_building`.
//
// Every member may throw postgres::Unavailable or another std::exception: PostgreSQL is away. Used by one thread;
// several processes may work on one schema.
class ReadSchemas {
 public:
  ReadSchemas(std::string database_url, std::string name);
  ~ReadSchemas();

  enum class Condition {
    absent,
    unusable,  // lacks a table, or was made by another version of the tables
    whole,
  };
  struct Found {
    Condition shown = Condition::absent;
    Condition building = Condition::absent;
    bool replaced = false;  // a schema whose place was taken is still there
  };
  Found look();

  // Makes the schema of a rebuild, with a row for each of `units`, unless there is a whole one to go on with. Drops the
  // shown one unless it is whole: nobody may read what nobody keeps up to date.
  void begin_building(const std::vector<event_log::UnitId>& units);
  // Puts what was built in the shown schema's place, in one transaction and without waiting for readers. False, and
  // nothing is done, when it is not there or behind the shown one in any unit.
  bool show_building();
  // Drops the schema whose place was taken. False: somebody still reads it; nobody is kept waiting for that.
  bool drop_replaced();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// The name under which the rebuild of a schema grows.
std::string building_of(const std::string& schema);

}  // namespace frontdesk::projectors
