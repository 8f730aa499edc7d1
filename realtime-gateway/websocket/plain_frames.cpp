#include "realtime-gateway/websocket/plain_frames.hpp"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>
#include <utility>

#include "schemas/wire/json.hpp"

namespace frontdesk::realtime_gateway {
namespace {

// Printing a value back recurses once a level, so a client must not choose the depth.
constexpr int depth_max = 64;

bool too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > depth_max) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

std::string json_of(const rapidjson::Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

// 3, 3.0 and 3e0 are the same whole number to a client whose language has one kind of number.
std::optional<std::int64_t> whole_number(const rapidjson::Value& value) {
  constexpr double exact_max = 9007199254740992.0;
  if (value.IsInt64()) return value.GetInt64();
  const double number = value.GetDouble();
  if (number != std::floor(number) || std::abs(number) > exact_max) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

Argument argument(const rapidjson::Value& value) {
  Argument read;
  if (value.IsString()) {
    read.kind = Argument::Kind::string;
    read.text.assign(value.GetString(), value.GetStringLength());
    return read;
  }
  read.text = json_of(value);
  if (value.IsNumber()) {
    read.kind = Argument::Kind::number;
    read.whole = whole_number(value);
  } else if (value.IsBool()) {
    read.kind = Argument::Kind::boolean;
  } else if (value.IsArray()) {
    read.kind = Argument::Kind::array;
  } else if (value.IsObject()) {
    read.kind = Argument::Kind::object;
  }
  return read;
}

std::vector<Argument> arguments(const rapidjson::Value& data) {
  std::vector<Argument> read;
  if (!data.IsArray()) {
    read.push_back(argument(data));
    return read;
  }
  for (const auto& element : data.GetArray()) read.push_back(argument(element));
  return read;
}

class PlainFraming final : public Framing {
 public:
  SharedFrame frame(std::string_view event, std::string_view data_json) const override {
    std::string message = wire::ObjectWriter().text("event", event).raw("data", data_json).take();
    return std::make_shared<const std::string>(websocket_text_message(message));
  }
};

}  // namespace

std::optional<PlainFrame> parse_plain_frame(std::string_view text) {
  if (too_deep(text)) return std::nullopt;
  rapidjson::Document document;
  // Beast has validated the UTF-8, but halves of surrogate pairs arrive as well-formed bytes; what a NUL hides from the
  // parser is not to be taken for parsed.
  document.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
  if (document.HasParseError() || !document.IsObject() || text.find('\0') != std::string_view::npos)
    return std::nullopt;
  if (wire::has_lone_surrogate(text)) return std::nullopt;
  const auto event = document.FindMember("event");
  if (event == document.MemberEnd() || !event->value.IsString()) return std::nullopt;
  PlainFrame frame;
  frame.event.name.assign(event->value.GetString(), event->value.GetStringLength());
  if (const auto data = document.FindMember("data"); data != document.MemberEnd()) {
    frame.event.arguments = arguments(data->value);
  }
  if (const auto id = document.FindMember("id"); id != document.MemberEnd()) frame.id_json = json_of(id->value);
  return frame;
}

const Framing& plain_framing() {
  static const PlainFraming framing;
  return framing;
}

SharedFrame plain_acknowledgement(std::string_view id_json, std::string_view ack_json) {
  const std::string message = wire::ObjectWriter().raw("id", id_json).raw("data", ack_json).take();
  return std::make_shared<const std::string>(websocket_text_message(message));
}

std::string websocket_text_message(std::string_view payload) {
  constexpr char final_text = static_cast<char>(0x81);
  std::string message(1, final_text);
  message.reserve(payload.size() + 10);
  int length_bytes = 0;
  if (payload.size() < 126) {
    message += static_cast<char>(payload.size());
  } else {
    const bool fits_16_bits = payload.size() <= 0xffff;
    message += static_cast<char>(fits_16_bits ? 126 : 127);
    length_bytes = fits_16_bits ? 2 : 8;
  }
  for (int shift = 8 * (length_bytes - 1); shift >= 0; shift -= 8) {
    message += static_cast<char>((static_cast<std::uint64_t>(payload.size()) >> shift) & 0xff);
  }
  message += payload;
  return message;
}

}  // namespace frontdesk::realtime_gateway
