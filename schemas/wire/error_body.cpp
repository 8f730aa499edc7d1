#include "schemas/wire/error_body.hpp"

#include <array>

#include "schemas/wire/envelope.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::wire {

namespace {
bool under(std::string_view path, std::string_view prefix) {
  return path.substr(0, prefix.size()) == prefix && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

template <std::size_t N>
bool under_any(std::string_view path, const std::array<std::string_view, N>& prefixes) {
  for (const auto prefix : prefixes) {
    if (under(path, prefix)) return true;
  }
  return false;
}

constexpr std::array<std::string_view, 4> clinic_queue_paths{"/api/auth", "/api/clinic", "/api/queues", "/api/tokens"};
constexpr std::array<std::string_view, 7> pet_appointment_paths{"/get-token",   "/appointments", "/admin", "/staff",
                                                                "/chat/create", "/chat/history", "/media"};
constexpr std::array<std::string_view, 3> patient_chat_paths{"/chat", "/users", "/auth"};

std::string_view without_api(std::string_view path) { return under(path, "/api") ? path.substr(4) : path; }

std::string one_member(std::string_view name, std::string_view message) {
  return ObjectWriter().text(name, message).take();
}
}  // namespace

bool is_clinic_queue_path(std::string_view path) { return under_any(path, clinic_queue_paths); }

bool is_open_to_any_origin(std::string_view path) {
  return is_clinic_queue_path(path) || path == "/health" || under(path, "/.well-known") || under(path, "/socket.io");
}

std::string error_body(std::string_view path, int status, std::string_view message) {
  if (is_clinic_queue_path(path)) return failure(message);
  if (under(path, "/api/v1")) return ObjectWriter().boolean("success", false).text("error", message).take();
  if (under(path, "/api/appointment-chat")) return one_member("error", message);
  if (under_any(without_api(path), pet_appointment_paths)) return one_member("message", message);
  if (under(path, "/doctors")) {
    if (status == 401 || status == 403) return one_member("message", message);
    return ObjectWriter().text("status", "failed").text("message", message).take();
  }
  if (under_any(path, patient_chat_paths)) {
    if (status == 401 || status == 403) return one_member("message", message);
    return ObjectWriter().boolean("success", false).text("message", message).take();
  }
  return ObjectWriter()
      .boolean("success", false)
      .text("error", message)
      .text("message", message)
      .text("path", path)
      .take();
}

std::string endpoint_not_found_body(std::string_view path) { return error_body(path, 404, endpoint_not_found); }

}  // namespace frontdesk::wire
