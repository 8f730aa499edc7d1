#pragma once
#include <optional>
#include <string>

#include "command-api/deployment.hpp"
#include "domain/clinic_queue/clinics.hpp"
#include "platform/http/message.hpp"

// The name and place of a clinic are its own in all units: the steps before a command that takes one
// (docs/decisions/0005-places-are-claimed.md). On a thread that may wait.
namespace frontdesk::command_api::clinics {

// The claim of a place that is of no more use, if there is one.
std::optional<clinic_queue::Claim> outdated_claim(const Deployment& deployment, const std::string& place);

// Claims a place for the change of a clinic. False: another clinic stands there, or is about to.
bool claim_place(const Deployment& deployment, const std::shared_ptr<const http::Request>& request,
                 clinic_queue::events::PlaceClaimed claim);

}  // namespace frontdesk::command_api::clinics
