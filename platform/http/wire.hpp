#pragma once
#include <string>
#include <string_view>

#include "platform/http/message.hpp"

namespace frontdesk::http {

// What of the request decides how its answer is written.
struct AnswerForm {
  bool head = false;  // HEAD: Content-Length of the body, but no body
  bool http_1_0 = false;
  bool keep_alive = true;
  std::string correlation_id;  // empty: none known yet
};

// The bytes of a whole answer. A response that could not be sent as it is (a status outside 200…599, a header that
// would split the answer) becomes an empty 500: such a value never reaches the wire.
std::string serialise(const Response& response, const AnswerForm& form);

}  // namespace frontdesk::http
