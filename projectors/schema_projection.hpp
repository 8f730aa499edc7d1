#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "projectors/projector.hpp"

namespace frontdesk::projectors {

// Follows the log into one read schema: reads every unit from its stored position, writes whatever has arrived as one
// PostgreSQL transaction, and for the schema that readers see then replaces the caches and announces. Whatever fails,
// it reads the stored positions again and goes on from there.
//
// Lives on one executor (created, used and destroyed there), which it blocks while it waits for PostgreSQL and Redis.
class SchemaProjection {
 public:
  enum class Role {
    shown,     // readers see the rows: keeps the caches, announces
    building,  // a rebuild that nobody sees yet
  };
  // `on_progress` is called on the executor after each change of where it stands; it may not destroy this object.
  SchemaProjection(event_log::EventLog& log, Executor& executor, const ProjectorOptions& options, Role role,
                   Projections projections, std::function<void()> on_progress);
  ~SchemaProjection();

  // Begins, or begins again after suspend(), with the stored positions.
  void resume();
  // Lets go of the log until resume().
  void suspend();
  // While held, it writes nothing; what arrives waits.
  void hold(bool held);
  // PostgreSQL does not answer somebody else either: not ready until it has been reached again.
  void interrupt(const std::string& why);

  // Has once been at the log's end as of the start.
  bool caught_up() const;
  // Records that it has yet to project to be where `other` is.
  std::int64_t behind(const SchemaProjection& other) const;
  // Caught up, PostgreSQL reachable, no unit stopped. Any thread.
  bool ready() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace frontdesk::projectors
