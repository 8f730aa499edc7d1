#include "command-api/facades/clinics/device.hpp"

#include "platform/http/target.hpp"
#include "schemas/wire/text_forms.hpp"

namespace frontdesk::command_api::clinics {

namespace {
constexpr std::size_t user_agent_characters_max = 512;

// A header may hold any bytes; those that are not UTF-8 are Latin-1, as HTTP once had it.
std::string text_of_header(std::string_view bytes) {
  if (http::is_utf8(bytes)) return std::string(bytes);
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) text += static_cast<char>(0xC0 | (byte >> 6));
    text += static_cast<char>(byte >= 0x80 ? 0x80 | (byte & 0x3F) : byte);
  }
  return text;
}
}  // namespace

Device device_of(const http::Request& request, const std::optional<std::string>& given) {
  const auto user_agent = given ? *given : text_of_header(request.header("user-agent"));
  return {std::string(wire::first_units(user_agent, user_agent_characters_max)), request.peer};
}

}  // namespace frontdesk::command_api::clinics
