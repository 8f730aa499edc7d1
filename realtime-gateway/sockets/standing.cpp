#include "realtime-gateway/sockets/standing.hpp"

namespace frontdesk::realtime_gateway {

std::string_view words_of(Admission::Why why) {
  switch (why) {
    case Admission::Why::token_expired:
      return "Token expired";
    case Admission::Why::session_ended:
      return "Token has been expired";
    case Admission::Why::user_not_found:
      return "User not found";
    case Admission::Why::token_invalid:
      break;
  }
  return "Invalid token";
}

}  // namespace frontdesk::realtime_gateway
