#include "realtime-gateway/engineio/payload.hpp"

#include <charconv>
#include <string>
#include <utility>

#include "realtime-gateway/engineio/base64.hpp"
#include "realtime-gateway/engineio/utf16.hpp"

namespace frontdesk::engineio {
namespace {

constexpr char separator = '\x1e';

}  // namespace

std::optional<Packet> PayloadReader::fail() {
  ended_ = broken_ = true;
  return std::nullopt;
}

std::optional<Packet> PayloadReader::next() {
  if (ended_) return std::nullopt;
  if (form_ == PayloadForm::counted_bytes) return next_counted_bytes();
  const bool counted = form_ == PayloadForm::counted;
  const auto text = counted ? next_counted_text() : next_text();
  if (!text) return fail();
  if (!text->starts_with('b')) {
    const auto packet = text_packet(*text);
    return packet ? packet : fail();
  }
  // In the third revision the type stands between the mark and the base64, which may begin with a 4 in the fourth.
  if (counted && !text->starts_with("b4")) return fail();
  auto bytes = from_base64(text->substr(counted ? 2 : 1));
  if (!bytes) return fail();
  binary_ = std::move(*bytes);
  return Packet{PacketType::message, true, binary_};
}

std::optional<std::string_view> PayloadReader::next_text() {
  const auto end = rest_.find(separator);
  const std::string_view text = rest_.substr(0, end);
  ended_ = end == std::string_view::npos;
  if (!ended_) rest_.remove_prefix(end + 1);
  return text;
}

std::optional<std::string_view> PayloadReader::next_counted_text() {
  std::size_t units = 0;
  const char* const begin = rest_.data();
  const auto [end, error] = std::from_chars(begin, begin + rest_.size(), units);
  const auto digits = static_cast<std::size_t>(end - begin);
  if (error != std::errc{} || digits == rest_.size() || *end != ':') return std::nullopt;
  rest_.remove_prefix(digits + 1);
  const auto bytes = bytes_of_utf16_units(rest_, units);
  if (!bytes) return std::nullopt;
  const std::string_view text = rest_.substr(0, *bytes);
  rest_.remove_prefix(*bytes);
  ended_ = rest_.empty();
  return text;
}

// `\0` for text or `\1` for bytes, the digits of the length as bytes 0 to 9, `\xff`, and the packet. The type of bytes
// is a byte, too.
std::optional<Packet> PayloadReader::next_counted_bytes() {
  constexpr std::size_t digits_max = 9;
  const auto end = rest_.substr(0, digits_max + 2).find('\xff');
  if (end == std::string_view::npos || end < 2 || rest_.front() > '\1') return fail();
  std::size_t size = 0;
  for (const char digit : rest_.substr(1, end - 1)) {
    if (digit < 0 || digit > 9) return fail();
    size = size * 10 + static_cast<std::size_t>(digit);
  }
  const bool binary = rest_.front() == '\1';
  rest_.remove_prefix(end + 1);
  if (size == 0 || size > rest_.size()) return fail();
  const std::string_view bytes = rest_.substr(0, size);
  rest_.remove_prefix(size);
  ended_ = rest_.empty();
  if (binary) return bytes.front() == '\4' ? Packet{PacketType::message, true, bytes.substr(1)} : fail();
  const auto packet = text_packet(bytes);
  return packet ? packet : fail();
}

void PayloadWriter::add_text(std::string_view packet) {
  if (revision_ == Revision::v3) {
    body_ += std::to_string(utf16_units(packet));
    body_ += ':';
  } else if (packets_ > 0) {
    body_ += separator;
  }
  body_ += packet;
  ++packets_;
}

void PayloadWriter::add_binary(std::string_view bytes) {
  add_text((revision_ == Revision::v3 ? "b4" : "b") + base64(bytes));
}

}  // namespace frontdesk::engineio
