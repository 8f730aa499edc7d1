#include "schemas/api/schema.hpp"

#include "schemas/wire/json.hpp"

namespace frontdesk::api {

namespace {
Schema derived(std::string json, const Schema& from) { return {std::move(json), from.named}; }
}  // namespace

Schema schema_of_keywords(std::string_view keywords) { return {"{" + std::string(keywords) + "}", {}}; }

Schema named_schema(std::string_view name, Schema schema) {
  schema.named.emplace(name, schema.json);
  schema.json = wire::ObjectWriter().text("$ref", "#/components/schemas/" + std::string(name)).take();
  return schema;
}

Schema or_null(const Schema& schema) {
  return derived(R"({"anyOf":[)" + schema.json + R"(,{"type":"null"}]})", schema);
}

Schema either(const Schema& one, const Schema& other) {
  auto schema = derived(R"({"anyOf":[)" + one.json + "," + other.json + "]}", one);
  schema.named.insert(other.named.begin(), other.named.end());
  return schema;
}

Schema array_of(const Schema& items) { return derived(R"({"type":"array","items":)" + items.json + "}", items); }

Schema one_of_texts(const std::vector<std::string_view>& texts) {
  std::string list;
  for (const auto text : texts) {
    if (!list.empty()) list += ',';
    wire::append_quoted(list, text);
  }
  return {R"({"enum":[)" + list + "]}", {}};
}

Schema object_of(const std::vector<SchemaMember>& members, bool open) {
  wire::ObjectWriter properties;
  std::string required;
  Schema object;
  for (const auto& member : members) {
    properties.raw(member.name, described(member.schema, member.description).json);
    object.named.insert(member.schema.named.begin(), member.schema.named.end());
    if (!member.required) continue;
    if (!required.empty()) required += ',';
    wire::append_quoted(required, member.name);
  }
  wire::ObjectWriter out;
  out.text("type", "object").raw("properties", properties.take());
  if (!required.empty()) out.raw("required", "[" + required + "]");
  if (!open) out.boolean("additionalProperties", false);
  object.json = out.take();
  return object;
}

Schema described(const Schema& schema, std::string_view description) {
  if (description.empty()) return schema;
  const auto text = R"("description":)" + wire::quoted(description);
  if (schema.json.starts_with(R"({"$ref")")) return derived(R"({"allOf":[)" + schema.json + "]," + text + "}", schema);
  return derived(schema.json.substr(0, schema.json.size() - 1) + (schema.json.size() > 2 ? "," : "") + text + "}",
                 schema);
}

const Schema& id_schema() {
  static const Schema schema = named_schema(
      "Id",
      schema_of_keywords(
          R"("type":"string","format":"uuid","pattern":"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")"));
  return schema;
}

const Schema& time_schema() {
  static const Schema schema = named_schema(
      "Time",
      schema_of_keywords(
          R"("type":"string","format":"date-time","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$","examples":["2026-01-05T10:00:00.000Z"])"));
  return schema;
}

Schema text_schema() { return schema_of_keywords(R"("type":"string")"); }

Schema whole_number_schema(std::optional<long long> min) {
  return schema_of_keywords(R"("type":"integer")" + (min ? R"(,"minimum":)" + std::to_string(*min) : std::string()));
}

Schema number_schema() { return schema_of_keywords(R"("type":"number")"); }

Schema boolean_schema() { return schema_of_keywords(R"("type":"boolean")"); }

}  // namespace frontdesk::api
