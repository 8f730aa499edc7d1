#include <map>

#include "schemas/api/openapi.hpp"
#include "schemas/api/socket_events.hpp"
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

class AsyncApiDocument {
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
            .text(
                "description",
                "One connection with an access token: JSON text frames {\"event\",\"data\",\"id\"} in "
                "both directions, where `data` is the argument, or an array of several. The same events with the same "
                "arguments go over Socket.IO, at /socket.io/.")
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
    for (const auto& event : socket_events(family)) {
      add(event.sender == SocketEvent::Sender::client ? "receive" : "send", event);
    }
  }

  void add(const char* action, const SocketEvent& event) {
    schemas_.insert(event.payload.named.begin(), event.payload.named.end());
    const auto key = std::string(action) + "." + key_of(event.event);
    messages_.emplace(key, wire::ObjectWriter().text("name", event.event).raw("payload", event.payload.json).take());
    operations_.emplace(key, wire::ObjectWriter()
                                 .text("action", action)
                                 .raw("channel", reference("#/channels/socket"))
                                 .text("summary", event.summary)
                                 .raw("messages", "[" + reference("#/channels/socket/messages/" + key) + "]")
                                 .take());
  }

  std::map<std::string, std::string> messages_;
  std::map<std::string, std::string> operations_;
  std::map<std::string, std::string> schemas_;
};

}  // namespace

std::string asyncapi(const std::vector<const Family*>& families) { return AsyncApiDocument().print(families); }

}  // namespace frontdesk::api
