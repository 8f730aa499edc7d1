#include "schemas/api/doctor_chat/manners.hpp"

#include "schemas/wire/json.hpp"

namespace frontdesk::api::doctor_chat {

namespace {
constexpr StatusAndWords no_access{403, "No access"};

// Who is not let in, or has another role, is told so without an envelope (section 1); any other 403 has it.
bool is_bare(int status, std::string_view words) {
  return status == 401 || (status == no_access.status && words == no_access.words);
}

std::string failure(int status, std::string_view words, std::string_view) {
  wire::ObjectWriter body;
  if (!is_bare(status, words)) body.boolean("success", false);
  return body.text("message", words).take();
}

std::string failure_to_doctors(int status, std::string_view words, std::string_view) {
  wire::ObjectWriter body;
  if (!is_bare(status, words)) body.text("status", "failed");
  return body.text("message", words).take();
}

std::string_view denied(const auth::Denial& denial) {
  switch (denial.why) {
    case auth::Denied::no_token:
      return "access denied";
    case auth::Denied::session_ended:
    case auth::Denied::account_disabled:
      return "token is expired ";  // with this blank
    case auth::Denied::user_not_found:
    case auth::Denied::token_fault:
    case auth::Denied::unavailable:
      break;
  }
  return denial.fault == auth::TokenFault::expired ? "Token expired" : "Invalid token";
}
}  // namespace

const Manners manners{
    .name = "doctor_chat",
    .paths = {"/chat", "/users", "/auth"},
    .role = &RoleWords::doctor_chat,
    .bare_token = true,
    .failure = failure,
    .denied = denied,
    .not_allowed = no_access,
};

const Manners manners_to_doctors{
    .name = "doctors",
    .paths = {"/doctors"},
    .role = &RoleWords::doctor_chat,
    .bare_token = true,
    .failure = failure_to_doctors,
    .denied = denied,
    .not_allowed = no_access,
};

}  // namespace frontdesk::api::doctor_chat
