#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "realtime-gateway/sockets/socket.hpp"

namespace frontdesk::realtime_gateway {

// What a token is worth at this moment.
enum class Standing {
  lives,
  over,         // expired, session ended, account disabled
  unavailable,  // neither store can say
};

// What a handshake gets.
struct Admission {
  enum class Verdict { admitted, refused, unavailable } verdict = Verdict::unavailable;
  Identity identity;
  enum class Why {
    token_invalid,
    token_expired,
    session_ended,
    user_not_found
  } why = Why::token_invalid;  // it is refused
};

// As the contract says it to clients.
std::string_view words_of(Admission::Why why);

// Every event asks afresh. Called on the loop, answers there.
class SessionCheck {
 public:
  virtual ~SessionCheck() = default;
  virtual void ask(const std::string& token, std::function<void(Standing)> done) = 0;
  // Who its holder is at this moment.
  virtual void identify(const std::string& token, std::function<void(Admission)> done) = 0;
};

}  // namespace frontdesk::realtime_gateway
