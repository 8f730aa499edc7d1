#include "schemas/api/clinics/manners.hpp"

#include "schemas/wire/envelope.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::api::clinics {

namespace {

std::string failure(int, std::string_view words, std::string_view) { return wire::failure(words); }

std::string success(std::string_view words, const std::optional<std::string>& data) {
  return data ? wire::success(words, *data) : wire::success_without_data(words);
}

std::string_view words_of(Part part) {
  switch (part) {
    case Part::path:
      return wire::invalid_params;
    case Part::query:
      return wire::invalid_query;
    case Part::body:
      return wire::invalid_body;
  }
  return wire::invalid_body;
}

std::string invalid(Part part, const std::vector<wire::Fault>& faults) { return wire::invalid(words_of(part), faults); }

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
    .failure = failure,
    .success = success,
    .invalid = invalid,
    .success_schema = success_schema,
    .failure_schema = failure_schema,
    .invalid_schema = invalid_schema,
    .denials = {wire::unauthorized, "jwt malformed", "invalid token", "jwt signature is required", "invalid algorithm",
                "invalid signature", "jwt expired", wire::account_disabled},
    .error_event = error_event,
};

}  // namespace frontdesk::api::clinics
