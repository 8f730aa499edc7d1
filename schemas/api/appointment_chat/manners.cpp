#include "schemas/api/appointment_chat/manners.hpp"

#include <algorithm>
#include <string>

#include "schemas/api/appointment_chat/words.hpp"
#include "schemas/api/words.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::api::appointment_chat {

namespace {
// What is wrong with a body, a fault an entry (contract 001, section 2).
std::string invalid_request(const std::string& details) {
  return wire::ObjectWriter().text("error", words::invalid_request).raw("details", "[" + details + "]").take();
}

std::string failure(int, std::string_view words, std::string_view) {
  if (words == api::words::invalid_json) return invalid_request("");
  return wire::ObjectWriter().text("error", words).take();
}

// "attachments.0.url" → ["attachments",0,"url"]
std::string path_of(std::string_view dotted) {
  std::string path = "[";
  while (!dotted.empty()) {
    const auto step = dotted.substr(0, dotted.find('.'));
    const bool index = std::all_of(step.begin(), step.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (path.size() > 1) path += ',';
    path += index ? std::string(step) : wire::quoted(step);
    dotted.remove_prefix(std::min(dotted.size(), step.size() + 1));
  }
  return path + "]";
}

// It informs, and no client goes by it.
std::string_view code_of(std::string_view message) {
  if (message.starts_with("Too big")) return "too_big";
  if (message.starts_with("Invalid option")) return "invalid_enum_value";
  return message.ends_with("is required") ? "too_small" : "invalid_type";
}

std::string invalid(Part part, const std::vector<wire::Fault>& faults) {
  const auto says = [&](std::string_view words) {
    return std::any_of(faults.begin(), faults.end(), [&](const auto& fault) { return fault.message == words; });
  };
  if (part == Part::query) return failure(400, faults.front().message, {});
  if (says(words::missing_fields)) return failure(400, words::missing_fields, {});
  std::string details;
  for (const auto& fault : faults) {
    if (!details.empty()) details += ',';
    details += wire::ObjectWriter()
                   .raw("path", path_of(fault.path))
                   .text("message", fault.message)
                   .text("code", code_of(fault.message))
                   .take();
  }
  return invalid_request(details);
}

std::string_view denied(const auth::Denial&) { return "Unauthorized"; }

Schema error_schema(const std::vector<std::string_view>& words, const std::vector<SchemaMember>& more = {}) {
  std::vector<SchemaMember> members{{"error", one_of_texts(words)}};
  members.insert(members.end(), more.begin(), more.end());
  return object_of(members);
}

Schema failure_schema(const std::vector<std::string_view>& words) {
  if (words == std::vector{api::words::invalid_json}) {
    return error_schema({words::invalid_request}, {{"details", schema_of_keywords(R"("type":"array","maxItems":0)")}});
  }
  return error_schema(words);
}

Schema fault_schema() {
  const auto path = schema_of_keywords(R"("type":"array","items":{"type":["string","integer"]})");
  return named_schema("appointment_chat.Fault",
                      object_of({{"path", path}, {"message", text_schema()}, {"code", text_schema()}}));
}

Schema invalid_schema(const std::vector<Part>& parts) {
  const auto sentence = named_schema("appointment_chat.Invalid", object_of({{"error", text_schema()}}));
  if (std::find(parts.begin(), parts.end(), Part::body) == parts.end()) return sentence;
  const auto detailed = named_schema("appointment_chat.InvalidBody",
                                     error_schema({words::invalid_request}, {{"details", array_of(fault_schema())}}));
  return either(detailed, sentence);
}
}  // namespace

const Manners manners{
    .name = "appointment_chat",
    .paths = {"/api/appointment-chat"},
    .role = &RoleWords::appointment_chat,
    .cookies = {"__Secure-next-auth.session-token", "next-auth.session-token"},
    .no_body_is_empty = true,
    .failure = failure,
    .denied = denied,
    .not_allowed = {403, words::access_denied},
    .invalid = invalid,
    .failure_schema = failure_schema,
    .invalid_schema = invalid_schema,
    .error_event = [](std::string_view) { return std::string("error"); },
    .error_in_object = true,
};

}  // namespace frontdesk::api::appointment_chat
