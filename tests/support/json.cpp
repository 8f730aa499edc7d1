#include "tests/support/json.hpp"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <stdexcept>

namespace frontdesk::test_support {

namespace {
const rapidjson::Value* as_value(const void* value) { return static_cast<const rapidjson::Value*>(value); }
}  // namespace

struct Json::Document {
  rapidjson::Document json;
};

Json::Json(std::shared_ptr<const Document> document, const void* value)
    : document_(std::move(document)), value_(value) {}

Json Json::parse(std::string_view text) {
  auto document = std::make_shared<Document>();
  document->json.Parse(text.data(), text.size());
  if (document->json.HasParseError()) throw std::runtime_error("no JSON: " + std::string(text));
  const void* root = static_cast<const rapidjson::Value*>(&document->json);
  return Json(std::move(document), root);
}

Json Json::operator[](std::string_view member) const {
  const auto* value = as_value(value_);
  if (value == nullptr || !value->IsObject()) return Json(document_, nullptr);
  const rapidjson::Value key(rapidjson::StringRef(member.data(), static_cast<rapidjson::SizeType>(member.size())));
  const auto found = value->FindMember(key);
  return Json(document_, found == value->MemberEnd() ? nullptr : &found->value);
}

Json Json::operator[](std::size_t index) const {
  const auto* value = as_value(value_);
  if (value == nullptr || !value->IsArray() || index >= value->Size()) return Json(document_, nullptr);
  return Json(document_, &(*value)[static_cast<rapidjson::SizeType>(index)]);
}

bool Json::exists() const { return value_ != nullptr; }
bool Json::is_null() const { return value_ != nullptr && as_value(value_)->IsNull(); }

std::string Json::text() const {
  const auto* value = as_value(value_);
  return value != nullptr && value->IsString() ? std::string(value->GetString(), value->GetStringLength()) : "";
}

std::int64_t Json::number() const {
  const auto* value = as_value(value_);
  if (value == nullptr || !value->IsNumber()) return 0;
  return value->IsInt64() ? value->GetInt64() : static_cast<std::int64_t>(value->GetDouble());
}

double Json::real() const {
  const auto* value = as_value(value_);
  return value != nullptr && value->IsNumber() ? value->GetDouble() : 0;
}

bool Json::boolean() const {
  const auto* value = as_value(value_);
  return value != nullptr && value->IsBool() && value->GetBool();
}

std::size_t Json::size() const {
  const auto* value = as_value(value_);
  if (value == nullptr) return 0;
  return value->IsArray() ? value->Size() : value->IsObject() ? value->MemberCount() : 0;
}

std::string Json::dump() const {
  if (value_ == nullptr) return "undefined";
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  as_value(value_)->Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace frontdesk::test_support
