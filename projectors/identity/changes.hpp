#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "events/identity.hpp"
#include "projectors/projection.hpp"

namespace frontdesk::projectors::identity {

namespace events = frontdesk::identity::events;

struct AccountChange {
  event_log::UnitId unit;
  std::optional<events::UserRegistered> registered;  // the row is new in this batch
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
  std::optional<std::string> role;
  std::optional<std::string> clinic_id;  // empty: of no clinic any more
  std::optional<bool> disabled;
  std::optional<Instant> staff_since;
};

struct SessionChange {
  event_log::UnitId unit;
  std::string user_id;
  std::optional<events::SessionOpened> opened;  // the row is new in this batch
  std::optional<std::string> user_agent;
  std::optional<std::string> address;
  std::optional<Instant> expires_at;
  std::optional<Instant> ended_at;
  std::optional<Instant> reused_at;
};

// "All sessions of this user end": those that the batch does not name are found in the rows.
struct AllSessionsEnd {
  event_log::UnitId unit;
  Instant at;
};

// The merge is pure; the SQL of write() is in rows.cpp. Maps are ordered so that all projectors lock rows in one order.
class AccountChanges : public Changes {
 public:
  void apply(const EventAt& event) override;
  void touched(std::vector<std::pair<event_log::UnitId, std::string>>& keys) const override;
  std::vector<CacheEntry> write(pqxx::transaction_base& transaction) override;

  const std::map<std::string, AccountChange>& accounts() const { return accounts_; }
  const std::map<std::string, SessionChange>& sessions() const { return sessions_; }
  const std::map<std::string, AllSessionsEnd>& ended() const { return ended_; }

 private:
  void merge(const EventAt& at, const events::UserRegistered& event);
  void merge(const EventAt& at, const events::RoleGranted& event);
  void merge(const EventAt& at, const events::ClinicStaffAdded& event);
  void merge(const EventAt& at, const events::ClinicStaffRemoved& event);
  void merge(const EventAt& at, const events::AccountDisabled& event);
  void merge(const EventAt& at, const events::AccountEnabled& event);
  void merge(const EventAt& at, const events::ProfileChanged& event);
  void merge(const EventAt& at, const events::PasswordChanged& event);
  void merge(const EventAt& at, const events::SessionOpened& event);
  void merge(const EventAt& at, const events::SessionRefreshed& event);
  void merge(const EventAt& at, const events::SessionEnded& event);
  void merge(const EventAt& at, const events::RefreshTokenReused& event);

  static void leave_clinic(AccountChange& change);
  AccountChange& account(const EventAt& at, const std::string& id);
  SessionChange& session(const EventAt& at, const std::string& id, const std::string& user_id);
  void end_all(const EventAt& at, const std::string& user_id, Instant when);

  std::vector<CacheEntry> write_accounts(pqxx::transaction_base& transaction, bool registered) const;
  std::vector<CacheEntry> write_sessions(pqxx::transaction_base& transaction, bool opened) const;
  std::vector<CacheEntry> write_ended(pqxx::transaction_base& transaction) const;

  std::map<std::string, AccountChange> accounts_;
  std::map<std::string, SessionChange> sessions_;
  std::map<std::string, AllSessionsEnd> ended_;  // by user: the first such end counts
};

// E-mail addresses are compared without regard to ASCII case.
std::string folded(std::string_view email);

}  // namespace frontdesk::projectors::identity
