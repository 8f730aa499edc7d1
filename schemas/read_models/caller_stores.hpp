#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rows/identity.hpp"

namespace frontdesk::auth {

// What is known of the holder of a token. Absent: not known to exist.
struct Standing {
  std::optional<rows::Session> session;
  std::optional<rows::Account> account;
};

// Neither store can say.
struct NoStore {};

// Reads standings: Redis first, if the caches may be used and hold all that is asked for, else PostgreSQL. Thread-safe.
class CallerStores {
 public:
  CallerStores(std::string redis_url, std::string database_url, std::size_t connections_max);
  ~CallerStores();

  // `session_id` may be empty. Throws NoStore; `extra` is filled even then.
  Standing read(const std::string& session_id, const std::string& user_id, const std::vector<std::string>& extra_keys,
                std::vector<std::optional<std::string>>& extra);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::auth
