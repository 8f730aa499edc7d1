#include "schemas/api/appointment_chat/manners.hpp"

#include "schemas/wire/json.hpp"

namespace frontdesk::api::appointment_chat {

namespace {
std::string failure(int, std::string_view words, std::string_view) {
  return wire::ObjectWriter().text("error", words).take();
}

std::string_view denied(const auth::Denial&) { return "Unauthorized"; }
}  // namespace

const Manners manners{
    .name = "appointment_chat",
    .paths = {"/api/appointment-chat"},
    .role = &RoleWords::appointment_chat,
    .cookies = {"__Secure-next-auth.session-token", "next-auth.session-token"},
    .failure = failure,
    .denied = denied,
    .not_allowed = {403, "Access denied"},
};

}  // namespace frontdesk::api::appointment_chat
