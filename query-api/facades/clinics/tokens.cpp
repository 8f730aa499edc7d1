#include "schemas/api/clinics/tokens.hpp"

#include "platform/time/wall_clock.hpp"
#include "query-api/facades/clinics/routes.hpp"
#include "schemas/api/clinics/person.hpp"

namespace frontdesk::query_api::clinics {

namespace {
using api::clinics::OwnToken;
using api::clinics::TokenByNumber;

std::string shown(const std::optional<rows::Token>& token) { return token ? api::clinics::token.json(*token) : "null"; }

http::Response own(const Asked<OwnToken>& asked, const Queries& queries) {
  const auto& patient_id = asked.input.patient_id;
  if (patient_id != asked.caller.user_id) {
    const bool nobody = api::clinics::is_of_another_system(patient_id) && !queries.user_exists(patient_id);
    if (nobody) return api::clinics::nobody_answer(asked.wording.manners, api::Part::path, "patientId");
    return asked.refuse("unauthorized");
  }
  return asked.succeed(shown(queries.waiting_token_of(asked.caller.user_id, wall_clock_now())));
}

http::Response by_number(const Asked<TokenByNumber>& asked, const Queries& queries) {
  const auto queue = queries.queue(asked.input.queue_id);
  if (!queue) return asked.succeed("null");
  if (!asked.caller.is_staff_of(queue->queue.clinic_id)) return asked.refuse("unauthorized");
  return asked.succeed(shown(
      queries.token_in_queue(asked.input.queue_id, asked.input.number, asked.input.status, asked.caller.clinic_id)));
}
}  // namespace

void add_token_routes(Reads& reads, const Deployment& deployment) {
  reads.on<OwnToken>(api::clinics::own_token,
                     [&deployment](const auto& asked) { return own(asked, deployment.queries); });
  reads.on<TokenByNumber>(api::clinics::token_by_number,
                          [&deployment](const auto& asked) { return by_number(asked, deployment.queries); });
}

}  // namespace frontdesk::query_api::clinics
