#include "query-api/reads/reads.hpp"

#include "platform/logging/log.hpp"
#include "platform/postgres/unavailable.hpp"
#include "schemas/api/answers.hpp"

namespace frontdesk::query_api {

http::Response Reads::answer(const http::Request& request, std::string_view unexpected,
                             const std::function<http::Response()>& handler) {
  try {
    return handler();
  } catch (const postgres::Unavailable& unavailable) {
    logging::warn("read models unavailable",
                  {{"error", unavailable.what()}, {"correlation_id", request.correlation_id}});
    return api::error_answer(request.path, 503, api::words::unavailable);
  } catch (const std::exception& error) {
    logging::error("a read failed", {{"error", error.what()}, {"correlation_id", request.correlation_id}});
    return api::error_answer(request.path, 500, unexpected);
  }
}

}  // namespace frontdesk::query_api
