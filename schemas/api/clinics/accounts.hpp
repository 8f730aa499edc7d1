#pragma once
#include "rows/identity.hpp"
#include "schemas/api/family.hpp"
#include "schemas/api/shape.hpp"

// Accounts and sessions: contract 004, sections 2 and 4; own sessions: contracts' README, section 9.
namespace frontdesk::api::clinics {

const Schema& role_schema();

// A request with pictures: 40 MiB of them (contract 004, section 7), and what frames them.
inline constexpr std::size_t pictures_bytes_max = 45 * 1024 * 1024;

// The first profile picture of an account (contract 004: blank unescaped).
std::string first_profile_picture(std::string_view first_name, std::string_view last_name);

extern const Shape<rows::Account> user;
extern const Shape<rows::Account> user_with_creation;

struct Register {
  std::string first_name;
  std::string last_name;
  std::string email;
  std::string password;
};
extern const Route<Register> register_user;

struct LogIn {
  std::string email;
  std::string password;
  std::optional<std::string> user_agent;
};
extern const Route<LogIn> log_in;

struct Refresh {
  std::string refresh_token;
  std::optional<std::string> user_agent;
};
extern const Route<Refresh> refresh_session;

struct LogOut {
  std::string refresh_token;
};
extern const Route<LogOut> log_out;

struct Nothing {};
extern const Route<Nothing> me;

struct ChangeProfile {
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
  std::optional<std::string> picture;
};
extern const Route<ChangeProfile> change_profile;

struct UpdatePassword {
  std::string old_password;
  std::string new_password;
};
extern const Route<UpdatePassword> update_password;

// A living session of the caller, told to nobody else; `current`: the one that asks.
struct OwnSession : rows::Session {
  bool current = false;
};
extern const Shape<OwnSession> session;

extern const Route<Nothing> own_sessions;

struct EndSession {
  std::string session_id;
};
extern const Route<EndSession> end_session;

Resource accounts_resource();

}  // namespace frontdesk::api::clinics
