#include "realtime-gateway/transports/operator_pages.hpp"

#include <utility>

#include "platform/process/probe.hpp"
#include "schemas/api/words.hpp"

namespace frontdesk::realtime_gateway {

bool OperatorPages::serves(std::string_view path) const {
  return path == "/livez" || path == "/readyz" || path == "/metrics";
}

void OperatorPages::requested(std::shared_ptr<web::Exchange> exchange) {
  const auto& request = exchange->request();
  auto page = process::probe(request.path, [this] { return handler_.ready(); }).value();
  web::Answer answer;
  answer.status = page.status;
  answer.content_type = std::move(page.content_type);
  answer.body = std::move(page.body);
  if (answer.status == 503) answer.headers.emplace_back("Retry-After", "1");
  add_correlation_id(request, answer.headers);
  add_security_headers(answer.headers);
  exchange->answer(std::move(answer));
}

void OperatorPages::upgrade(const web::Request& request, std::function<void(web::Upgrade)> done) {
  done(refusals_.of(404, api::words::endpoint_not_found, request));
}

}  // namespace frontdesk::realtime_gateway
