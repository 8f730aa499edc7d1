#include "projectors/identity/changes.hpp"

#include <variant>

namespace frontdesk::projectors::identity {

std::string folded(std::string_view email) {
  std::string lower(email);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

void AccountChanges::apply(const EventAt& at) {
  const auto event = events::decode(at.type, at.version, at.payload);
  if (!event) throw Unprojectable("no event of this type and version");
  std::visit([&](const auto& known) { merge(at, known); }, *event);
}

void AccountChanges::touched(std::vector<std::pair<event_log::UnitId, std::string>>& keys) const {
  for (const auto& [id, account] : accounts_) keys.emplace_back(account.unit, "account:" + id);
  for (const auto& [id, session] : sessions_) keys.emplace_back(session.unit, "session:" + id);
}

AccountChange& AccountChanges::account(const EventAt& at, const std::string& id) {
  AccountChange& change = accounts_[id];
  change.unit = at.unit;
  return change;
}

SessionChange& AccountChanges::session(const EventAt& at, const std::string& id, const std::string& user_id) {
  SessionChange& change = sessions_[id];
  change.unit = at.unit;
  change.user_id = user_id;
  return change;
}

void AccountChanges::merge(const EventAt& at, const events::UserRegistered& event) {
  if (accounts_.contains(event.user_id.value)) throw Unprojectable(row_exists);
  AccountChange& change = account(at, event.user_id.value);
  change.registered = event;
  change.first_name = event.first_name.reveal();
  change.last_name = event.last_name.reveal();
  change.role = "PATIENT";
  change.disabled = false;
}

void AccountChanges::merge(const EventAt& at, const events::RoleGranted& event) {
  AccountChange& change = account(at, event.user_id.value);
  change.role = text_of(event.role);
  if (event.role != events::Role::staff) leave_clinic(change);
}

void AccountChanges::leave_clinic(AccountChange& change) {
  change.clinic_id = "";
  change.staff_since.reset();
}

void AccountChanges::merge(const EventAt& at, const events::ClinicStaffAdded& event) {
  AccountChange& change = account(at, event.user_id.value);
  change.role = "STAFF";
  change.clinic_id = event.clinic_id.value;
  change.staff_since = event.added_at;
}

void AccountChanges::merge(const EventAt& at, const events::ClinicStaffRemoved& event) {
  AccountChange& change = account(at, event.user_id.value);
  change.role = "PATIENT";
  leave_clinic(change);
}

void AccountChanges::merge(const EventAt& at, const events::AccountDisabled& event) {
  account(at, event.user_id.value).disabled = true;
  end_all(at, event.user_id.value, event.changed_at);
}

void AccountChanges::merge(const EventAt& at, const events::AccountEnabled& event) {
  account(at, event.user_id.value).disabled = false;
}

void AccountChanges::merge(const EventAt& at, const events::ProfileChanged& event) {
  AccountChange& change = account(at, event.user_id.value);
  if (event.first_name) change.first_name = event.first_name->reveal();
  if (event.last_name) change.last_name = event.last_name->reveal();
}

void AccountChanges::merge(const EventAt& at, const events::PasswordChanged& event) {
  end_all(at, event.user_id.value, event.changed_at);
}

void AccountChanges::merge(const EventAt& at, const events::SessionOpened& event) {
  if (sessions_.contains(event.session_id.value)) throw Unprojectable(row_exists);
  SessionChange& change = session(at, event.session_id.value, event.user_id.value);
  change.opened = event;
  change.user_agent = event.user_agent.reveal();
  change.address = event.address.reveal();
  change.expires_at = event.expires_at;
}

void AccountChanges::merge(const EventAt& at, const events::SessionRefreshed& event) {
  SessionChange& change = session(at, event.session_id.value, event.user_id.value);
  change.user_agent = event.user_agent.reveal();
  change.address = event.address.reveal();
  change.expires_at = event.expires_at;
}

void AccountChanges::merge(const EventAt& at, const events::SessionEnded& event) {
  SessionChange& change = session(at, event.session_id.value, event.user_id.value);
  if (change.ended_at) return;  // the first end counts
  const auto all = ended_.find(event.user_id.value);
  const bool ended_before = all != ended_.end() && !change.opened;
  change.ended_at = ended_before ? all->second.at : event.ended_at;
}

// Not an end to those who check access tokens: the ones already issued run out by themselves.
void AccountChanges::merge(const EventAt& at, const events::RefreshTokenReused& event) {
  SessionChange& change = session(at, event.session_id.value, event.user_id.value);
  if (!change.reused_at) change.reused_at = event.detected_at;  // the first counts
}

void AccountChanges::end_all(const EventAt& at, const std::string& user_id, Instant when) {
  const Instant first = ended_.try_emplace(user_id, AllSessionsEnd{at.unit, when}).first->second.at;
  for (auto& [id, session] : sessions_) {
    if (session.user_id == user_id && !session.ended_at) session.ended_at = session.opened ? when : first;
  }
}

}  // namespace frontdesk::projectors::identity
