#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "realtime-gateway/engineio/options.hpp"
#include "realtime-gateway/socketio/namespace.hpp"
#include "realtime-gateway/socketio/packet.hpp"

namespace frontdesk::socketio {

class Connection;

struct Options {
  engineio::Options transport;
  std::chrono::milliseconds connect_timeout{45'000};  // for a client to join a first namespace
  PacketLimits packets;
  std::size_t packet_bytes_max = 4'000'000;  // with its attachments
  std::size_t rooms_per_socket_max = 256;
  // The connection is about to hold so many bytes of what its client sends; 0: none any longer. False ends it.
  // Absent: yes.
  std::function<bool(Connection&, std::size_t bytes)> may_hold;
};

// What a server and its connections share; they keep it alive.
struct Core {
  Core(Options chosen, web::Deadlines& chosen_deadlines) : options(std::move(chosen)), deadlines(chosen_deadlines) {}

  const Options options;
  web::Deadlines& deadlines;
  std::unordered_map<std::string, std::unique_ptr<Namespace>> namespaces;
};

}  // namespace frontdesk::socketio
