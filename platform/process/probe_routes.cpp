#include "platform/http/router.hpp"
#include "platform/process/probe.hpp"

namespace frontdesk::process {

void add_probes(http::Router& router, const std::function<Readiness()>& ready) {
  for (const char* path : {"/livez", "/readyz", "/metrics"}) {
    router.add("GET", path, [path, ready](auto, const http::Respond& respond) {
      auto answer = probe(path, ready).value();
      respond({.status = answer.status,
               .body = std::move(answer.body),
               .content_type = std::move(answer.content_type),
               .headers = {}});
    });
  }
}

}  // namespace frontdesk::process
