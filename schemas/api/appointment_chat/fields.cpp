#include "schemas/api/appointment_chat/fields.hpp"

#include <algorithm>
#include <cmath>

#include "schemas/api/appointment_chat/words.hpp"
#include "schemas/wire/json.hpp"
#include "schemas/wire/text_forms.hpp"
#include "schemas/wire/url.hpp"

namespace frontdesk::api::appointment_chat {

namespace {
using wire::Input;

constexpr std::size_t content_units_max = 10'000;
constexpr std::size_t attachments_max = 10;
constexpr std::size_t address_units_max = 2048;
constexpr std::size_t file_name_units_max = 255;

std::string expected(std::string_view type, const Input& sent) {
  return "Invalid input: expected " + std::string(type) + ", received " + std::string(type_name(sent.type()));
}

// A text that stores can keep, of at most so many units.
bool fits(std::string_view text, std::size_t units_max) {
  return text.find('\0') == std::string_view::npos && wire::utf16_length(text) <= units_max;
}

std::optional<std::string> text_in(wire::Fields& fields, const Input& sent, const std::string& path,
                                   std::size_t units_max) {
  const auto text = sent.string();
  if (!text) {
    fields.fault(path, expected("string", sent));
  } else if (!fits(*text, units_max)) {
    fields.fault(path, "Too big: expected string to have <=" + std::to_string(units_max) + " characters");
  } else {
    return std::string(*text);
  }
  return std::nullopt;
}

bool is_address(std::string_view text) {
  return wire::is_http_url(text) || (text.starts_with("/uploads/") && text.find("..") == std::string_view::npos);
}

std::optional<Attachment> attachment_in(wire::Fields& fields, const Input& sent, const std::string& path) {
  if (sent.type() != Input::Type::object) {
    fields.fault(path, expected("object", sent));
    return std::nullopt;
  }
  auto url = text_in(fields, sent.member("url"), path + ".url", address_units_max);
  if (url && !is_address(*url)) {
    fields.fault(path + ".url", "Invalid url");
    url.reset();
  }
  auto name = text_in(fields, sent.member("fileName"), path + ".fileName", file_name_units_max);
  const auto size = sent.member("fileSize");
  if (size.type() != Input::Type::undefined && !size.number()) {
    fields.fault(path + ".fileSize", expected("number", size));
    return std::nullopt;
  }
  if (!url || !name) return std::nullopt;
  return Attachment{*std::move(url), *std::move(name), size.number()};
}

std::string json_of(const std::vector<Attachment>& attachments) {
  std::string json = "[";
  for (const auto& [url, name, size] : attachments) {
    wire::ObjectWriter one;
    one.text("url", url).text("fileName", name);
    if (size) one.number("fileSize", *size);
    json += (json.size() > 1 ? "," : "") + one.take();
  }
  return json + "]";
}
}  // namespace

std::optional<std::string> object_id_in(std::string_view text) {
  constexpr std::size_t digits = 24;
  std::string id(text);
  for (char& c : id) c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  const bool hex =
      std::all_of(id.begin(), id.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  return id.size() == digits && hex ? std::optional(id) : std::nullopt;
}

void read_queried_id(wire::Fields& fields, std::string& id) {
  const auto sent = fields.sent("appointmentId");
  const auto text = sent.string();
  if (!text || text->empty()) return fields.fault("appointmentId", std::string(words::id_missing));
  auto known = object_id_in(*text);
  if (!known) return fields.fault("appointmentId", std::string(words::id_malformed));
  id = *std::move(known);
}

void read_page(wire::Fields& fields, MessagesOfChat& input) {
  constexpr double limit_max = 500;
  const auto sent = fields.sent("limit");
  if (sent.type() == Input::Type::undefined) return;
  const auto text = sent.string().value_or("");
  const bool digits =
      !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  const auto number = digits ? wire::number_in(text) : std::nullopt;
  if (!number || *number < 1 || *number > limit_max) {
    return fields.fault("limit", std::string(words::invalid_pagination));
  }
  input.limit = static_cast<std::int64_t>(*number);
}

void read_page_before(wire::Fields& fields, MessagesOfChat& input) {
  const auto sent = fields.sent("before");
  if (sent.type() == Input::Type::undefined) return;
  input.before = object_id_in(sent.string().value_or(""));
  if (!input.before) fields.fault("before", std::string(words::invalid_pagination));
}

// Its form is judged after the whole body.
void read_id(wire::Fields& fields, SendMessage& input) {
  const auto sent = fields.sent("appointmentId");
  const auto text = sent.string();
  if (!text || text->empty()) return fields.fault("appointmentId", std::string(words::id_missing));
  input.appointment_id = object_id_in(*text).value_or(std::string(*text));
}

void read_content(wire::Fields& fields, SendMessage& input) {
  const auto sent = fields.sent("content");
  const auto text = sent.string();
  if (!text) {
    const bool missing = sent.type() == Input::Type::undefined;
    return fields.fault("content", missing ? "Message content is required" : expected("string", sent));
  }
  const auto content = wire::trim(*text);
  if (wire::shows_nothing(content)) return fields.fault("content", "Message content is required");
  if (content.find('\0') != std::string_view::npos) return fields.fault("content", "Invalid input: NUL character");
  if (wire::utf16_length(content) > content_units_max) {
    return fields.fault("content", "Too big: expected string to have <=10000 characters");
  }
  fields.keep("content", wire::quoted(content));
  input.content = content;
}

void read_attachments(wire::Fields& fields, SendMessage& input) {
  const auto sent = fields.sent("attachments");
  if (sent.type() == Input::Type::undefined) return;
  if (sent.type() != Input::Type::array) return fields.fault("attachments", expected("array", sent));
  const auto items = sent.items();
  if (items.size() > attachments_max) {
    return fields.fault("attachments", "Too big: expected array to have <=10 items");
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto one = attachment_in(fields, items[i], "attachments." + std::to_string(i));
    if (one) input.attachments.push_back(*std::move(one));
  }
  fields.keep("attachments", json_of(input.attachments));
}

void read_typing(wire::Fields& fields, Typing& input) {
  const auto id = fields.sent("appointmentId");
  const auto user = fields.sent("userId");
  const auto action = fields.sent("action");
  const auto is_given = [](const Input& sent) { return !sent.string().value_or("").empty(); };
  const bool known = action.string() == std::string_view("start") || action.string() == std::string_view("stop");
  if (!is_given(id) || !is_given(user) || !known) {
    return fields.fault("action", std::string(words::missing_fields));
  }
  input.appointment_id = object_id_in(*id.string()).value_or(std::string(*id.string()));
  input.begins = action.string() == std::string_view("start");
}

}  // namespace frontdesk::api::appointment_chat
