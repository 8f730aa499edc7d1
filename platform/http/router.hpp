#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.hpp"

namespace frontdesk::http {

// Routes by method and path pattern (`/api/queues/:queueId/status`). A literal segment beats a parameter
// (`/api/v1/tickets/employee/all` before `/api/v1/tickets/:id`); a trailing slash is ignored; HEAD uses GET's handler.
class Router {
 public:
  void add(std::string method, std::string_view pattern, Handler handler);
  // What answers when no route fits (unknown path, or known path with another method). Without it: an empty 404.
  void otherwise(Handler handler);
  // Dispatches; adds path_parameters. Any thread, once all routes are added.
  void operator()(std::shared_ptr<Request> request, Respond respond) const;

 private:
  struct Route {
    std::string method;
    std::vector<std::string> pattern;  // parameters keep their colon
    Handler handler;
  };
  static bool more_literal(const Route& left, const Route& right);
  std::vector<std::vector<Route>> routes_;  // by number of segments, in each the more literal first
  Handler otherwise_;
};

}  // namespace frontdesk::http
