#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::http {
class Router;
}

// What every service tells its operators, on its own port and never through the edge: /livez, /readyz, /metrics.
namespace frontdesk::process {

struct ProbeAnswer {
  int status = 200;
  std::string content_type;
  std::string body;
};

// nullopt: the path is none of the three. `ready` is asked for /readyz only; it must not throw.
std::optional<ProbeAnswer> probe(std::string_view path, const std::function<bool()>& ready);

// The three as routes. `ready` may be called on any thread of the server. In library platform_process_http.
void add_probes(http::Router& router, const std::function<bool()>& ready);

}  // namespace frontdesk::process
