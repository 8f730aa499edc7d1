#pragma once
#include <cstdint>
#include <string_view>

#include "realtime-gateway/web/request.hpp"

namespace frontdesk::engineio {

constexpr std::uint16_t protocol_error = 1002;  // how a WebSocket is closed then (RFC 6455, 7.4.1)

// The codes are the protocol's.
enum class Error {
  transport_unknown = 0,
  session_id_unknown = 1,
  bad_handshake_method = 2,
  bad_request = 3,
  forbidden = 4,
  unsupported_protocol_version = 5,
};

// `{"code":1,"message":"Session ID unknown"}` with the status that goes with it.
web::Answer error_answer(Error error);
// The same body for what the protocol has no code for.
web::Answer error_answer(int status, Error error);
web::Answer error_answer(int status, Error error, std::string_view message);  // which is printable as it is

}  // namespace frontdesk::engineio
