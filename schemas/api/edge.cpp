#include "schemas/api/edge.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "schemas/api/answers.hpp"
#include "schemas/api/operation/manners.hpp"

namespace frontdesk::api {

namespace {

// Services refuse at their routes' own limits; below this the edge lets them.
constexpr std::size_t body_bytes_kept = 1024 * 1024;

// With which the edge refuses by itself.
constexpr std::array refusals{400, 404, 408, 413, 414, 431, 500, 503};

constexpr std::string_view note = "# Printed by frontdesk-api from the tables in schemas/api.\n";

// nginx's text between apostrophes.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

bool has_parameter(std::string_view pattern) { return pattern.find("/:") != std::string_view::npos; }

// "/api/tokens/:tokenId" as a regular expression: /api/tokens/[^/]+
std::string expression_of(std::string_view pattern) {
  std::string out;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == ':') {
      out += "[^/]+";
      at = std::min(pattern.find('/', at), pattern.size()) - 1;
    } else {
      if (pattern[at] == '.') out += '\\';
      out += pattern[at];
    }
  }
  return out;
}

class Map {
 public:
  Map(std::string_view of, std::string_view variable)
      : text_("map " + std::string(of) + " " + std::string(variable) + " {\n") {}
  Map& line(const std::string& key, const std::string& value) {
    text_ += "  " + key + " " + value + ";\n";
    return *this;
  }
  // One refusal may end in another: what depends on the status is worked out anew each time.
  Map& fresh() {
    text_ += "  volatile;\n";
    return *this;
  }
  std::string take() { return std::move(text_) + "}\n"; }

 private:
  std::string text_;
};

std::string service_of(const RouteDescription& route) {
  return route.side == Side::query ? "query_api" : "command_api";
}

// nginx looks literal keys up first, then tries expressions in their order, which is that of the tables.
std::string services(const std::vector<const Family*>& families) {
  Map map("\"$request_method $path_without_slash\"", "$service_of_route");
  map.line("default", "$service_by_method");
  for (const auto* family : families) {
    for (const auto& route : family->routes) {
      const auto& [method, pattern] = route.at;
      if (pattern.empty()) continue;
      const auto key = has_parameter(pattern) ? "~^" + std::string(method) + " " + expression_of(pattern) + "$"
                                              : std::string(method) + " " + std::string(pattern);
      map.line('"' + key + '"', service_of(route));
    }
  }
  return map.take();
}

// The edge's one body for all its refusals of a family, with its variables for the words and the path.
std::string refusal_body(const Manners& manners) {
  const auto body = [&](int status) { return manners.failure(status, "$error_text", "$printable_path"); };
  const auto one = body(refusals.front());
  if (!std::all_of(refusals.begin(), refusals.end(), [&](int status) { return body(status) == one; })) {
    throw std::logic_error(std::string(manners.name) + " words what the edge refuses in several shapes");
  }
  return one;
}

std::vector<const Manners*> all_manners() {
  std::vector<const Manners*> all{&operation::elsewhere};
  for (const auto& [path, manners] : manners_by_path()) {
    if (std::find(all.begin(), all.end(), manners) == all.end()) all.push_back(manners);
  }
  return all;
}

std::string families_by_path() {
  Map map("$refused_path", "$error_family");
  map.line("default", std::string(operation::elsewhere.name));
  for (const auto& [path, manners] : manners_by_path()) {
    map.line("\"~^" + expression_of(path) + "(/|$)\"", std::string(manners->name));
  }
  return map.take();
}

std::string refusal_bodies() {
  Map map("$error_family", "$error_body");
  map.fresh();
  for (const auto* manners : all_manners()) map.line(std::string(manners->name), quoted(refusal_body(*manners)));
  return map.take();
}

std::string open_to_any_origin() {
  Map map("$error_family", "$open_to_any_origin");
  map.line("default", "\"\"");
  for (const auto* manners : all_manners()) {
    if (manners->any_origin) map.line(std::string(manners->name), "\"*\"");
  }
  return map.take();
}

std::string words_of_refusals() {
  Map map("$status", "$error_text");
  map.fresh();
  map.line("default", quoted(words_of_refusal(400)));
  for (const int status : refusals) {
    if (words_of_refusal(status) != words_of_refusal(400)) {
      map.line(std::to_string(status), quoted(words_of_refusal(status)));
    }
  }
  return map.take();
}

std::size_t body_bytes_max(const RouteDescription& route) {
  return std::max(route.body_bytes_max, route.multipart_bytes_max);
}

}  // namespace

std::string edge_maps(const std::vector<const Family*>& families) {
  std::string text(note);
  text += services(families);
  text += families_by_path();
  text += refusal_bodies();
  text += words_of_refusals();
  text += open_to_any_origin();
  return text;
}

std::string edge_locations(const std::vector<const Family*>& families) {
  std::vector<std::pair<std::string_view, std::size_t>> large;  // by path, with the most that its routes take
  for (const auto* family : families) {
    for (const auto& route : family->routes) {
      const auto bytes = body_bytes_max(route);
      if (route.at.pattern.empty() || bytes <= body_bytes_kept) continue;
      const auto known =
          std::find_if(large.begin(), large.end(), [&](const auto& path) { return path.first == route.at.pattern; });
      if (known == large.end()) {
        large.emplace_back(route.at.pattern, bytes);
      } else {
        known->second = std::max(known->second, bytes);
      }
    }
  }
  std::string text = std::string(note) + "client_max_body_size " + std::to_string(body_bytes_kept) + ";\n";
  for (const auto& [pattern, bytes] : large) {
    text += "location ~ ^" + expression_of(pattern) + "/?$ {\n  client_max_body_size " + std::to_string(bytes) +
            ";\n  proxy_pass http://$service;\n}\n";
  }
  return text;
}

}  // namespace frontdesk::api
