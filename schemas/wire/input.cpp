#include "schemas/wire/input.hpp"

#include <rapidjson/document.h>

#include <unordered_set>

#include "schemas/wire/json.hpp"

namespace frontdesk::wire {

namespace {
using Value = rapidjson::Value;
const Value* as_value(const void* value) { return static_cast<const Value*>(value); }

std::string_view text_of(const Value& string) { return {string.GetString(), string.GetStringLength()}; }
}  // namespace

struct Input::Document {
  rapidjson::Document json;
  bool form = false;
};

Input::Input(std::shared_ptr<const Document> document, const void* value)
    : document_(std::move(document)), value_(value) {}

Input Input::none() { return Input(nullptr, nullptr); }

std::optional<Input> Input::from_json(std::string_view text) {
  auto document = std::make_shared<Document>();
  // Iterative: a body of nested brackets must not overflow the stack. Full precision: without it one number in sixteen
  // is read as a neighbour of the nearest double.
  constexpr unsigned flags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseFullPrecisionFlag;
  document->json.Parse<flags>(text.data(), text.size());
  // A NUL would end the text for the parser, whatever comes behind it.
  if (document->json.HasParseError() || text.find('\0') != std::string_view::npos || has_lone_surrogate(text)) {
    return std::nullopt;
  }
  if (!document->json.IsObject() && !document->json.IsArray()) return std::nullopt;
  const void* root = static_cast<const Value*>(&document->json);
  return Input(std::move(document), root);
}

Input Input::from_form(const Pairs& pairs) {
  auto document = std::make_shared<Document>();
  document->form = true;
  auto& json = document->json;
  auto& memory = json.GetAllocator();
  const auto value_of = [&memory](const std::string& text) {
    return Value(text.data(), static_cast<rapidjson::SizeType>(text.size()), memory);
  };
  json.SetObject();
  for (const auto& [name, value] : pairs) {
    const auto known = json.FindMember(value_of(name));
    if (known == json.MemberEnd()) {
      json.AddMember(value_of(name), value_of(value), memory);
    } else if (known->value.IsArray()) {
      known->value.PushBack(value_of(value), memory);
    } else {
      Value texts(rapidjson::kArrayType);
      texts.PushBack(known->value, memory).PushBack(value_of(value), memory);
      known->value = texts;
    }
  }
  const void* root = static_cast<const Value*>(&json);
  return Input(std::move(document), root);
}

Input::Type Input::type() const {
  const Value* value = as_value(value_);
  if (value == nullptr) return Type::undefined;
  switch (value->GetType()) {
    case rapidjson::kNullType:
      return Type::null;
    case rapidjson::kFalseType:
    case rapidjson::kTrueType:
      return Type::boolean;
    case rapidjson::kNumberType:
      return Type::number;
    case rapidjson::kStringType:
      return Type::string;
    case rapidjson::kArrayType:
      return Type::array;
    case rapidjson::kObjectType:
      return Type::object;
  }
  return Type::undefined;
}

bool Input::is_form() const { return document_ != nullptr && document_->form; }

Input Input::member(std::string_view name) const {
  const Value* value = as_value(value_);
  if (value == nullptr || !value->IsObject()) return none();
  for (auto last = value->MemberEnd(); last != value->MemberBegin();) {
    --last;
    if (text_of(last->name) == name) return Input(document_, &last->value);
  }
  return none();
}

std::vector<Input> Input::items() const {
  std::vector<Input> all;
  const Value* value = as_value(value_);
  if (value == nullptr || !value->IsArray()) return all;
  for (const auto& item : value->GetArray()) all.push_back(Input(document_, &item));
  return all;
}

std::vector<std::string> Input::member_names() const {
  std::vector<std::string> names;
  const Value* value = as_value(value_);
  if (value == nullptr || !value->IsObject()) return names;
  std::unordered_set<std::string_view> seen;
  for (const auto& member : value->GetObject()) {
    if (seen.insert(text_of(member.name)).second) names.emplace_back(text_of(member.name));
  }
  return names;
}

std::optional<std::string_view> Input::string() const {
  const Value* value = as_value(value_);
  if (value == nullptr || !value->IsString()) return std::nullopt;
  return text_of(*value);
}

std::optional<double> Input::number() const {
  const Value* value = as_value(value_);
  if (value == nullptr || !value->IsNumber()) return std::nullopt;
  return value->GetDouble() + 0.0;  // + 0.0: minus zero is zero
}

std::optional<bool> Input::boolean() const {
  const Value* value = as_value(value_);
  if (value == nullptr || !value->IsBool()) return std::nullopt;
  return value->GetBool();
}

std::string_view type_name(Input::Type type) {
  switch (type) {
    case Input::Type::undefined:
      return "undefined";
    case Input::Type::null:
      return "null";
    case Input::Type::boolean:
      return "boolean";
    case Input::Type::number:
      return "number";
    case Input::Type::string:
      return "string";
    case Input::Type::array:
      return "array";
    case Input::Type::object:
      return "object";
  }
  return "undefined";
}

}  // namespace frontdesk::wire
