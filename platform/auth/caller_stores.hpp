#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/auth/jwt.hpp"
#include "platform/time/instant.hpp"

namespace frontdesk::auth {

struct StoredSession {
  std::string user_id;
  Instant expires_at;
  bool ended = false;
};
struct StoredAccount {
  std::string role;
  std::string clinic_id;
  bool disabled = false;
  std::string json;
};

// What is known of the holder of a token. Absent: not known to exist.
struct Standing {
  std::optional<StoredSession> session;
  std::optional<StoredAccount> account;
};

// The cached forms (docs/read-models.md). nullopt: not of our form, or known not to exist.
std::optional<StoredSession> parse_session(std::string_view json);
std::optional<StoredAccount> parse_account(std::string_view json);

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
