#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontdesk::http {
class Router;
}

// What every service tells its operators, on its own port and never through the edge: /livez, /readyz, /metrics.
namespace frontdesk::process {

// A part that a process has given up for as long as it runs, while the others serve.
struct Stopped {
  std::string unit;    // "frontdesk.events/3"
  std::string reason;  // names no values: those may be personal
};

// A process that is ready may have stopped parts: it is to be sent requests, since it answers all others, and a restart
// would not help. That it is not whole is for operators: `stopped` in the answer of /readyz, and `./frontdesk status`.
struct Readiness {
  Readiness(bool is_ready, std::vector<Stopped> parts = {}) : ready(is_ready), stopped(std::move(parts)) {}
  bool ready;
  std::vector<Stopped> stopped;
};

struct ProbeAnswer {
  int status = 200;
  std::string content_type;
  std::string body;
};

// nullopt: the path is none of the three. `ready` is asked for /readyz only; it must not throw.
std::optional<ProbeAnswer> probe(std::string_view path, const std::function<Readiness()>& ready);

// The three as routes. `ready` may be called on any thread of the server. In library platform_process_http.
void add_probes(http::Router& router, const std::function<Readiness()>& ready);

}  // namespace frontdesk::process
