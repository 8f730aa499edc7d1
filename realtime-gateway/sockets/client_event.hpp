#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "realtime-gateway/sockets/socket.hpp"

namespace frontdesk::realtime_gateway {

// One argument of a client's event. Nothing is converted: a number is no string.
struct Argument {
  enum class Kind { null, boolean, number, string, array, object };
  Kind kind = Kind::null;
  std::string text;                   // a string's content; of anything else its JSON
  std::optional<std::int64_t> whole;  // of a number that is whole
};

struct ClientEvent {
  std::string name;
  std::vector<Argument> arguments;
};

// Calls back exactly once, on the loop, when the event has been dealt with: then comes the connection's next one.
// `ack_json` is what a client that asked for an acknowledgement gets; nullopt: the event is unknown and nobody answers.
using Answered = std::function<void(std::optional<std::string> ack_json)>;

std::string ack_success();
std::string ack_failure(std::string_view error);

// Event name → what it does. Filled at start by the facades.
class ClientEvents {
 public:
  using Handler = std::function<void(std::shared_ptr<Socket>, ClientEvent, Answered)>;
  void on(std::string name, Handler handler);
  void operator()(std::shared_ptr<Socket> socket, ClientEvent event, Answered answered) const;

 private:
  std::unordered_map<std::string, Handler> handlers_;
};

}  // namespace frontdesk::realtime_gateway
