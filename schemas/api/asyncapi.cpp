#include <map>
#include <stdexcept>

#include "schemas/api/openapi.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::api {

namespace {

// AsyncAPI's names are made of these characters.
std::string key_of(std::string_view event) {
  std::string key(event);
  for (char& c : key) {
    if (c == ':') c = '.';
  }
  return key;
}

std::string reference(const std::string& pointer) { return wire::ObjectWriter().text("$ref", pointer).take(); }

class Document {
 public:
  std::string print(const std::vector<const Family*>& families) {
    for (const auto* family : families) add(*family);
    wire::ObjectWriter channel_messages;
    wire::ObjectWriter messages;
    for (const auto& [name, text] : messages_) {
      channel_messages.raw(name, reference("#/components/messages/" + name));
      messages.raw(name, text);
    }
    wire::ObjectWriter operations;
    for (const auto& [name, text] : operations_) operations.raw(name, text);
    wire::ObjectWriter schemas;
    for (const auto& [name, text] : schemas_) schemas.raw(name, text);
    const auto channel =
        wire::ObjectWriter()
            .text("address", "/")
            .text("description",
                  "One connection with an access token; JSON text frames {\"event\",\"data\",\"id\"} in "
                  "both directions. `data` is the argument, or an array of several.")
            .raw("messages", channel_messages.take())
            .take();
    const auto info = wire::ObjectWriter()
                          .text("title", "Frontdesk: socket events")
                          .text("version", "1.0.0")
                          .text("description",
                                "Every event checks token, session, role and clinic afresh. A refusal is told to the "
                                "caller alone. Told means readable: when an event arrives, every read shows it.")
                          .take();
    return wire::ObjectWriter()
        .text("asyncapi", "3.0.0")
        .raw("info", info)
        .text("defaultContentType", "application/json")
        .raw("channels", wire::ObjectWriter().raw("socket", channel).take())
        .raw("operations", operations.take())
        .raw("components", wire::ObjectWriter().raw("messages", messages.take()).raw("schemas", schemas.take()).take())
        .take();
  }

 private:
  void add(const Family& family) {
    for (const auto& route : family.routes) {
      if (!route.socket.event.empty()) add_client_event(family.manners, route);
    }
    for (const auto& push : family.pushes) add("send", push.event, "To " + std::string(push.to), push.payload);
    for (const auto& push : family.row_pushes) add("send", push.event, "To " + std::string(push.to), push.payload);
  }

  void add_client_event(const Manners& manners, const RouteDescription& route) {
    auto summary = std::string(route.summary) + ".";
    if (!route.who.words.empty()) summary += " " + std::string(route.who.words);
    add("receive", route.socket.event, summary, arguments_of(route));
    std::vector<std::string_view> words;
    for (const auto& argument : route.socket.arguments) words.push_back(argument.fault);
    if (route.who.may != any_user.may) words.push_back(wire::unauthorized);
    for (const auto& refusal : route.refusals) words.push_back(refusal.words);
    words.push_back(wire::unexpected);
    add("send", manners.error_event(route.socket.event), "To the caller: why it was refused", one_of_texts(words));
  }

  // The event's arguments in their order; those at the end that are not required may be left out.
  static Schema arguments_of(const RouteDescription& route) {
    Schema list;
    std::string items;
    std::size_t required = 0;
    for (const auto& argument : route.socket.arguments) {
      const auto& field = field_of(route, argument.field);
      if (!items.empty()) items += ',';
      items += described(field.schema, argument.field).json;
      list.named.insert(field.schema.named.begin(), field.schema.named.end());
      if (field.required) ++required;
    }
    list.json = R"({"type":"array","prefixItems":[)" + items + R"(],"minItems":)" + std::to_string(required) + "}";
    return list;
  }

  static const FieldDescription& field_of(const RouteDescription& route, std::string_view name) {
    for (const auto* fields : {&route.path, &route.body}) {
      for (const auto& field : *fields) {
        if (field.name == name) return field;
      }
    }
    throw std::logic_error(route.name() + " has no field " + std::string(name));
  }

  void add(const char* action, std::string_view event, std::string_view summary, const Schema& payload) {
    schemas_.insert(payload.named.begin(), payload.named.end());
    const auto key = std::string(action) + "." + key_of(event);
    messages_.emplace(key, wire::ObjectWriter().text("name", event).raw("payload", payload.json).take());
    operations_.emplace(key, wire::ObjectWriter()
                                 .text("action", action)
                                 .raw("channel", reference("#/channels/socket"))
                                 .text("summary", summary)
                                 .raw("messages", "[" + reference("#/channels/socket/messages/" + key) + "]")
                                 .take());
  }

  std::map<std::string, std::string> messages_;
  std::map<std::string, std::string> operations_;
  std::map<std::string, std::string> schemas_;
};

}  // namespace

std::string asyncapi(const std::vector<const Family*>& families) { return Document().print(families); }

}  // namespace frontdesk::api
