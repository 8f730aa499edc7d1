#include "platform/process/probe.hpp"

#include "platform/metrics/metrics.hpp"

namespace frontdesk::process {

std::optional<ProbeAnswer> probe(std::string_view path, const std::function<bool()>& ready) {
  constexpr auto json = "application/json; charset=utf-8";
  if (path == "/livez") return ProbeAnswer{200, json, R"({"live":true})"};
  if (path == "/metrics") return ProbeAnswer{200, "text/plain; version=0.0.4", metrics::exposition()};
  if (path != "/readyz") return std::nullopt;
  return ready() ? ProbeAnswer{200, json, R"({"ready":true})"} : ProbeAnswer{503, json, R"({"ready":false})"};
}

}  // namespace frontdesk::process
