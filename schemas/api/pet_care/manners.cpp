#include "schemas/api/pet_care/manners.hpp"

#include "schemas/wire/json.hpp"

namespace frontdesk::api::pet_care {

namespace {
std::string failure(int, std::string_view words, std::string_view) {
  return wire::ObjectWriter().text("message", words).take();
}

std::string_view denied(const auth::Denial& denial) {
  return denial.why == auth::Denied::no_token ? "Unauthorized - No token provided" : "Unauthorized - Invalid token";
}
}  // namespace

const Manners manners{
    .name = "pet_care",
    .paths = {"/get-token", "/appointments", "/admin", "/staff", "/chat/create", "/chat/history", "/media",
              "/api/get-token", "/api/appointments", "/api/admin", "/api/staff", "/api/chat/create",
              "/api/chat/history", "/api/media"},
    .failure = failure,
    .denied = denied,
    .not_allowed = {403, "Forbidden"},
};

}  // namespace frontdesk::api::pet_care
