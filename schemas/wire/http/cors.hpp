#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/http/message.hpp"

namespace frontdesk::wire {

// CORS as the contracts' README, section 1, has it: an origin of FRONTEND_URL is echoed with credentials; any other may
// read the paths that are open to all; elsewhere there is no CORS header.
class Cors {
 public:
  explicit Cors(std::vector<std::string> allowed_origins);
  void decorate(const http::Request& request, http::Response& response) const;
  // 204 with methods and headers.
  http::Response preflight(const http::Request& request) const;
  // Answers preflights itself and decorates what `handler` answers. This object outlives what is returned.
  http::Entry around(http::Entry handler) const;

 private:
  std::vector<std::string> allowed_origins_;
};

}  // namespace frontdesk::wire
