#include "platform/config/config.hpp"

#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>

extern "C" char** environ;

namespace frontdesk::config {
namespace {

std::map<std::string, std::string> process_variables() {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (const auto equals = text.find('='); equals != std::string_view::npos) {
      variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return variables;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> seconds_in(char unit) {
  switch (unit) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 3600;
    case 'd':
      return 86400;
    default:
      return std::nullopt;
  }
}

constexpr std::int64_t duration_s_max = 10LL * 366 * 86400;

std::optional<std::int64_t> parse_duration(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::int64_t unit_s = 1;
  if (const auto seconds = seconds_in(text.back())) {
    unit_s = *seconds;
    text.remove_suffix(1);
  }
  const auto count = whole_number(text);
  if (!count || *count <= 0 || *count > duration_s_max / unit_s) return std::nullopt;
  return *count * unit_s;
}

// `redis://:password@host` → `redis://:***@host`; `?password=x` → `?password=***`.
std::string without_password(std::string text) {
  if (const auto scheme = text.find("://"); scheme != std::string::npos) {
    const auto at = text.rfind('@');
    const auto colon = text.find(':', scheme + 3);
    if (at != std::string::npos && colon < at) text.replace(colon + 1, at - colon - 1, "***");
  }
  if (const auto parameter = text.find("password="); parameter != std::string::npos) {
    const auto begin = parameter + 9;
    text.replace(begin, std::min(text.find_first_of("& ", begin), text.size()) - begin, "***");
  }
  return text;
}

}  // namespace

Environment::Environment() : Environment(process_variables()) {}
Environment::Environment(std::map<std::string, std::string> variables) : variables_(std::move(variables)) {}

std::string Environment::text(const std::string& name, const std::string& fallback) {
  const auto found = variables_.find(name);
  // `NAME=` in a .env file means "as if it were not there".
  std::string value = found == variables_.end() || found->second.empty() ? fallback : found->second;
  shown_[name] = without_password(value);
  return value;
}

std::string Environment::required(const std::string& name) {
  std::string value = text(name, "");
  if (value.empty()) throw Invalid(name + " is not set");
  return value;
}

std::string Environment::secret(const std::string& name, const std::string& fallback) {
  std::string value = text(name, fallback);
  shown_[name] = value.empty() ? "" : "***";
  return value;
}

std::string Environment::pem(const std::string& name) {
  std::string value = secret(name);
  if (value.empty()) return value;
  if (value.find("-----BEGIN ") == std::string::npos) {
    std::ifstream file(value, std::ios::binary);
    std::ostringstream content;
    if (!file || !(content << file.rdbuf())) throw Invalid(name + " is neither PEM text nor a readable file");
    value = content.str();
    if (value.find("-----BEGIN ") == std::string::npos) throw Invalid(name + " names a file that holds no PEM text");
    return value;
  }
  // A .env file has one line a value, so line ends come as the two characters `\n`.
  for (auto at = value.find("\\n"); at != std::string::npos; at = value.find("\\n", at)) value.replace(at, 2, "\n");
  return value;
}

std::int64_t Environment::number(const std::string& name, std::int64_t fallback, std::int64_t min, std::int64_t max) {
  const auto value = whole_number(trimmed(text(name, std::to_string(fallback))));
  if (!value || *value < min || *value > max) {
    throw Invalid(name + " must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  }
  return *value;
}

std::uint16_t Environment::port(const std::string& name, std::uint16_t fallback) {
  return static_cast<std::uint16_t>(number(name, fallback, 1, 65535));
}

Environment::Address Environment::http_address(const std::string& name, std::uint16_t usual_port) {
  const std::string url = text(name, "http://127.0.0.1:" + std::to_string(usual_port));
  constexpr std::string_view scheme = "http://";
  const auto colon = url.rfind(':');
  const bool has_port = url.starts_with(scheme) && colon > scheme.size();
  const auto port = has_port ? whole_number(std::string_view(url).substr(colon + 1)) : std::nullopt;
  if (!port || *port < 1 || *port > 65535) throw Invalid(name + " must be http://host:port");
  return {url.substr(scheme.size(), colon - scheme.size()), static_cast<std::uint16_t>(*port)};
}

bool Environment::on(const std::string& name, bool fallback) {
  const std::string value = text(name, fallback ? "on" : "off");
  if (value == "on" || value == "true" || value == "1") return true;
  if (value == "off" || value == "false" || value == "0") return false;
  throw Invalid(name + " must be on or off");
}

std::vector<std::string> Environment::list(const std::string& name, const std::string& fallback) {
  const std::string value = text(name, fallback);
  std::vector<std::string> items;
  std::string_view rest = value;
  while (!rest.empty()) {
    const auto comma = std::min(rest.find(','), rest.size());
    if (const auto item = trimmed(rest.substr(0, comma)); !item.empty()) items.emplace_back(item);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return items;
}

std::int64_t Environment::duration_seconds(const std::string& name, const std::string& fallback) {
  const auto seconds = parse_duration(trimmed(text(name, fallback)));
  if (!seconds) throw Invalid(name + " must be a duration such as 900, 5s, 15m, 1h or 7d");
  return *seconds;
}

bool Environment::production() {
  return text("FRONTDESK_PROFILE", "") == "production" || text("NODE_ENV", "") == "production";
}

std::string Environment::describe() const {
  std::string line;
  for (const auto& [name, value] : shown_) {
    if (!line.empty()) line += ' ';
    line.append(name).append(1, '=').append(value);
  }
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  return line;
}

}  // namespace frontdesk::config
