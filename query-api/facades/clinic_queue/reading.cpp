#include "query-api/facades/clinic_queue/reading.hpp"

#include "platform/logging/log.hpp"
#include "platform/postgres/unavailable.hpp"
#include "platform/time/wall_clock.hpp"
#include "schemas/wire/http/answers.hpp"
#include "schemas/wire/uuid.hpp"

namespace frontdesk::query_api::clinic_queue {

http::Handler authenticated(const Deployment& deployment, Read read) {
  return [&deployment, read = std::move(read)](const std::shared_ptr<const http::Request>& request,
                                               const http::Respond& respond) {
    const auto identified = deployment.callers.identify(wire::bearer_of(*request), wall_clock_now());
    if (const auto* denial = std::get_if<auth::Denial>(&identified)) {
      respond(wire::denial_answer(*denial));
      return;
    }
    try {
      respond(read(*request, std::get<auth::Caller>(identified)));
    } catch (const postgres::Unavailable& unavailable) {
      logging::warn("read models unavailable",
                    {{"error", unavailable.what()}, {"correlation_id", request->correlation_id}});
      respond(wire::unavailable_answer());
    }
  };
}

std::string path_uuid(const http::Request& request, std::string_view name) {
  return wire::parse_uuid(request.path_parameter(name)).value_or("");
}

http::Response invalid_path(const http::Request& request, std::string_view name) {
  wire::Fields fields(wire::read_path_parameters(request));
  fields.uuid(name);
  return wire::invalid_answer(wire::invalid_params, fields);
}

}  // namespace frontdesk::query_api::clinic_queue
