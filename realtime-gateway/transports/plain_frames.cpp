#include "realtime-gateway/transports/plain_frames.hpp"

#include <rapidjson/encodedstream.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "realtime-gateway/web/frame.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::realtime_gateway {
namespace {

// Whoever looks into a value recurses once a level, so a client must not choose the depth.
constexpr std::size_t depth_max = 64;
// None of our events has more; each takes some memory of its own, and a message could bring half a million.
constexpr std::size_t arguments_max = 16;

// 3, 3.0 and 3e0 are the same whole number to a client whose language has one kind of number: the nearest double.
std::optional<std::int64_t> whole_number(std::string_view digits) {
  constexpr double exact_max = 9007199254740992.0;
  double number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size() || number != std::floor(number)) return std::nullopt;
  // Larger ones than doubles can count are whole, too, and larger than any of ours.
  return static_cast<std::int64_t>(std::clamp(number, -exact_max, exact_max));
}

// Hears a frame's JSON as it is parsed and keeps of it what an event needs. No tree is built, which takes 16 times the
// memory of the text, and what goes back to the client keeps its bytes.
class FrameReader final : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, FrameReader> {
 public:
  using Stream = rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream>;
  using Size = rapidjson::SizeType;
  using Kind = Argument::Kind;

  FrameReader(std::string_view text, const Stream& stream) : text_(text), stream_(stream) {}

  bool Null() { return scalar(Kind::null); }
  bool Bool(bool) { return scalar(Kind::boolean); }
  bool RawNumber(const char*, Size, bool) { return scalar(Kind::number); }
  bool String(const char* content, Size size, bool) { return scalar(Kind::string, {content, size}); }
  bool StartObject() { return open(Kind::object); }
  bool EndObject(Size) { return close(Kind::object); }
  bool StartArray() { return open(Kind::array); }
  bool EndArray(Size) { return close(Kind::array); }
  bool Key(const char* name, Size size, bool) {
    if (depth_ == 1) member_ = {name, size};
    token_end_ = stream_.Tell();
    return true;
  }

  // nullopt: no string `event`.
  std::optional<PlainFrame> take() {
    if (!has_event_) return std::nullopt;
    frame_.bytes = text_.size();
    return std::move(frame_);
  }

 private:
  bool scalar(Kind kind, std::string_view content = {}) {
    if (depth_ == 0) return false;
    begin_value();
    end_value(kind, content);
    return true;
  }

  bool open(Kind kind) {
    if (depth_ == depth_max || (depth_ == 0 && kind != Kind::object)) return false;
    begin_value();
    if (depth_ == 1 && member_ == "data") {
      frame_.event.arguments.clear();
      data_is_array_ = kind == Kind::array;
    }
    ++depth_;
    token_end_ = stream_.Tell();
    return true;
  }

  bool close(Kind kind) {
    --depth_;
    end_value(kind, {});
    return true;
  }

  // Between the token before and the value there are only blanks and one colon or comma.
  void begin_value() {
    if (depth_ == 1 || depth_ == 2) begins_[depth_] = text_.find_first_not_of(" \t\r\n:,", token_end_);
  }

  void end_value(Kind kind, std::string_view content) {
    token_end_ = stream_.Tell();
    if (depth_ == 1) return end_member(kind, content);
    if (depth_ == 2 && member_ == "data" && data_is_array_) add_argument(kind, content);
  }

  void end_member(Kind kind, std::string_view content) {
    if (member_ == "event") {
      has_event_ = kind == Kind::string;
      frame_.event.name = content;
    } else if (member_ == "id") {
      frame_.id_json = json();
    } else if (member_ == "data" && kind != Kind::array) {
      frame_.event.arguments.clear();
      add_argument(kind, content);
    }
  }

  void add_argument(Kind kind, std::string_view content) {
    if (frame_.event.arguments.size() == arguments_max) return;
    Argument& argument = frame_.event.arguments.emplace_back();
    argument.kind = kind;
    argument.text = kind == Kind::string ? content : json();
    if (kind == Kind::number) argument.whole = whole_number(json());
  }

  // Of the value that has just ended.
  std::string_view json() const { return text_.substr(begins_[depth_], token_end_ - begins_[depth_]); }

  const std::string_view text_;
  const Stream& stream_;
  std::size_t depth_ = 0;
  std::size_t token_end_ = 0;
  std::array<std::size_t, 3> begins_{};  // of the value under way at depths 1 and 2
  std::string member_;                   // of the frame itself
  bool data_is_array_ = false;
  bool has_event_ = false;
  PlainFrame frame_;
};

class PlainFraming final : public Framing {
 public:
  SharedFrame frame(std::string_view event, std::string_view data_json, std::string_view position) const override {
    wire::ObjectWriter message;
    message.text("event", event).raw("data", data_json);
    if (!position.empty()) message.text("position", position);
    return web::framed(web::FrameKind::text, message.take());
  }
};

}  // namespace

std::optional<PlainFrame> parse_plain_frame(std::string_view text) {
  // What a NUL hides from the parser is not to be taken for parsed.
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  rapidjson::MemoryStream bytes(text.data(), text.size());
  FrameReader::Stream stream(bytes);
  FrameReader frame(text, stream);
  rapidjson::Reader reader;
  // Beast has validated the UTF-8, but halves of surrogate pairs arrive as well-formed bytes.
  constexpr unsigned flags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag;
  if (reader.Parse<flags>(stream, frame).IsError() || wire::has_lone_surrogate(text)) return std::nullopt;
  return frame.take();
}

std::vector<Argument> parse_arguments(std::string_view array_json) {
  auto frame = parse_plain_frame(R"({"event":"","data":)" + std::string(array_json) + '}');
  return frame ? std::move(frame->event.arguments) : std::vector<Argument>();
}

const Framing& plain_framing() {
  static const PlainFraming framing;
  return framing;
}

SharedFrame plain_acknowledgement(std::string_view id_json, std::string_view ack_json) {
  const std::string message = wire::ObjectWriter().raw("id", id_json).raw("data", ack_json).take();
  return web::framed(web::FrameKind::text, message);
}

}  // namespace frontdesk::realtime_gateway
