#include <map>

#include "tests/fuzz/routes.hpp"
#include "tests/support/json.hpp"

namespace frontdesk::fuzz {
namespace {

using test_support::Json;
using Named = std::map<std::string, std::string>;

// What no schema says: forms of a text, whom it is about. The old password is wrong and each registration's address the
// same, so that the people of the scene stay who they are.
const std::map<std::string_view, std::string>& samples_by_name() {
  static const std::map<std::string_view, std::string> all{{"email", R"("desk@clinic.example")"},
                                                           {"website", R"("https://example.com/")"},
                                                           {"phone", R"("0123456789")"},
                                                           {"timezone", R"("Europe/Berlin")"},
                                                           {"time", R"("2026-12-24T09:30:00.000Z")"},
                                                           {"start", R"("09:00")"},
                                                           {"end", R"("17:00")"},
                                                           {"profilePicture", R"("aGVsbG8=")"},
                                                           {"oldPassword", R"("not this")"},
                                                           {"refreshToken", R"("$refresh")"}};
  return all;
}

std::string sample(std::string_view name, const Json& schema, const Named& named);

std::string object(const Json& schema, const Named& named) {
  std::string text = "{";
  const auto required = schema["required"];
  for (std::size_t i = 0; i < required.size(); ++i) {
    const auto name = required[i].text();
    text += (i == 0 ? "\"" : ",\"") + name + "\":" + sample(name, schema["properties"][name], named);
  }
  return text + "}";
}

std::string of_type(const std::string& type, const Json& schema, const Named& named) {
  if (type == "boolean") return "true";
  if (type == "integer" || type == "number") return schema["minimum"].exists() ? schema["minimum"].dump() : "1";
  if (type == "object") return object(schema, named);
  if (type == "array") return "[]";
  return schema["pattern"].exists() ? R"("plain-sailing")" : R"("plain sailing")";  // of ids
}

std::string sample(std::string_view name, const Json& schema, const Named& named) {
  const auto known = samples_by_name().find(name);
  if (known != samples_by_name().end()) return known->second;
  if (schema["$ref"].exists()) {
    const auto reference = schema["$ref"].text();
    const auto named_one = reference.substr(reference.rfind('/') + 1);
    if (named_one.ends_with("ObjectId")) return R"("0123456789abcdef01234560")";
    return named_one == "Id" ? R"("$id")" : sample(name, Json::parse(named.at(named_one)), named);
  }
  for (const auto* alternatives : {"anyOf", "allOf"}) {
    if (schema[alternatives].exists()) return sample(name, schema[alternatives][0], named);
  }
  if (schema["examples"].exists()) return schema["examples"][0].dump();
  if (schema["enum"].exists()) return schema["enum"][0].dump();
  const auto type = schema["type"];
  return of_type(type.size() > 0 ? type[0].text() : type.text(), schema, named);
}

}  // namespace

std::string sample_of(const api::FieldDescription& field) {
  return sample(field.name, Json::parse(field.schema.json), field.schema.named);
}

}  // namespace frontdesk::fuzz
