#include "command-api/facades/clinic_queue/commanding.hpp"

#include <array>
#include <utility>

#include "platform/time/wall_clock.hpp"
#include "schemas/wire/http/answers.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

namespace {
constexpr auto refusal_words = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"clinic_exists", "A clinic with this name already exists at this location."},
    {"clinic_not_found", "Clinic not found"},
    {"queue_exists", "Queue already exists for this date"},
    {"already_has_active_token", "You already have an active token"},
    {"queue_not_found", "Queue not found"},
    {"queue_closed", "Queue is closed"},
    {"queue_full", "Queue is full"},
    {"queue_has_moved_on", "Queue has moved on"},
    {"no_waiting_tokens", "No waiting tokens in this queue"},
    {"token_not_found", "Token not found"},
    {"token_not_skippable", "Token not found or cannot be skipped"},
    {"token_not_startable", "Token is not called or already started"},
    {"token_not_completable", "Token is not called or already completed"},
    {"email_exists", "Email already exists."},
    {"user_not_found", "User not found. Please choose a valid user."},
    {"is_admin", "Admin cannot be added as a staff member."},
    {"already_staff", "User already assigned as a staff member in another clinic. Please choose a different user."},
    {"not_staff", "User is not a staff member of this clinic. Please choose a different user."},
    {"session_not_found", "Session not found"},
    {"wrong_old_password", "Invalid old password"},
    {"unauthorized", wire::unauthorized},
    {"account_disabled", wire::account_disabled},
});
}  // namespace

http::Handler authenticated(const Deployment& deployment, May may, Handle handle) {
  return [&deployment, may = std::move(may), handle = std::move(handle)](const RequestPtr& request,
                                                                         http::Respond respond) {
    const auto identified = deployment.callers.identify(wire::bearer_of(*request), wall_clock_now());
    if (const auto* denial = std::get_if<auth::Denial>(&identified)) return respond(wire::denial_answer(*denial));
    const auto& caller = std::get<auth::Caller>(identified);
    if (!may(caller)) return respond(wire::unauthorized_answer());
    handle(request, caller, std::move(respond));
  };
}

std::string_view words_of(std::string_view refusal) {
  for (const auto& [code, words] : refusal_words) {
    if (code == refusal) return words;
  }
  return wire::unexpected;
}

http::Response refusal_answer(std::string_view refusal) {
  if (refusal == "unauthorized" || refusal == "account_disabled") return wire::unauthorized_answer(words_of(refusal));
  return wire::bad_request(words_of(refusal));
}

clinic_queue::Staff staff_of(const auth::Caller& caller) {
  clinic_queue::Staff staff{.id = {caller.user_id}, .is_admin = caller.is_admin(), .clinic_id = std::nullopt};
  if (caller.is_staff() && !caller.clinic_id.empty()) staff.clinic_id = clinic_queue::ClinicId{caller.clinic_id};
  return staff;
}

}  // namespace frontdesk::command_api::clinic_queue_facade
