#include "query-api/chats/read_marks.hpp"

#include <stdexcept>

#include "platform/logging/log.hpp"
#include "schemas/api/appointment_chat/marking.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::query_api {

namespace {
// Longer than command-api waits for the projection.
constexpr std::chrono::milliseconds patience{3000};
}  // namespace

ReadMarks::ReadMarks(std::string host, std::uint16_t port) : command_api_(std::move(host), port, patience) {}

bool ReadMarks::mark(const std::string& token, const std::string& appointment_id) {
  if (!outage_.admit(patience)) return false;
  try {
    const auto response =
        command_api_.send("POST", std::string(api::appointment_chat::mark_read.at.pattern),
                          {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}},
                          wire::ObjectWriter().text("appointmentId", appointment_id).take());
    outage_.over();
    return response.status == 200;
  } catch (const std::runtime_error& error) {
    outage_.met();
    logging::warn("command-api did not answer", {{"error", error.what()}});
    return false;
  }
}

}  // namespace frontdesk::query_api
