#pragma once
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "platform/time/instant.hpp"
#include "schemas/event_types.hpp"

// JSON Schema (draft 2020-12, as OpenAPI 3.1 has it) for the tables of routes and shapes. Pure text.
namespace frontdesk::api {

// One schema, and the named ones that it refers to (`#/components/schemas/<name>`), by name.
struct Schema {
  std::string json;
  std::map<std::string, std::string> named;
};

struct SchemaMember {
  std::string_view name;
  Schema schema;
  bool required = true;
  std::string_view description = {};
};

// `keywords`: members of the schema object as JSON text, without braces: R"("type":"string","maxLength":100)".
Schema schema_of_keywords(std::string_view keywords);
// A schema under a name of its own; whoever uses it refers to it.
Schema named_schema(std::string_view name, Schema schema);
Schema or_null(const Schema& schema);
Schema either(const Schema& one, const Schema& other);
Schema array_of(const Schema& items);
Schema one_of_texts(const std::vector<std::string_view>& texts);
// `open`: further members may be there.
Schema object_of(const std::vector<SchemaMember>& members, bool open = false);
// The same with a description; a reference is wrapped, since nothing may stand beside it for all readers.
Schema described(const Schema& schema, std::string_view description);

const Schema& id_schema();    // a UUID in lower case
const Schema& time_schema();  // ISO 8601 in UTC with milliseconds
Schema text_schema();
Schema whole_number_schema(std::optional<long long> min = std::nullopt);
Schema number_schema();
Schema boolean_schema();

// The schema of what a member of this type is printed as.
template <class T>
struct SchemaOf;
template <>
struct SchemaOf<std::string> {
  static Schema get() { return text_schema(); }
};
template <>
struct SchemaOf<bool> {
  static Schema get() { return boolean_schema(); }
};
template <>
struct SchemaOf<double> {
  static Schema get() { return number_schema(); }
};
template <class T>
requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) struct SchemaOf<T> {
  static Schema get() { return whole_number_schema(); }
};
template <>
struct SchemaOf<Instant> {
  static Schema get() { return time_schema(); }
};
template <class Tag>
struct SchemaOf<Id<Tag>> {
  static Schema get() { return id_schema(); }
};
template <class T>
struct SchemaOf<std::optional<T>> {
  static Schema get() { return or_null(SchemaOf<T>::get()); }
};
template <class T>
struct SchemaOf<std::vector<T>> {
  static Schema get() { return array_of(SchemaOf<T>::get()); }
};

}  // namespace frontdesk::api
