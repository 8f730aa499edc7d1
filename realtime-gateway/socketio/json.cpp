#include "realtime-gateway/socketio/json.hpp"

#include <rapidjson/document.h>

namespace frontdesk::socketio {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

rapidjson::Document parsed(std::string_view json) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  return document;
}

std::optional<std::string> text_of(const rapidjson::Value& value) {
  if (!value.IsString()) return std::nullopt;
  return std::string(value.GetString(), value.GetStringLength());
}

// How far a value reaches: up to the comma or bracket behind it.
std::size_t value_end(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
      case '"':
        for (++i; i < text.size() && text[i] != '"'; ++i) {
          if (text[i] == '\\') ++i;
        }
        break;
      case '[':
      case '{':
        ++depth;
        break;
      case ']':
      case '}':
        if (depth-- == 0) return i;
        break;
      case ',':
        if (depth == 0) return i;
        break;
      default:
        break;
    }
  }
  return text.size();
}

}  // namespace

std::optional<std::string> string_member(std::string_view object_json, std::string_view name) {
  const auto object = parsed(object_json);
  if (object.HasParseError() || !object.IsObject()) return std::nullopt;
  for (const auto& member : object.GetObject()) {
    if (std::string_view(member.name.GetString(), member.name.GetStringLength()) == name) return text_of(member.value);
  }
  return std::nullopt;
}

std::optional<std::string> string_value(std::string_view json) {
  const auto value = parsed(json);
  return value.HasParseError() ? std::nullopt : text_of(value);
}

std::vector<std::string_view> elements(std::string_view array_json, std::size_t max) {
  std::vector<std::string_view> found;
  std::string_view rest = trimmed(array_json).substr(1);
  while (found.size() < max) {
    const std::size_t end = value_end(rest);
    const std::string_view element = trimmed(rest.substr(0, end));
    if (!element.empty()) found.push_back(element);
    if (end >= rest.size() || rest[end] != ',') break;
    rest.remove_prefix(end + 1);
  }
  return found;
}

}  // namespace frontdesk::socketio
