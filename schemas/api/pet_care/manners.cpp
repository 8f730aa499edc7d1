#include "schemas/api/pet_care/manners.hpp"

#include <algorithm>

#include "schemas/api/pet_care/words.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::api::pet_care {

namespace {
std::string failure(int, std::string_view words, std::string_view) {
  return wire::ObjectWriter().text("message", words).take();
}

// Bare where it has no words.
std::string success(std::string_view words, const std::optional<std::string>& data) {
  wire::ObjectWriter body;
  body.text("message", words);
  if (data) body.raw("data", *data);
  return body.take();
}

// One sentence, of the first field that is wrong; that the whole body is none says less than what it lacks.
std::string invalid(Part, const std::vector<wire::Fault>& faults) {
  const auto field = std::find_if(faults.begin(), faults.end(), [](const auto& fault) { return !fault.path.empty(); });
  return wire::ObjectWriter().text("message", (field == faults.end() ? faults.front() : *field).message).take();
}

Schema success_schema(const std::vector<std::string_view>& words, const std::optional<Schema>& data) {
  std::vector<SchemaMember> members{{"message", one_of_texts(words)}};
  if (data) members.push_back({"data", *data});
  return object_of(members);
}

Schema failure_schema(const std::vector<std::string_view>& words) {
  return object_of({{"message", one_of_texts(words)}});
}

Schema invalid_schema(const std::vector<Part>&) {
  return named_schema("pet_care.Invalid", object_of({{"message", text_schema(), true, "What is wrong first."}}));
}

// Contract 000, section 4.
std::string error_event(std::string_view) { return "error"; }
std::string_view event_of_words(std::string_view words) {
  return words == words::not_in_room ? "unauthorized" : std::string_view();
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
    .role = &RoleWords::pet_care,
    .no_body_is_empty = true,
    .failure = failure,
    .denied = denied,
    .not_allowed = {403, "Forbidden"},
    .success = success,
    .invalid = invalid,
    .success_schema = success_schema,
    .failure_schema = failure_schema,
    .invalid_schema = invalid_schema,
    .error_event = error_event,
    .event_of_words = event_of_words,
};

}  // namespace frontdesk::api::pet_care
