#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace frontdesk::fuzz {

// What generated requests may name, so that they get past the first check now and then.
struct Scene {
  std::vector<std::string> ids;  // of clinics, queues, tokens and people that exist
  std::string patient_id;
  std::string patient_token, staff_token, admin_token;  // access tokens
  std::string refresh_token;                            // of nobody else's session
};

// Whom the requests are for: it decides which routes are worth asking for.
enum class Door { edge, command_api, query_api, realtime_gateway, projectors };

struct Piece {
  std::string bytes;
  std::chrono::milliseconds pause_before{0};
  bool after_answer = false;  // not before the server has said something
};

// One connection, from its first byte to its last.
struct Exchange {
  std::vector<Piece> pieces;
  std::size_t answers_due = 0;   // HTTP answers that have to come; 0: the framing is broken, anything clean may happen
  bool head = false;             // the answer may come without its body
  bool without_version = false;  // HTTP/0.9: the answer has no head
  bool resets = false;           // the client hangs up with an RST once it has sent all
  bool leaves = false;           // the client closes without reading
  bool end_due = false;          // the server has to end the connection itself (a WebSocket after our close frame)
  std::string path;              // of a sound request with a plain path, else empty

  std::string bytes() const {
    std::string all;
    for (const auto& piece : pieces) all += piece.bytes;
    return all;
  }
};

}  // namespace frontdesk::fuzz
