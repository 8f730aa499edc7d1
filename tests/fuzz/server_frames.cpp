#include <cstddef>
#include <optional>
#include <stdexcept>

#include "platform/http/target.hpp"
#include "tests/fuzz/answers.hpp"
#include "tests/support/json.hpp"

namespace frontdesk::fuzz {
namespace {

struct Frame {
  unsigned opcode = 0;
  std::string_view payload;
};

// The next frame off the front; nothing when it is cut off. Sets `fault` when no server may send it.
std::optional<Frame> take_frame(std::string_view& bytes, std::string& fault) {
  if (bytes.size() < 2) return std::nullopt;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  if ((byte(0) & 0xf0) != 0x80) fault = "a frame in parts or with reserved bits";
  if ((byte(1) & 0x80) != 0) fault = "a masked frame";
  std::size_t head = 2;
  std::size_t size = byte(1) & 0x7f;
  if (size >= 126) {
    const std::size_t digits = size == 126 ? 2 : 8;
    head += digits;
    if (bytes.size() < head) return std::nullopt;
    size = 0;
    for (std::size_t i = 2; i < head; ++i) size = size << 8 | byte(i);
  }
  if (!fault.empty() || bytes.size() - head < size) return std::nullopt;
  const Frame frame{byte(0) & 0x0fU, bytes.substr(head, size)};
  bytes.remove_prefix(head + size);
  return frame;
}

std::string fault_of_message(std::string_view payload) {
  if (!http::is_utf8(payload)) return "a message that is not UTF-8";
  try {
    const auto json = test_support::Json::parse(payload);
    if (!json["event"].exists() && !json["id"].exists()) return "a message that is neither event nor acknowledgement";
  } catch (const std::runtime_error&) {
    return "a message that is not JSON";
  }
  return {};
}

}  // namespace

std::string fault_of_frames(std::string_view bytes) {
  std::string fault;
  while (const auto frame = take_frame(bytes, fault)) {
    switch (frame->opcode) {
      case 1:
        fault = fault_of_message(frame->payload);
        break;
      case 8:
        return bytes.empty() ? "" : "bytes after the close frame";
      case 9:
      case 10:
        if (frame->payload.size() > 125) fault = "a control frame that is too long";
        break;
      default:
        fault = "an opcode that we do not send";
        break;
    }
    if (!fault.empty()) break;
  }
  return fault;
}

}  // namespace frontdesk::fuzz
