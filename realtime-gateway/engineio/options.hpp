#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "realtime-gateway/web/request.hpp"
#include "realtime-gateway/web/websocket.hpp"

namespace frontdesk::engineio {

// What a new session gets: a refusal, or its place, which it holds as long as it lives (may be null).
using Entry = std::variant<web::Answer, std::shared_ptr<void>>;

struct Options {
  std::string path = "/engine.io/";
  std::chrono::milliseconds ping_interval{25'000};
  std::chrono::milliseconds ping_timeout{20'000};
  std::chrono::milliseconds upgrade_timeout{10'000};  // from the second connection to its upgrade packet
  std::chrono::milliseconds close_timeout{30'000};    // for a polling client to fetch its last packets
  std::size_t sessions_max = 16'000;
  // Inbound, a WebSocket message or a polling body: `maxPayload`.
  std::size_t message_bytes_max = 1'000'000;
  // Waiting for one client; more closes it as a slow consumer.
  std::size_t outbound_bytes_max = 1'048'576;
  std::size_t outbound_messages_max = 8192;
  // Clients in Python refuse bodies with more.
  std::size_t packets_per_body_max = 16;
  bool third_revision = true;
  // What a session remembers of its first request's fields, in lower case; memory is spent on each.
  std::vector<std::string> kept_headers = {"authorization", "origin", "user-agent", "x-forwarded-for"};
  // Added to every answer, the upgraded and the refused, too: CORS, and what else a site says.
  std::function<void(const web::Request&, web::Headers&)> add_headers;
  // Is a new session let in at all? Absent: yes.
  std::function<Entry(const web::Request&)> admit;
  // Each session's id begins with it, so that whoever stands before several servers sees whose session it is.
  std::string id_prefix;
  // All that a WebSocket may, but for the limits above.
  web::WebSocketOptions websocket;
};

}  // namespace frontdesk::engineio
