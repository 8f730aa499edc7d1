#include "schemas/wire/fields.hpp"

#include <algorithm>
#include <cmath>

#include "schemas/wire/json.hpp"
#include "schemas/wire/text_forms.hpp"
#include "schemas/wire/url.hpp"
#include "schemas/wire/uuid.hpp"

namespace frontdesk::wire {

namespace {
constexpr std::size_t email_characters_max = 254;
constexpr std::size_t website_characters_max = 2048;
constexpr std::size_t password_bytes_max = 72;
constexpr std::size_t password_characters_min = 6;

std::string printed(double value) {
  std::string digits;
  append_number(digits, value);
  return digits;
}
}  // namespace

Fields::Fields(Input input) : input_(std::move(input)), object_(input_.type() == Input::Type::object) {
  if (!object_) wrong_type("", "object", input_);
}

void Fields::fault(std::string_view path, std::string message) {
  faults_.push_back({std::string(path), std::move(message)});
}

void Fields::wrong_type(std::string_view path, std::string_view expected, const Input& received) {
  std::string message = "Invalid input: expected ";
  message.append(expected).append(", received ").append(type_name(received.type()));
  fault(path, std::move(message));
}

void Fields::keep(std::string_view name, std::string_view json) {
  if (!content_.empty()) content_ += ',';
  append_quoted(content_, name);
  content_ += ':';
  content_ += json;
}

void Fields::keep_text(std::string_view name, const std::optional<std::string>& value) {
  if (value) keep(name, quoted(*value));
}

Input Fields::present(std::string_view name, bool empty_is_absent, bool null_is_absent) {
  Input field = input_.member(name);
  if (null_is_absent && field.type() == Input::Type::null) return Input::none();
  if (empty_is_absent && field.string() == std::string_view()) return Input::none();
  return field;
}

bool Fields::has_nul(std::string_view path, std::string_view value) {
  if (value.find('\0') == std::string_view::npos) return false;
  fault(path, "Invalid input: NUL character");
  return true;
}

bool Fields::too_long(std::string_view path, std::string_view value, std::size_t max) {
  if (value.size() <= max || utf16_length(value) <= max) return false;
  fault(path, "Too big: expected string to have <=" + std::to_string(max) + " characters");
  return true;
}

std::optional<std::string> Fields::text(std::string_view name, const TextRule& rule) {
  auto value = read_text(name, rule);
  keep_text(name, value);
  return value;
}

std::optional<std::string> Fields::read_text(std::string_view name, const TextRule& rule) {
  if (!object_) return std::nullopt;
  const Input field = present(name, rule.empty_is_absent, rule.null_is_absent);
  if (field.type() == Input::Type::undefined && !rule.required) return std::nullopt;
  const auto value = field.string();
  if (!value) {
    wrong_type(name, "string", field);
    return std::nullopt;
  }
  if (has_nul(name, *value)) return std::nullopt;
  const auto counted = rule.shown ? (shows_nothing(*value) ? std::string_view() : trim(*value)) : *value;
  if (utf16_length(counted) < rule.min) {
    fault(name, rule.too_short.empty()
                    ? "Too small: expected string to have >=" + std::to_string(rule.min) + " characters"
                    : std::string(rule.too_short));
    return std::nullopt;
  }
  if (too_long(name, counted, rule.max)) return std::nullopt;
  return std::string(*value);
}

std::optional<std::string> Fields::email(std::string_view name, bool required) {
  if (!object_) return std::nullopt;
  const Input field = present(name, !required);
  if (field.type() == Input::Type::undefined && !required) return std::nullopt;
  const auto value = field.string();
  if (value && has_nul(name, *value)) return std::nullopt;
  const auto trimmed = trim(value.value_or(""));
  if (!is_email(trimmed)) {
    fault(name, "Invalid email address");
    return std::nullopt;
  }
  if (too_long(name, trimmed, email_characters_max)) return std::nullopt;
  keep(name, quoted(trimmed));
  return std::string(trimmed);
}

std::optional<std::string> Fields::new_password(std::string_view name, std::string_view too_short) {
  auto value = read_text(name, {.min = password_characters_min, .too_short = too_short});
  if (value && value->size() > password_bytes_max) {
    fault(name, "Password must be at most 72 bytes");
    return std::nullopt;
  }
  return value;
}

std::optional<std::string> Fields::uuid(std::string_view name) {
  const auto value = read_text(name, {});
  if (!value) return std::nullopt;
  auto id = parse_uuid(*value);
  if (!id) fault(name, "Invalid UUID");
  keep_text(name, id);
  return id;
}

std::optional<double> Fields::as_number(std::string_view name, const Input& field) {
  if (!field.is_form() && field.type() != Input::Type::undefined) {
    const auto value = field.number();
    if (!value) wrong_type(name, "number", field);
    return value;
  }
  const auto value = number_in(trim(field.string().value_or("")));
  if (value) return value;
  if (input_.is_form()) {
    fault(name, "Invalid input: expected number, received NaN");
  } else {
    wrong_type(name, "number", field);
  }
  return std::nullopt;
}

std::optional<double> Fields::number(std::string_view name, const NumberRule& rule) {
  if (!object_) return std::nullopt;
  const Input field = present(name, !rule.required, rule.null_is_absent);
  if (field.type() == Input::Type::undefined && !rule.required) return std::nullopt;
  const auto value = as_number(name, field);
  if (!value) return std::nullopt;
  if (rule.whole && *value != std::floor(*value)) {
    fault(name, "Invalid input: expected int, received number");
  } else if (*value < rule.min) {
    fault(name, "Too small: expected number to be >=" + printed(rule.min));
  } else if (*value > rule.max) {
    fault(name, "Too big: expected number to be <=" + printed(rule.max));
  } else {
    keep(name, printed(*value));
    return value;
  }
  return std::nullopt;
}

std::optional<bool> Fields::boolean(std::string_view name, bool required) {
  if (!object_) return std::nullopt;
  const Input field = present(name, !required);
  if (field.type() == Input::Type::undefined && !required) return std::nullopt;
  const auto value = field.boolean();
  if (!value) {
    wrong_type(name, "boolean", field);
    return std::nullopt;
  }
  keep(name, *value ? "true" : "false");
  return value;
}

std::optional<std::string> Fields::option(std::string_view name, const std::vector<std::string_view>& allowed,
                                          bool required) {
  if (!object_) return std::nullopt;
  const Input field = present(name, !required);
  if (field.type() == Input::Type::undefined && !required) return std::nullopt;
  const auto value = field.string();
  if (value && std::find(allowed.begin(), allowed.end(), *value) != allowed.end()) {
    keep(name, quoted(*value));
    return std::string(*value);
  }
  std::string message = "Invalid option: expected one of ";
  for (auto it = allowed.begin(); it != allowed.end(); ++it) {
    message.append(it == allowed.begin() ? "\"" : "|\"").append(*it).append("\"");
  }
  fault(name, std::move(message));
  return std::nullopt;
}

std::optional<std::string> Fields::phone(std::string_view name) {
  auto value = text(name, {.required = false, .empty_is_absent = true});
  if (value && !is_phone(*value)) {
    fault(name, "Invalid string: must match pattern /^\\d{10}$/");
    return std::nullopt;
  }
  return value;
}

std::optional<std::string> Fields::website(std::string_view name) {
  auto value = text(name, {.max = website_characters_max, .required = false, .empty_is_absent = true});
  if (value && !is_http_url(*value)) {
    fault(name, "Invalid URL");
    return std::nullopt;
  }
  return value;
}

std::optional<std::string> Fields::clock_time(std::string_view path, const Input& field) {
  const auto value = field.string();
  if (!value) {
    wrong_type(path, "string", field);
    return std::nullopt;
  }
  if (!is_clock_time(*value)) {
    fault(path, "Invalid string: must match pattern /^([01]\\d|2[0-3]):[0-5]\\d$/");
    return std::nullopt;
  }
  return std::string(*value);
}

std::optional<OpeningHoursField> Fields::opening_hours(std::string_view name) {
  if (!object_) return std::nullopt;
  Input field = present(name, true);
  if (field.type() == Input::Type::undefined) return std::nullopt;
  if (const auto as_text = field.string()) {
    const auto parsed = Input::from_json(*as_text);
    if (!parsed) {
      fault(name, "Invalid JSON");
      return std::nullopt;
    }
    field = *parsed;
  }
  if (field.type() != Input::Type::object) {
    wrong_type(name, "object", field);
    return std::nullopt;
  }
  const std::string path(name);
  const auto start = clock_time(path + ".start", field.member("start"));
  const auto end = clock_time(path + ".end", field.member("end"));
  if (!start || !end) return std::nullopt;
  if (*start >= *end) {
    fault(path + ".end", "End must be after start");
    return std::nullopt;
  }
  keep(name, ObjectWriter().text("start", *start).text("end", *end).take());
  return OpeningHoursField{*start, *end};
}

std::optional<std::string> Fields::nested_text(std::string_view parent, std::string_view name) {
  if (!object_) return std::nullopt;
  const Input object = input_.member(parent);
  if (object.type() == Input::Type::undefined) return std::nullopt;
  if (object.type() != Input::Type::object) {
    wrong_type(parent, "object", object);
    return std::nullopt;
  }
  const std::string path = std::string(parent) + "." + std::string(name);
  const Input field = object.member(name);
  const auto value = field.string();
  if (!value) {
    wrong_type(path, "string", field);
    return std::nullopt;
  }
  if (has_nul(path, *value)) return std::nullopt;
  keep(path, quoted(*value));
  return std::string(*value);
}

void Fields::same(std::string_view name, std::string_view other, std::string_view message) {
  if (!object_) return;
  const auto value = input_.member(name).string();
  const auto wanted = input_.member(other).string();
  if (value && wanted && *value != *wanted) fault(name, std::string(message));
}

void Fields::only(const std::vector<std::string_view>& names) {
  std::string unknown;
  std::size_t count = 0;
  for (const auto& name : input_.member_names()) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    unknown.append(count++ == 0 ? "\"" : ", \"").append(name).append("\"");
  }
  if (count > 0) fault("", (count == 1 ? "Unrecognized key: " : "Unrecognized keys: ") + unknown);
}

}  // namespace frontdesk::wire
