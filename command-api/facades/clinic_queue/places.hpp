#pragma once
#include <functional>
#include <optional>
#include <string>

#include "command-api/facades/clinic_queue/commanding.hpp"

// The name and place of a clinic are its own in all units: the steps before a command that takes one
// (docs/decisions/0005-places-are-claimed.md). Each step answers 503 itself when its unit cannot be asked; `then` is
// called on the units' executor.
namespace frontdesk::command_api::clinic_queue_facade {

// Finds the claim of a place that is of no more use, if there is one.
void find_outdated_claim(const Deployment& deployment, const std::string& place, const http::Respond& respond,
                         std::function<void(const std::optional<clinic_queue::Claim>& outdated)> then);

// Claims a place for the change of a clinic. `taken`: another clinic stands there, or is about to.
void claim_place(const Deployment& deployment, const RequestPtr& request, clinic_queue::events::PlaceClaimed claim,
                 const http::Respond& respond, std::function<void(bool taken)> then);

}  // namespace frontdesk::command_api::clinic_queue_facade
