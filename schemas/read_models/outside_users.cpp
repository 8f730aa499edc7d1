#include "schemas/read_models/outside_users.hpp"

#include <stdexcept>

#include "platform/logging/log.hpp"

namespace frontdesk::auth {
namespace {

// Longer than command-api waits for the projection.
constexpr std::chrono::milliseconds patience{3000};

}  // namespace

AskedOutsideUsers::AskedOutsideUsers(std::string host, std::uint16_t port)
    : command_api_(std::move(host), port, patience) {}

bool AskedOutsideUsers::admit(std::string_view token, const Claims& /*claims*/) {
  if (!outage_.admit(patience)) return false;
  try {
    const auto response =
        command_api_.send("POST", outside_users_path, {{"Authorization", "Bearer " + std::string(token)}}, "");
    outage_.over();
    return response.status == 204;
  } catch (const std::runtime_error& error) {
    outage_.met();
    logging::warn("command-api did not answer", {{"error", error.what()}});
    return false;
  }
}

}  // namespace frontdesk::auth
