#include "schemas/api/clinics/accounts.hpp"

#include "platform/time/wall_clock.hpp"
#include "query-api/facades/clinics/routes.hpp"

namespace frontdesk::query_api::clinics {

namespace {
using api::clinics::Nothing;

http::Response own_sessions(const Asked<Nothing>& asked, const Queries& queries) {
  std::vector<api::clinics::OwnSession> sessions;
  for (auto& session : queries.living_sessions_of(asked.caller.user_id, wall_clock_now())) {
    const bool current = session.id == asked.caller.session_id;
    sessions.push_back({std::move(session), current});
  }
  return asked.succeed(api::clinics::session.json_array(sessions));
}
}  // namespace

void add_account_routes(Reads& reads, const Deployment& deployment) {
  // The session check has just read the account, so /me needs no second read.
  reads.on<Nothing>(api::clinics::me, [](const auto& asked) {
    return asked.succeed(api::clinics::user_with_creation.json(asked.caller.account));
  });
  reads.on<Nothing>(api::clinics::own_sessions,
                    [&deployment](const auto& asked) { return own_sessions(asked, deployment.queries); });
}

}  // namespace frontdesk::query_api::clinics
