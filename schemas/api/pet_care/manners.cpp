#include "schemas/api/pet_care/manners.hpp"

#include <algorithm>

#include "schemas/wire/json.hpp"

namespace frontdesk::api::pet_care {

namespace {
std::string failure(int, std::string_view words, std::string_view) {
  return wire::ObjectWriter().text("message", words).take();
}

std::string_view denied(const auth::Denial& denial) {
  return denial.why == auth::Denied::no_token ? "Unauthorized - No token provided" : "Unauthorized - Invalid token";
}
std::string success(std::string_view words, const std::optional<std::string>& data) {
  wire::ObjectWriter body;
  body.text("message", words);
  if (data) body.raw("data", *data);
  return body.take();
}

// The first fault of a field; only a body that is no object has no field.
std::string invalid(Part, const std::vector<wire::Fault>& faults) {
  const auto of_field =
      std::find_if(faults.begin(), faults.end(), [](const wire::Fault& fault) { return !fault.path.empty(); });
  return failure(400, (of_field == faults.end() ? faults.front() : *of_field).message, {});
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
  static const Schema schema = named_schema("pet_care.Invalid", object_of({{"message", text_schema()}}));
  return schema;
}
}  // namespace

const Manners manners{
    .name = "pet_care",
    .paths = {"/get-token", "/appointments", "/admin", "/staff", "/chat/create", "/chat/history", "/media",
              "/api/get-token", "/api/appointments", "/api/admin", "/api/staff", "/api/chat/create",
              "/api/chat/history", "/api/media"},
    .no_body_is_empty = true,
    .failure = failure,
    .denied = denied,
    .not_allowed = {403, "Forbidden"},
    .success = success,
    .invalid = invalid,
    .success_schema = success_schema,
    .failure_schema = failure_schema,
    .invalid_schema = invalid_schema,
};

}  // namespace frontdesk::api::pet_care
