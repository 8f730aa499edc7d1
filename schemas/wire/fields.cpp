#include "schemas/wire/fields.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

#include "schemas/wire/uuid.hpp"

namespace frontdesk::wire {

namespace {
constexpr std::size_t email_characters_max = 254;
constexpr std::size_t website_characters_max = 2048;
constexpr std::size_t password_bytes_max = 72;
constexpr std::size_t password_characters_min = 6;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) ++units;  // every code point's first byte
    if (byte >= 0xF0) ++units;           // outside the basic plane: a surrogate pair
  }
  return units;
}

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

bool is_email_local(std::string_view local) {
  if (local.empty() || local.front() == '.' || local.back() == '.') return false;
  for (std::size_t i = 0; i < local.size(); ++i) {
    const char c = local[i];
    const bool allowed = is_letter(c) || is_digit(c) || std::string_view("_'+-.").find(c) != std::string_view::npos;
    if (!allowed || (c == '.' && local[i - 1] == '.')) return false;
  }
  return true;
}

bool is_domain_label(std::string_view label) {
  if (label.empty() || label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

bool is_email_domain(std::string_view domain) {
  std::size_t labels = 0;
  for (;;) {
    const auto dot = domain.find('.');
    const auto label = domain.substr(0, dot);
    if (!is_domain_label(label)) return false;
    ++labels;
    if (dot == std::string_view::npos) {
      return labels >= 2 && label.size() >= 2 && std::all_of(label.begin(), label.end(), is_letter);
    }
    domain.remove_prefix(dot + 1);
  }
}

bool is_http_url(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (text.substr(0, scheme.size()) != scheme) continue;
    const auto rest = text.substr(scheme.size());
    const auto host = rest.substr(0, rest.find_first_of("/?#"));
    const auto visible = [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7F; };
    return !host.empty() && host.front() != ':' && std::all_of(text.begin(), text.end(), visible) &&
           host.find_first_of("<>\"\\^`{|}") == std::string_view::npos;
  }
  return false;
}

bool is_clock_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return false;
  for (const std::size_t i : {0U, 1U, 3U, 4U}) {
    if (!is_digit(text[i])) return false;
  }
  const int hours = (text[0] - '0') * 10 + (text[1] - '0');
  return hours <= 23 && text[3] <= '5';
}

std::string shortest(double value) {
  if (value == std::floor(value) && std::abs(value) < 1e15) return std::to_string(static_cast<long long>(value));
  char digits[32];
  return std::string(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}
}  // namespace

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos) return false;
  return is_email_local(text.substr(0, at)) && is_email_domain(text.substr(at + 1));
}

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

Input Fields::present(std::string_view name, bool empty_is_absent) {
  Input field = input_.member(name);
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
  if (!object_) return std::nullopt;
  const Input field = present(name, rule.empty_is_absent);
  if (field.type() == Input::Type::undefined && !rule.required) return std::nullopt;
  const auto value = field.string();
  if (!value) {
    wrong_type(name, "string", field);
    return std::nullopt;
  }
  if (has_nul(name, *value)) return std::nullopt;
  if (utf16_length(*value) < rule.min) {
    fault(name, rule.too_short.empty()
                    ? "Too small: expected string to have >=" + std::to_string(rule.min) + " characters"
                    : std::string(rule.too_short));
    return std::nullopt;
  }
  if (too_long(name, *value, rule.max)) return std::nullopt;
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
  return std::string(trimmed);
}

std::optional<std::string> Fields::new_password(std::string_view name, std::string_view too_short) {
  auto value = text(name, {.min = password_characters_min, .too_short = too_short});
  if (value && value->size() > password_bytes_max) {
    fault(name, "Password must be at most 72 bytes");
    return std::nullopt;
  }
  return value;
}

std::optional<std::string> Fields::uuid(std::string_view name) {
  const auto value = text(name);
  if (!value) return std::nullopt;
  auto id = parse_uuid(*value);
  if (!id) fault(name, "Invalid UUID");
  return id;
}

std::optional<double> Fields::as_number(std::string_view name, const Input& field) {
  if (!field.is_form() && field.type() != Input::Type::undefined) {
    const auto value = field.number();
    if (!value) wrong_type(name, "number", field);
    return value;
  }
  const auto text_value = trim(field.string().value_or(""));
  double value = 0;
  const auto [end, error] = std::from_chars(text_value.data(), text_value.data() + text_value.size(), value);
  if (text_value.empty() || error != std::errc() || end != text_value.data() + text_value.size() ||
      !std::isfinite(value)) {
    if (input_.is_form()) {
      fault(name, "Invalid input: expected number, received NaN");
    } else {
      wrong_type(name, "number", field);
    }
    return std::nullopt;
  }
  return value;
}

std::optional<double> Fields::number(std::string_view name, const NumberRule& rule) {
  if (!object_) return std::nullopt;
  const Input field = present(name, !rule.required);
  if (field.type() == Input::Type::undefined && !rule.required) return std::nullopt;
  const auto value = as_number(name, field);
  if (!value) return std::nullopt;
  if (rule.whole && *value != std::floor(*value)) {
    fault(name, "Invalid input: expected int, received number");
  } else if (*value < rule.min) {
    fault(name, "Too small: expected number to be >=" + shortest(rule.min));
  } else if (*value > rule.max) {
    fault(name, "Too big: expected number to be <=" + shortest(rule.max));
  } else {
    return value;
  }
  return std::nullopt;
}

std::optional<bool> Fields::boolean(std::string_view name, bool required) {
  if (!object_) return std::nullopt;
  const Input field = present(name, !required);
  if (field.type() == Input::Type::undefined && !required) return std::nullopt;
  const auto value = field.boolean();
  if (!value) wrong_type(name, "boolean", field);
  return value;
}

std::optional<std::string> Fields::option(std::string_view name, const std::vector<std::string_view>& allowed,
                                          bool required) {
  if (!object_) return std::nullopt;
  const Input field = present(name, !required);
  if (field.type() == Input::Type::undefined && !required) return std::nullopt;
  const auto value = field.string();
  if (value && std::find(allowed.begin(), allowed.end(), *value) != allowed.end()) return std::string(*value);
  std::string message = "Invalid option: expected one of ";
  for (auto it = allowed.begin(); it != allowed.end(); ++it) {
    message.append(it == allowed.begin() ? "\"" : "|\"").append(*it).append("\"");
  }
  fault(name, std::move(message));
  return std::nullopt;
}

std::optional<std::string> Fields::phone(std::string_view name) {
  auto value = text(name, {.required = false, .empty_is_absent = true});
  if (value && (value->size() != 10 || !std::all_of(value->begin(), value->end(), is_digit))) {
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
  return std::string(*value);
}

void Fields::same(std::string_view name, std::string_view other, std::string_view message) {
  if (!object_) return;
  const auto value = input_.member(name).string();
  const auto wanted = input_.member(other).string();
  if (value && wanted && *value != *wanted) fault(name, std::string(message));
}

void Fields::only(std::initializer_list<std::string_view> names) {
  std::string unknown;
  std::size_t count = 0;
  for (const auto& name : input_.member_names()) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    unknown.append(count++ == 0 ? "\"" : ", \"").append(name).append("\"");
  }
  if (count > 0) fault("", (count == 1 ? "Unrecognized key: " : "Unrecognized keys: ") + unknown);
}

}  // namespace frontdesk::wire
