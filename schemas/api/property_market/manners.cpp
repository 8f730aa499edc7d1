#include "schemas/api/property_market/manners.hpp"

#include "schemas/wire/json.hpp"

namespace frontdesk::api::property_market {

namespace {
// Also where nothing is at the path: of contract 003's `path` beside it the contracts' table knows nothing, and wins.
std::string failure(int, std::string_view words, std::string_view) {
  return wire::ObjectWriter().boolean("success", false).text("error", words).take();
}

std::string_view denied(const auth::Denial& denial) {
  return denial.why == auth::Denied::no_token ? "No token provided. Please login."
                                              : "Invalid or expired token. Please login again.";
}
}  // namespace

const Manners manners{
    .name = "property_market",
    .paths = {"/api/v1"},
    .role = &RoleWords::property_market,
    .failure = failure,
    .denied = denied,
    .not_allowed = {403, "Not authorized"},
};

}  // namespace frontdesk::api::property_market
