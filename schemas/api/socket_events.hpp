#pragma once
#include <string>
#include <vector>

#include "schemas/api/family.hpp"

namespace frontdesk::api {

// An event on a socket, in either direction, as the documents tell of it.
struct SocketEvent {
  enum class Sender { client, server };
  Sender sender;
  std::string event;
  std::string summary;
  Schema payload;                       // of a client's event the list of its arguments
  std::vector<SchemaMember> arguments;  // of a client's event, in their order; those at the end may be optional
};

// All events of a family: each that clients send is followed by the one that says why it was refused.
std::vector<SocketEvent> socket_events(const Family& family);

}  // namespace frontdesk::api
