#include "schemas/api/openapi.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "schemas/api/words.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::api {

namespace {

// JSON lists and objects from finished parts.
std::string array_of(const std::vector<std::string>& items) {
  std::string out = "[";
  for (const auto& item : items) out.append(out.size() > 1 ? "," : "").append(item);
  return out + "]";
}

std::string json_content(const std::string& schema) { return R"({"application/json":{"schema":)" + schema + "}}"; }

std::string response(std::string_view description, const std::string& schema, std::string_view headers = {}) {
  wire::ObjectWriter out;
  out.text("description", description);
  if (!headers.empty()) out.raw("headers", headers);
  return out.raw("content", json_content(schema)).take();
}

constexpr std::string_view retry_after = R"({"Retry-After":{"description":"seconds","schema":{"type":"integer"}}})";

// "/api/tokens/:tokenId" → "/api/tokens/{tokenId}"
std::string path_of(std::string_view pattern) {
  std::string path;
  bool in_parameter = false;
  for (const char c : pattern) {
    if (c == '/' && in_parameter) path += '}';
    if (c == '/' || c == ':') in_parameter = c == ':';
    path += c == ':' ? '{' : c;
  }
  return in_parameter ? path + '}' : path;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return lower;
}

bool has_body(const RouteDescription& route) { return !route.body.empty(); }
bool is_keyed_command(const RouteDescription& route) { return route.keyed && route.side == Side::command; }

class OpenApiDocument {
 public:
  std::string print(const std::vector<const Family*>& families) {
    for (const auto* family : families) add(*family);
    wire::ObjectWriter paths;
    for (const auto& path : paths_) paths.raw(path, "{" + operations_[path] + "}");
    wire::ObjectWriter info;
    info.text("title", "Frontdesk").text("version", "1.0.0").text("description", description_);
    return wire::ObjectWriter()
        .text("openapi", "3.1.0")
        .raw("info", info.take())
        .raw("servers", R"([{"url":"/"}])")
        .raw("security", R"([{"bearer":[]}])")
        .raw("tags", array_of(tags_))
        .raw("paths", paths.take())
        .raw("components", components())
        .take();
  }

 private:
  void add(const Family& family) {
    description_ +=
        (description_.empty() ? "" : "\n\n") + std::string(family.title) + ": " + std::string(family.description);
    for (const auto& route : family.routes) {
      if (!route.at.pattern.empty()) add(family.manners, route);
    }
  }

  // What many routes of a family answer alike has a name, and stands among the components where a route refers to it.
  std::string shared(const Manners& manners, std::string_view name, std::string_view description,
                     const std::vector<std::string_view>& words, std::string_view headers = {}) {
    const auto full_name = std::string(manners.name) + "." + std::string(name);
    if (responses_.find(full_name) == responses_.end()) {
      responses_.emplace(full_name, response(description, keep(manners.failure_schema(words)), headers));
    }
    return wire::ObjectWriter().text("$ref", "#/components/responses/" + full_name).take();
  }

  std::string shared_failure(const Manners& manners, std::string_view name, std::string_view words) {
    return keep(named_schema(std::string(manners.name) + "." + std::string(name), manners.failure_schema({words})));
  }

  void add(const Manners& manners, const RouteDescription& route) {
    const auto tag = wire::ObjectWriter().text("name", route.tag).take();
    if (std::find(tags_.begin(), tags_.end(), tag) == tags_.end()) tags_.push_back(tag);
    const auto path = path_of(route.at.pattern);
    if (operations_.find(path) == operations_.end()) paths_.push_back(path);
    auto& operations = operations_[path];
    if (!operations.empty()) operations += ',';
    operations += wire::quoted(lower_case(route.at.method)) + ":" + operation(manners, route);
  }

  std::string operation(const Manners& manners, const RouteDescription& route) {
    wire::ObjectWriter out;
    out.raw("tags", "[" + wire::quoted(route.tag) + "]").text("summary", route.summary);
    auto description = std::string(route.who.words);
    if (!description.empty() && !route.description.empty()) description += ' ';
    description += route.description;
    if (!description.empty()) out.text("description", description);
    const auto parameters = parameters_of(route);
    if (parameters != "[]") out.raw("parameters", parameters);
    if (has_body(route)) out.raw("requestBody", request_body(route));
    if (route.who.may == nullptr) out.raw("security", "[]");
    return out.raw("responses", responses_of(manners, route)).take();
  }

  std::string parameters_of(const RouteDescription& route) {
    std::vector<std::string> all;
    const auto add_fields = [&](const std::vector<FieldDescription>& fields, std::string_view in) {
      for (const auto& field : fields) {
        wire::ObjectWriter out;
        out.text("name", field.name).text("in", in).boolean("required", field.required);
        if (!field.description.empty()) out.text("description", field.description);
        all.push_back(out.raw("schema", keep(field.schema)).take());
      }
    };
    add_fields(route.path, "path");
    add_fields(route.query, "query");
    if (is_keyed_command(route)) {
      all.emplace_back(R"({"$ref":"#/components/parameters/IdempotencyKey"})");
      all.emplace_back(R"({"$ref":"#/components/parameters/Prefer"})");
    }
    return array_of(all);
  }

  std::string request_body(const RouteDescription& route) {
    std::vector<SchemaMember> members;
    for (const auto& field : route.body) {
      members.push_back({field.name, field.schema, field.required, field.description});
    }
    const auto media = R"({"schema":)" + keep(object_of(members, !route.strict)) + "}";
    wire::ObjectWriter content;
    content.raw("application/json", media).raw("application/x-www-form-urlencoded", media);
    if (route.multipart_bytes_max > 0) content.raw("multipart/form-data", media);
    return wire::ObjectWriter().boolean("required", true).raw("content", content.take()).take();
  }

  std::string responses_of(const Manners& manners, const RouteDescription& route) {
    std::map<int, std::string> all;
    all[route.success.status] = success(manners, route.success);
    for (const auto& [status, alternatives] : refusals(manners, route)) {
      const auto schema =
          alternatives.size() == 1 ? alternatives.front() : R"({"anyOf":)" + array_of(alternatives) + "}";
      all[status] = response("Refused, with the first reason that applies.", schema);
    }
    if (route.who.may != nullptr) {
      all.emplace(401, shared(manners, "Unauthorized",
                              "No token, a faulty or expired one, a session that has ended, or not for this role or "
                              "clinic.",
                              denials_of(manners)));
    }
    if (has_body(route)) {
      all.emplace(413,
                  shared(manners, "TooLarge", "The body is larger than the route allows.", {words::payload_too_large}));
    }
    if (route.guesses) {
      all.emplace(429,
                  shared(manners, "TooManyAttempts", "Too many wrong passwords for this account or from this address.",
                         {words::too_many_attempts}, retry_after));
    }
    all.emplace(503, shared(manners, "Unavailable",
                            "Busy, starting, or a store is away. The outcome of a command is then unknown: repeat it "
                            "with the same Idempotency-Key.",
                            {words::unavailable}, retry_after));
    wire::ObjectWriter out;
    for (const auto& [status, text] : all) out.raw(std::to_string(status), text);
    return out.take();
  }

  std::string success(const Manners& manners, const Success& success) {
    std::string headers;
    if (const auto colon = success.header.find(':'); colon != std::string_view::npos) {
      headers = wire::ObjectWriter()
                    .raw(success.header.substr(0, colon), wire::ObjectWriter()
                                                              .text("description", success.header.substr(colon + 2))
                                                              .raw("schema", R"({"type":"string"})")
                                                              .take())
                    .take();
    }
    const bool bare = success.words.empty();
    return response(success.description,
                    keep(bare ? success.data.value() : manners.success_schema(success.words, success.data)), headers);
  }

  std::map<int, std::vector<std::string>> refusals(const Manners& manners, const RouteDescription& route) {
    std::map<int, std::vector<std::string_view>> words;
    const bool for_some = route.who.may != everybody.may && route.who.may != any_user.may;
    if (for_some && manners.not_allowed.status != 401) {
      words[manners.not_allowed.status].push_back(manners.not_allowed.words);
    }
    for (const auto& refusal : route.refusals) {
      auto& of_status = words[refusal.status];
      if (std::find(of_status.begin(), of_status.end(), refusal.words) == of_status.end()) {
        of_status.push_back(refusal.words);
      }
    }
    std::map<int, std::vector<std::string>> all;
    for (const auto& [status, texts] : words) all[status].push_back(keep(manners.failure_schema(texts)));
    const auto parts = parts_of(route);
    if (!parts.empty()) all[400].push_back(keep(manners.invalid_schema(parts)));
    if (has_body(route)) {
      all[400].push_back(shared_failure(manners, "InvalidJson", words::invalid_json));
      all[manners.unsupported_encoding].push_back(
          shared_failure(manners, "EncodedBody", words::unsupported_content_encoding));
    }
    if (route.multipart_bytes_max > 0) {
      all[400].push_back(shared_failure(manners, "UnexpectedFile", words::unexpected_file));
    }
    if (is_keyed_command(route)) {
      all[manners.key_reused].push_back(shared_failure(manners, "KeyReused", words::key_reused));
      all[400].push_back(shared_failure(manners, "KeyMalformed", words::key_malformed));
    }
    return all;
  }

  static std::vector<Part> parts_of(const RouteDescription& route) {
    std::vector<Part> parts;
    if (!route.path.empty()) parts.push_back(Part::path);
    if (!route.query.empty() || route.strict) parts.push_back(Part::query);
    if (has_body(route) || (route.strict && route.side == Side::command)) parts.push_back(Part::body);
    return parts;
  }

  // The schema's text; what it refers to goes among the components.
  std::string keep(const Schema& schema) {
    for (const auto& [name, json] : schema.named) {
      const auto [known, added] = schemas_.emplace(name, json);
      if (!added && known->second != json) throw std::logic_error("two schemas are called " + name);
    }
    return schema.json;
  }

  std::string components() const {
    wire::ObjectWriter responses;
    for (const auto& [name, text] : responses_) responses.raw(name, text);
    wire::ObjectWriter schemas;
    for (const auto& [name, text] : schemas_) schemas.raw(name, text);
    return wire::ObjectWriter()
        .raw("securitySchemes", R"({"bearer":{"type":"http","scheme":"bearer","bearerFormat":"JWT"}})")
        .raw("parameters", shared_parameters)
        .raw("responses", responses.take())
        .raw("schemas", schemas.take())
        .take();
  }

  static constexpr std::string_view shared_parameters =
      R"({"IdempotencyKey":{"name":"Idempotency-Key","in":"header","description":"The same key by the same user on )"
      R"(the same route and target within 24 hours gives the first answer again; with other content it is refused.",)"
      R"("schema":{"type":"string","minLength":1,"maxLength":128,"pattern":"^[!-~]+$"}},)"
      R"("Prefer":{"name":"Prefer","in":"header","description":"wait=0: answer once the event is in the log, before it )"
      R"(is readable; Frontdesk-Projection: pending says so.","schema":{"type":"string"}}})";

  std::string description_;
  std::vector<std::string> tags_;
  std::vector<std::string> paths_;                 // in the order of the tables
  std::map<std::string, std::string> operations_;  // by path, without braces
  std::map<std::string, std::string> responses_;
  std::map<std::string, std::string> schemas_;
};

}  // namespace

std::string openapi(const std::vector<const Family*>& families) { return OpenApiDocument().print(families); }

}  // namespace frontdesk::api
