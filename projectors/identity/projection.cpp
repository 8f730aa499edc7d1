#include "events/identity.hpp"
#include "projectors/projections.hpp"
#include "projectors/rows.hpp"
#include "rows/identity_sql.hpp"

namespace frontdesk::projectors {
namespace {

using namespace frontdesk::identity::events;
using frontdesk::events::Sealed;

constexpr Lookup<rows::Session> of_user{"user_id", &rows::Session::user_id};

// E-mail addresses are compared without regard to ASCII case.
std::string folded(std::string_view email) {
  std::string lower(email);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

rows::Account registered(const UserRegistered& event) {
  rows::Account account;
  account.id = event.user_id.value;
  account.email = event.email.reveal();
  account.email_folded = folded(event.email.reveal());
  account.first_name = event.first_name.reveal();
  account.last_name = event.last_name.reveal();
  account.role = "PATIENT";
  account.profile_picture = event.profile_picture.reveal();
  account.created_at = event.registered_at;
  return account;
}

std::string revealed(const std::optional<Sealed>& text) { return text ? text->reveal() : std::string(); }

rows::Account admitted(const OutsideUserAdmitted& event) {
  rows::Account account;
  account.id = event.user_id.value;
  account.email = revealed(event.email);
  account.first_name = revealed(event.name);
  account.role = text_of(event.role);
  account.origin = text_of(event.origin);
  if (event.profile_id != account.id) account.profile_id = event.profile_id;
  account.profile_picture = revealed(event.picture);
  account.created_at = event.admitted_at;
  return account;
}

rows::Session opened(const SessionOpened& event) {
  rows::Session session;
  session.id = event.session_id.value;
  session.user_id = event.user_id.value;
  session.user_agent = event.user_agent.reveal();
  session.address = event.address.reveal();
  session.opened_at = event.opened_at;
  session.expires_at = event.expires_at;
  return session;
}

// No hash of a password or token gets into a row.
class Identity {
 public:
  explicit Identity(Rows& all) : accounts_(all), sessions_(all) {}

  void operator()(const UserRegistered& event) { accounts_.create(registered(event)); }

  void operator()(const OutsideUserAdmitted& event) { accounts_.create(admitted(event)); }

  void operator()(const RoleGranted& event) {
    rows::Account& account = accounts_.at(event.user_id.value);
    account.role = text_of(event.role);
    if (event.role != Role::staff) leave_clinic(account);
  }

  void operator()(const ClinicStaffAdded& event) {
    rows::Account& account = accounts_.at(event.user_id.value);
    account.role = text_of(Role::staff);
    account.clinic_id = event.clinic_id.value;
    account.staff_since = event.added_at;
  }

  void operator()(const ClinicStaffRemoved& event) {
    rows::Account& account = accounts_.at(event.user_id.value);
    account.role = text_of(Role::patient);
    leave_clinic(account);
  }

  void operator()(const AccountDisabled& event) {
    accounts_.at(event.user_id.value).disabled = true;
    end_all_sessions(event.user_id.value, event.changed_at);
  }

  void operator()(const AccountEnabled& event) { accounts_.at(event.user_id.value).disabled = false; }

  void operator()(const ProfileChanged& event) {
    rows::Account& account = accounts_.at(event.user_id.value);
    if (event.first_name) account.first_name = event.first_name->reveal();
    if (event.last_name) account.last_name = event.last_name->reveal();
  }

  void operator()(const PasswordChanged& event) { end_all_sessions(event.user_id.value, event.changed_at); }

  void operator()(const SessionOpened& event) { sessions_.create(opened(event)); }

  void operator()(const SessionRefreshed& event) {
    rows::Session& session = sessions_.at(event.session_id.value);
    session.user_agent = event.user_agent.reveal();
    session.address = event.address.reveal();
    session.expires_at = event.expires_at;
  }

  // Not an end to those who check access tokens: the ones already issued run out by themselves. The first counts.
  void operator()(const RefreshTokenReused& event) {
    rows::Session& session = sessions_.at(event.session_id.value);
    if (!session.reused_at) session.reused_at = event.detected_at;
  }

  void operator()(const SessionEnded& event) { end(sessions_.at(event.session_id.value), event.ended_at); }

 private:
  static void leave_clinic(rows::Account& account) {
    account.clinic_id.reset();
    account.staff_since.reset();
  }

  // The first end counts.
  static void end(rows::Session& session, Instant at) {
    if (!session.ended_at) session.ended_at = at;
  }

  void end_all_sessions(const std::string& user_id, Instant at) {
    for (rows::Session* session : sessions_.matching(of_user, user_id)) end(*session, at);
  }

  Of<rows::Account> accounts_;
  Of<rows::Session> sessions_;
};

}  // namespace

std::unique_ptr<Projection> identity_projection() {
  return std::make_unique<ProjectionOf<Identity, is_event, decode, &event_log::Topics::identity_unit>>();
}

}  // namespace frontdesk::projectors
