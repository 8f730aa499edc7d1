#include "schemas/api/field.hpp"

#include <cmath>

namespace frontdesk::api {

namespace {
std::string limit(std::string_view keyword, double value) {
  return ",\"" + std::string(keyword) + "\":" + std::to_string(static_cast<long long>(value));
}
}  // namespace

Schema schema_of(const wire::TextRule& rule) {
  std::string keywords = rule.null_is_absent ? R"("type":["string","null"])" : R"("type":"string")";
  if (rule.min > 0) keywords += limit("minLength", static_cast<double>(rule.min));
  if (rule.max != wire::TextRule{}.max) keywords += limit("maxLength", static_cast<double>(rule.max));
  return schema_of_keywords(keywords);
}

Schema schema_of(const wire::NumberRule& rule) {
  std::string keywords = rule.whole ? R"("type":"integer")" : R"("type":"number")";
  if (std::isfinite(rule.min)) keywords += limit("minimum", rule.min);
  if (std::isfinite(rule.max)) keywords += limit("maximum", rule.max);
  return schema_of_keywords(keywords);
}

const Schema& email_schema() {
  static const Schema schema =
      named_schema("Email", schema_of_keywords(R"("type":"string","format":"email","maxLength":254)"));
  return schema;
}

const Schema& new_password_schema() {
  static const Schema schema = named_schema(
      "NewPassword",
      schema_of_keywords(R"("type":"string","minLength":6,"maxLength":72,"description":"At most 72 bytes in UTF-8.")"));
  return schema;
}

}  // namespace frontdesk::api
