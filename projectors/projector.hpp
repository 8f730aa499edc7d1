#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "platform/event_log/topics.hpp"
#include "platform/executor/executor.hpp"
#include "projectors/projection.hpp"

namespace frontdesk::projectors {

struct ProjectorOptions {
  event_log::Topics topics;
  std::string database_url;
  std::string redis_url;
  std::string schema = "read_v1";
  std::string cache_prefix;  // of Redis keys and the channel; for tests
  std::size_t batch_records_max = 500;
  std::chrono::milliseconds backoff_min{50};
  std::chrono::milliseconds backoff_max{2000};
  std::chrono::milliseconds redis_retry_every{250};
  std::chrono::milliseconds gap_asked_every{5000};
};

// Those of one schema; it is called for each that is projected into.
using MakeProjections = std::function<Projections()>;

// Keeps the read models: follows the log into the schema that readers see (SchemaProjection). When that schema is
// missing, incomplete or of another shape, or when a rebuild is demanded (ReadSchemas), it projects from the beginning
// of the log into a schema beside it, which takes its place once it has caught up with the log's end as of the start
// and shows no less than the one before. A schema that is whole is read and kept up to date until then.
//
// Lives on one executor (created, started and destroyed there), which it blocks while it waits for PostgreSQL and
// Redis: share it with nothing but the log. ready() may be called by any thread.
class Projector {
 public:
  Projector(event_log::EventLog& log, Executor& executor, ProjectorOptions options, MakeProjections make_projections);
  ~Projector();
  void start();

  // Caught up once with the log's end as of the start, PostgreSQL reachable, no unit stopped, not stuck. Any thread.
  bool ready() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace frontdesk::projectors
