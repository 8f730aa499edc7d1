#include "realtime-gateway/socketio/payload_check.hpp"

#include <rapidjson/encodedstream.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <charconv>
#include <vector>

namespace frontdesk::socketio {
namespace {

// Hears the JSON as it is parsed. No tree is built, which takes 16 times the memory of the text.
class Check final : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Check> {
 public:
  using Stream = rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream>;
  using Size = rapidjson::SizeType;

  Check(std::string_view json, const Stream& stream, std::size_t depth_max, std::optional<std::size_t> attachments)
      : json_(json), stream_(stream), depth_max_(depth_max), attachments_(attachments) {}

  bool Null() { return scalar(Payload::Kind::other, Payload::First::other); }
  bool Bool(bool value) {
    if (!levels_.empty() && levels_.back().member == Member::placeholder) levels_.back().is_placeholder = value;
    return scalar(Payload::Kind::other, Payload::First::other);
  }
  bool RawNumber(const char* digits, Size size, bool) {
    if (!levels_.empty() && levels_.back().member == Member::num) levels_.back().number = number(digits, size);
    return scalar(Payload::Kind::other, Payload::First::number, {digits, size});
  }
  bool String(const char* content, Size size, bool) {
    return scalar(Payload::Kind::string, Payload::First::string, {content, size});
  }
  bool StartObject() { return open(Payload::Kind::object); }
  bool Key(const char* name, Size size, bool) {
    const std::string_view key(name, size);
    levels_.back().member = key == "_placeholder" ? Member::placeholder : key == "num" ? Member::num : Member::other;
    return true;
  }
  bool EndObject(Size) {
    const Level& level = levels_.back();
    if (attachments_ && level.is_placeholder && (!level.number || *level.number >= *attachments_)) return false;
    return close();
  }
  bool StartArray() { return open(Payload::Kind::array); }
  bool EndArray(Size) { return close(); }

  Payload take() { return std::move(payload_); }

 private:
  enum class Member : char { none, placeholder, num, other };
  struct Level {
    Member member = Member::none;
    bool is_placeholder = false;
    std::optional<std::size_t> number;
  };

  static std::optional<std::size_t> number(const char* digits, Size size) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(digits, digits + size, value);
    return error == std::errc{} && end == digits + size ? std::optional(value) : std::nullopt;
  }

  bool scalar(Payload::Kind kind, Payload::First first, std::string_view content = {}) {
    if (levels_.empty()) payload_.kind = kind;
    end_value(first, content);
    return true;
  }

  bool open(Payload::Kind kind) {
    if (levels_.size() == depth_max_) return false;
    if (levels_.empty()) payload_.kind = kind;
    levels_.emplace_back();
    return true;
  }

  bool close() {
    levels_.pop_back();
    end_value(Payload::First::other, {});
    return true;
  }

  void end_value(Payload::First first, std::string_view content) {
    const bool is_first =
        levels_.size() == 1 && payload_.kind == Payload::Kind::array && payload_.first == Payload::First::none;
    if (!is_first) return;
    payload_.first = first;
    payload_.first_text = content;
    // Between two elements there are only blanks and a comma.
    payload_.rest_begin = json_.find_first_not_of(" \t\r\n", stream_.Tell());
    if (payload_.rest_begin < json_.size() && json_[payload_.rest_begin] == ',') ++payload_.rest_begin;
  }

  const std::string_view json_;
  const Stream& stream_;
  const std::size_t depth_max_;
  const std::optional<std::size_t> attachments_;
  std::vector<Level> levels_;
  Payload payload_;
};

}  // namespace

std::optional<Payload> check_payload(std::string_view json, std::size_t depth_max,
                                     std::optional<std::size_t> attachments) {
  // What a NUL hides from the parser is not to be taken for parsed.
  if (json.find('\0') != std::string_view::npos) return std::nullopt;
  rapidjson::MemoryStream bytes(json.data(), json.size());
  Check::Stream stream(bytes);
  Check check(json, stream, depth_max, attachments);
  rapidjson::Reader reader;
  constexpr unsigned flags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag;
  if (reader.Parse<flags>(stream, check).IsError()) return std::nullopt;
  return check.take();
}

}  // namespace frontdesk::socketio
