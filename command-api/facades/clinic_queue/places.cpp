#include "command-api/facades/clinic_queue/places.hpp"

#include <utility>

#include "schemas/wire/http/answers.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

namespace {
std::optional<clinic_queue::Claim> claim_of(const units::Fold& fold, const std::string& place) {
  const auto& places = fold.of<clinic_queue::Context>().places;
  const auto found = places.find(place);
  if (found == places.end()) return std::nullopt;
  return found->second.claim;
}
}  // namespace

void find_outdated_claim(const Deployment& deployment, const std::string& place, const http::Respond& respond,
                         std::function<void(const std::optional<clinic_queue::Claim>& outdated)> then) {
  const auto& topics = deployment.settings.topics;
  deployment.executions.read(
      topics.events_unit(place), [&deployment, &topics, place, respond, then = std::move(then)](const auto* fold) {
        if (fold == nullptr) return respond(wire::unavailable_answer());
        const auto claim = claim_of(*fold, place);
        if (!claim) return then(std::nullopt);
        deployment.executions.read(
            topics.events_unit(claim->clinic_id.value), [place, claim, respond, then](const units::Fold* of_clinic) {
              if (of_clinic == nullptr) return respond(wire::unavailable_answer());
              const bool outdated = clinic_queue::is_outdated(of_clinic->of<clinic_queue::Context>(), *claim, place);
              then(outdated ? claim : std::nullopt);
            });
      });
}

void claim_place(const Deployment& deployment, const RequestPtr& request, clinic_queue::events::PlaceClaimed claim,
                 const http::Respond& respond, std::function<void(bool taken)> then) {
  const auto place = clinic_queue::place_of(claim.name, claim.latitude, claim.longitude);
  find_outdated_claim(deployment, place, respond,
                      [&deployment, request, claim = std::move(claim), place, respond,
                       then = std::move(then)](const std::optional<clinic_queue::Claim>& outdated) {
                        deployment.executions.step(
                            request, deployment.settings.topics.events_unit(place), claim.claimed_by.value,
                            [claim, outdated](const units::Fold& fold, Instant at) mutable {
                              claim.claimed_at = at;
                              return decided(clinic_queue::decide(fold.of<clinic_queue::Context>(),
                                                                  clinic_queue::ClaimPlace{claim, outdated}));
                            },
                            [respond, then](const units::Answer& answer) {
                              if (answer.outcome == units::Outcome::unavailable)
                                return respond(wire::unavailable_answer());
                              if (answer.outcome == units::Outcome::failed) {
                                return respond(wire::json_answer(500, wire::failure(wire::unexpected)));
                              }
                              then(answer.outcome == units::Outcome::refused);
                            });
                      });
}

}  // namespace frontdesk::command_api::clinic_queue_facade
