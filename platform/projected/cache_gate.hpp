#pragma once
#include <memory>
#include <string>

namespace frontdesk::projected {

// Whether the Redis caches may be used. While projectors cannot write Redis, they say `cache_ok = false` in their
// position rows and the caches fall behind without a sign; so whoever reads caches asks here first. Open only if the
// rows said so less than 1 s ago (polled every 500 ms by a thread of its own). While PostgreSQL is unreachable the gate
// stays as it was: nothing newer can have been projected. Closed until the first answer.
class CacheGate {
 public:
  explicit CacheGate(const std::string& database_url);
  ~CacheGate();
  bool open() const;  // any thread, no waiting

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::projected
