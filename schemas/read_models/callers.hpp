#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "platform/auth/jwt.hpp"
#include "platform/redis/redis.hpp"
#include "rows/identity.hpp"

namespace frontdesk::auth {

// Who is calling, by the current state (never by the claim, but for the role of somebody who logs in elsewhere): read
// from Redis (`session:<sid>`, `account:<userId>`, one MGET), falling back to PostgreSQL. Never cached in the process.
struct Caller {
  std::string user_id;
  // As it is stored (schemas/api/roles.hpp). Of somebody who has not registered here the token's, if it names one
  // (contracts' README, section 2).
  std::string role;
  std::string clinic_id;  // of STAFF, else empty
  std::string session_id;
  std::string token;  // the bearer, to pass on
  // As the token says: the id of the person's profile, or the user id; the name and the address of a picture, or
  // nothing.
  std::string profile_id;
  std::string name;
  std::string picture;
  std::int64_t expires_at_s = 0;
  bool own_key = false;
  rows::Account account;  // so that /me needs no second read

  // Who may take tokens: a buyer of another API is a patient here (contracts' README, section 4).
  bool is_patient() const { return role == "PATIENT" || role == "BUYER"; }
  bool is_admin() const { return own_key && role == "ADMIN"; }
  bool is_staff() const { return own_key && role == "STAFF"; }
  bool is_staff_of(std::string_view clinic) const { return own_key && role == "STAFF" && clinic_id == clinic; }
  bool is_clinic_staff(std::string_view clinic) const { return is_admin() || is_staff_of(clinic); }
};

enum class Denied {
  no_token,
  token_fault,    // `fault` says which
  session_ended,  // or no such session
  user_not_found,
  account_disabled,
  unavailable,  // neither Redis nor PostgreSQL can say: 503
};
struct Denial {
  Denied why = Denied::no_token;
  TokenFault fault = TokenFault::malformed;
};

// Makes users of those who log in elsewhere. Thread-safe.
class OutsideUsers {
 public:
  virtual ~OutsideUsers() = default;
  // The holder of a good outside token, whose account nobody has found, has one from now on. Blocks until it can be
  // read; false: nobody can say.
  virtual bool admit(std::string_view token, const Claims& claims) = 0;
};

// Why the first use of a good token makes no user: it is one of our own, its role must be registered here, or it
// belongs to a session, which nobody has without an account. nullopt: it makes one.
std::optional<Denied> refused_first_use(const Claims& claims);

// Where session and account are read from. Thread-safe. `extra_keys` are fetched in the same MGET (hot read models), in
// order; they come back as stored ("<position> <json>"), or nullopt when absent or when the caches may not be used now:
// read PostgreSQL then. What had to be read from PostgreSQL though Redis was there is put into Redis.
class Callers {
 public:
  // `tokens` and `outside_users` must outlive it.
  Callers(const Tokens& tokens, OutsideUsers& outside_users, std::string redis_url, std::string database_url,
          std::size_t connections_max);
  ~Callers();
  // `bearer`: the token itself, empty: none. Blocks for one Redis round trip (PostgreSQL when Redis is away), and until
  // the user is made when an outside token is used for the first time.
  std::variant<Caller, Denial> identify(std::string_view bearer, Instant now);
  struct WithExtra {
    std::variant<Caller, Denial> caller;
    std::vector<std::optional<std::string>> extra;
  };
  WithExtra identify(std::string_view bearer, Instant now, const std::vector<std::string>& extra_keys);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::auth
