#include "schemas/api/clinics/manners.hpp"

#include "schemas/wire/json.hpp"

namespace frontdesk::api::clinics {

namespace {

// The envelope of contract 004, section 1: `data` stands before the message, `errors` behind it, where there are any.
std::string enveloped(bool success, std::string_view data, std::string_view words, std::string_view errors) {
  wire::ObjectWriter body;
  body.boolean("success", success);
  if (!data.empty()) body.raw("data", data);
  body.text("message", words);
  if (!errors.empty()) body.raw("errors", errors);
  return body.null("meta").take();
}

std::string failure(int, std::string_view words, std::string_view) { return enveloped(false, {}, words, "null"); }

std::string success(std::string_view words, const std::optional<std::string>& data) {
  return enveloped(true, data ? std::string_view(*data) : std::string_view(), words, {});
}

std::string_view words_of(Part part) {
  switch (part) {
    case Part::path:
      return "Invalid request params";
    case Part::query:
      return "Invalid request query";
    case Part::body:
      break;
  }
  return "Invalid request body";
}

std::string invalid(Part part, const std::vector<wire::Fault>& faults) {
  std::string errors = "[";
  for (const auto& fault : faults) {
    if (errors.size() > 1) errors += ',';
    errors += wire::ObjectWriter().text("path", fault.path).text("message", fault.message).take();
  }
  return enveloped(false, {}, words_of(part), errors + "]");
}

std::string_view denied(const auth::Denial& denial) {
  if (denial.why == auth::Denied::token_fault) return auth::text_of(denial.fault);
  return denial.why == auth::Denied::account_disabled ? "Account is disabled" : "Unauthorized";
}

// The envelopes as schemas: of all answers of a kind, and of those with certain messages.

SchemaMember success_member(bool success) {
  return {"success", schema_of_keywords(success ? R"("enum":[true])" : R"("enum":[false])")};
}
const SchemaMember message{"message", text_schema()};
const SchemaMember meta{"meta", schema_of_keywords(R"("type":"null")")};

const Schema& success_envelope() {
  static const Schema schema = named_schema(
      "clinics.Success", object_of({success_member(true), {"data", schema_of_keywords("")}, message, meta}));
  return schema;
}

const Schema& success_without_data_envelope() {
  static const Schema schema =
      named_schema("clinics.SuccessWithoutData", object_of({success_member(true), message, meta}));
  return schema;
}

const Schema& failure_envelope() {
  static const Schema schema = named_schema(
      "clinics.Failure",
      object_of({success_member(false), message, {"errors", schema_of_keywords(R"("type":"null")")}, meta}));
  return schema;
}

const Schema& invalid_envelope() {
  static const Schema fault = named_schema(
      "clinics.Fault",
      object_of({{"path", text_schema(), true, "Field, with dots; empty for the whole."}, {"message", text_schema()}}));
  static const Schema errors = {R"({"type":"array","minItems":1,"items":)" + fault.json + "}", fault.named};
  static const Schema schema =
      named_schema("clinics.Invalid", described(object_of({success_member(false), message, {"errors", errors}, meta}),
                                                "One fault a field, in the order of the route's fields."));
  return schema;
}

Schema narrowed(const Schema& envelope, const std::vector<std::string_view>& words, const Schema* data = nullptr) {
  Schema schema = envelope;
  wire::ObjectWriter properties;
  properties.raw("message", one_of_texts(words).json);
  if (data != nullptr) {
    properties.raw("data", data->json);
    schema.named.insert(data->named.begin(), data->named.end());
  }
  schema.json =
      wire::ObjectWriter().raw("allOf", "[" + envelope.json + "]").raw("properties", properties.take()).take();
  return schema;
}

Schema success_schema(const std::vector<std::string_view>& words, const std::optional<Schema>& data) {
  return narrowed(data ? success_envelope() : success_without_data_envelope(), words, data ? &*data : nullptr);
}

Schema failure_schema(const std::vector<std::string_view>& words) { return narrowed(failure_envelope(), words); }

Schema invalid_schema(const std::vector<Part>& parts) {
  std::vector<std::string_view> words;
  for (const auto part : parts) words.push_back(words_of(part));
  return narrowed(invalid_envelope(), words);
}

// join-queue → join-queue-error, queue:call_next → queue:call_next_error (contract 004, section 5).
std::string error_event(std::string_view event) {
  return std::string(event) + (event.find(':') == std::string_view::npos ? "-error" : "_error");
}

}  // namespace

const Manners manners{
    .name = "clinics",
    .paths = {"/api/auth", "/api/clinic", "/api/queues", "/api/tokens"},
    .any_origin = true,
    .key_reused = 400,
    .unsupported_encoding = 400,
    .role = &RoleWords::clinics,
    .failure = failure,
    .denied = denied,
    .not_allowed = {401, "Unauthorized"},
    .success = success,
    .invalid = invalid,
    .success_schema = success_schema,
    .failure_schema = failure_schema,
    .invalid_schema = invalid_schema,
    .error_event = error_event,
};

}  // namespace frontdesk::api::clinics
