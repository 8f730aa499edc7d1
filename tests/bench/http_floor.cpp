#include "tests/bench/floors.hpp"
#include "tests/bench/http_load.hpp"
#include "tests/bench/processor_time.hpp"
#include "tests/bench/served.hpp"

namespace frontdesk::bench {

Measured http_floor(const std::string& program, std::chrono::milliseconds duration) {
  const Served served({beside(program), "0", "2"});
  HttpLoad load;
  load.name = program;
  load.host = "127.0.0.1";
  load.port = served.port();
  load.duration = duration;
  load.next = [request = http_request("/hello")](std::size_t) { return request; };
  const auto before = processor_ms_of(served.pid());
  auto measured = run(load);
  measured.server_cpu_ms[program] = processor_ms_of(served.pid()) - before;
  return measured;
}

}  // namespace frontdesk::bench
