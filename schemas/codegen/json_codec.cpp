#include "schemas/codegen/json_codec.hpp"

#include <algorithm>

namespace frontdesk::codec {

bool is_date(std::string_view text) {
  return text.size() == 10 && parse_iso8601(std::string(text) + "T00:00:00Z").has_value();
}

ObjectReader::ObjectReader(const Value& object) : object_(object) {
  if (!object.IsObject()) throw Malformed("expected an object");
  next_ = object.MemberBegin();
}

const Value* ObjectReader::take(std::string_view key) {
  const auto is_key = [&](const auto& member) { return text(member.name) == key; };
  if (next_ == object_.MemberEnd() || !is_key(*next_)) {
    const auto found = std::find_if(object_.MemberBegin(), object_.MemberEnd(), is_key);
    if (found == object_.MemberEnd()) return nullptr;
    next_ = found;
  }
  ++taken_;
  return &(next_++)->value;
}

void ObjectReader::finish() const {
  if (taken_ != object_.MemberCount()) throw Malformed("a member is unknown or there twice");
}

Parsed::Parsed(std::string_view json) {
  // Iterative: nesting cannot exhaust the stack. Full precision: a number reads back as it was written.
  constexpr unsigned flags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseFullPrecisionFlag;
  document_.Parse<flags>(json.data(), json.size());
  if (document_.HasParseError()) throw Malformed("no JSON at byte " + std::to_string(document_.GetErrorOffset()));
}

Malformed unknown_version(std::string_view type, int version) {
  return Malformed(std::string(type) + ": unknown version " + std::to_string(version));
}

}  // namespace frontdesk::codec
