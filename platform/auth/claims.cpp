#include "platform/auth/claims.hpp"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace frontdesk::auth {
namespace {

// A token without `exp` never expires: the issuer of an outside token may want that.
constexpr std::int64_t never_s = 253402300799;  // 9999-12-31T23:59:59Z
constexpr std::size_t id_bytes_max = 256;

bool parse_object(rapidjson::Document& document, std::string_view json) {
  // Iterative: nesting of any depth must not reach the end of the stack.
  document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(json.data(), json.size());
  return !document.HasParseError() && document.IsObject();
}

// Of duplicates the last counts, as in JavaScript, where tokens come from and go to.
const rapidjson::Value* member(const rapidjson::Value& object, std::string_view name) {
  for (auto last = object.MemberEnd(); last != object.MemberBegin();) {
    --last;
    if (std::string_view(last->name.GetString(), last->name.GetStringLength()) != name) continue;
    return last->value.IsNull() ? nullptr : &last->value;
  }
  return nullptr;
}

std::string text_or_number(const rapidjson::Value& value) {
  if (value.IsString()) return {value.GetString(), value.GetStringLength()};
  if (value.IsInt64()) return std::to_string(value.GetInt64());
  if (value.IsUint64()) return std::to_string(value.GetUint64());
  return {};
}

std::string first_present(const rapidjson::Value& object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const rapidjson::Value* value = member(object, name);
    std::string text = value == nullptr ? std::string() : text_or_number(*value);
    if (!text.empty()) return text;
  }
  return {};
}

// For people to read. What stores cannot keep counts as absent.
std::string shown_text(const rapidjson::Value& object, std::initializer_list<const char*> names) {
  std::string text = first_present(object, names);
  return text.find('\0') == std::string::npos ? text : std::string();
}

// Ids become parts of cache keys and statements' parameters.
bool sane_id(std::string_view id) {
  return id.size() <= id_bytes_max &&
         std::none_of(id.begin(), id.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// False: present, but no time.
bool read_time(const rapidjson::Value& object, const char* name, std::int64_t& seconds) {
  const rapidjson::Value* value = member(object, name);
  if (value == nullptr) return true;
  if (!value->IsNumber()) return false;
  const double number = value->GetDouble();
  if (!(number >= 0)) return false;
  seconds = number >= static_cast<double>(never_s) ? never_s : static_cast<std::int64_t>(std::floor(number));
  return true;
}

bool is_for_access(const rapidjson::Value& object) {
  const rapidjson::Value* type = member(object, "type");
  return type == nullptr || (type->IsString() && std::string_view(type->GetString()) == "access");
}

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void write(Writer& writer, const char* name, std::string_view value) {
  writer.Key(name);
  writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

}  // namespace

std::optional<TokenHeader> parse_header(std::string_view json) {
  rapidjson::Document document;
  if (!parse_object(document, json)) return std::nullopt;
  return TokenHeader{first_present(document, {"alg"}), first_present(document, {"kid"})};
}

std::optional<Payload> parse_payload(std::string_view json) {
  rapidjson::Document document;
  if (!parse_object(document, json)) return std::nullopt;
  Payload payload;
  payload.for_access = is_for_access(document);
  Claims& claims = payload.claims;
  claims.expires_at_s = never_s;
  if (!read_time(document, "exp", claims.expires_at_s) || !read_time(document, "iat", claims.issued_at_s) ||
      !read_time(document, "nbf", payload.not_before_s)) {
    return std::nullopt;
  }
  claims.user_id = first_present(document, {"userId", "id", "sub", "uid"});
  claims.role = shown_text(document, {"role"});
  claims.email = shown_text(document, {"email"});
  claims.name = shown_text(document, {"name", "fullname", "displayName"});
  claims.picture = shown_text(document, {"image"});
  claims.profile_id = first_present(document, {"refId"});
  if (claims.profile_id.empty()) claims.profile_id = claims.user_id;
  claims.session_id = first_present(document, {"sid"});
  for (const auto* id : {&claims.user_id, &claims.profile_id, &claims.session_id}) {
    if (!sane_id(*id)) return std::nullopt;
  }
  return payload;
}

std::string header_json(std::string_view key_id) {
  return R"({"alg":"RS256","typ":"JWT","kid":")" + std::string(key_id) + "\"}";
}

std::string payload_json(const Claims& claims) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  write(writer, "id", claims.user_id);
  write(writer, "userId", claims.user_id);
  write(writer, "email", claims.email);
  write(writer, "role", claims.role);
  write(writer, "name", claims.name);
  write(writer, "type", "access");
  write(writer, "sid", claims.session_id);
  writer.Key("iat");
  writer.Int64(claims.issued_at_s);
  writer.Key("exp");
  writer.Int64(claims.expires_at_s);
  write(writer, "iss", "Qure");
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string simulated_payload_json(std::string_view user_id, std::string_view role, std::int64_t now_s) {
  constexpr std::int64_t life_s = 3600;
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  write(writer, "userId", user_id);
  write(writer, "role", role);
  writer.Key("iat");
  writer.Int64(now_s);
  writer.Key("exp");
  writer.Int64(now_s + life_s);
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace frontdesk::auth
