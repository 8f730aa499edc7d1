#include "schemas/api/socket_events.hpp"

#include <stdexcept>

#include "schemas/api/words.hpp"

namespace frontdesk::api {

namespace {
const FieldDescription& field_of(const RouteDescription& route, std::string_view name) {
  for (const auto* fields : {&route.path, &route.body}) {
    for (const auto& field : *fields) {
      if (field.name == name) return field;
    }
  }
  throw std::logic_error(route.name() + " has no field " + std::string(name));
}

std::vector<SchemaMember> arguments_of(const RouteDescription& route) {
  std::vector<SchemaMember> arguments;
  for (const auto& argument : route.socket.arguments) {
    const auto& field = field_of(route, argument.field);
    arguments.push_back({field.name, field.schema, field.required, field.description});
  }
  if (route.socket.in_object) return {{"payload", object_of(arguments, true), true, "One object."}};
  return arguments;
}

Schema tuple_of(const std::vector<SchemaMember>& arguments) {
  Schema list;
  std::string items;
  std::size_t required = 0;
  for (const auto& argument : arguments) {
    if (!items.empty()) items += ',';
    items += described(argument.schema, argument.name).json;
    list.named.insert(argument.schema.named.begin(), argument.schema.named.end());
    if (argument.required) ++required;
  }
  list.json = R"({"type":"array","prefixItems":[)" + items + R"(],"minItems":)" + std::to_string(required) + "}";
  return list;
}

Schema reasons_of(const Manners& manners, const RouteDescription& route) {
  std::vector<std::string_view> reasons;
  for (const auto& argument : route.socket.arguments) {
    if (!argument.fault.empty()) reasons.push_back(argument.fault);
    reasons.insert(reasons.end(), argument.said_by_rule.begin(), argument.said_by_rule.end());
  }
  if (route.who.may != any_user.may) reasons.push_back(manners.not_allowed.words);
  for (const auto& refusal : route.refusals) reasons.push_back(refusal.words);
  reasons.push_back(route.unexpected);
  // Those that an event of their own says.
  std::erase_if(reasons, [&manners](std::string_view words) {
    return manners.event_of_words != nullptr && !manners.event_of_words(words).empty();
  });
  const auto words = one_of_texts(reasons);
  return manners.error_in_object ? object_of({{"message", words}}) : words;
}

// Several events of clients may be refused by the same one.
void add_refusal(std::vector<SocketEvent>& all, const std::string& event, const Schema& reasons) {
  for (auto& known : all) {
    if (known.sender != SocketEvent::Sender::server || known.event != event) continue;
    known.payload = either(known.payload, reasons);
    return;
  }
  all.push_back({SocketEvent::Sender::server, event, "To the caller: why it was refused", reasons, {}});
}
}  // namespace

std::vector<SocketEvent> socket_events(const Family& family) {
  std::vector<SocketEvent> all;
  for (const auto& route : family.routes) {
    if (route.socket.event.empty()) continue;
    auto summary = std::string(route.summary) + ".";
    if (!route.who.words.empty()) summary += " " + std::string(route.who.words);
    const auto arguments = arguments_of(route);
    all.push_back(
        {SocketEvent::Sender::client, std::string(route.socket.event), summary, tuple_of(arguments), arguments});
    add_refusal(all, family.manners.error_event(route.socket.event), reasons_of(family.manners, route));
  }
  for (const auto& push : family.pushes) {
    all.push_back(
        {SocketEvent::Sender::server, std::string(push.event), "To " + std::string(push.to), push.payload, {}});
  }
  for (const auto& push : family.row_pushes) {
    all.push_back(
        {SocketEvent::Sender::server, std::string(push.event), "To " + std::string(push.to), push.payload, {}});
  }
  return all;
}

}  // namespace frontdesk::api
