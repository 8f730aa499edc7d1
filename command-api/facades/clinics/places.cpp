#include "command-api/facades/clinics/places.hpp"

#include "domain/clinic_queue/context.hpp"

namespace frontdesk::command_api::clinics {

std::optional<clinic_queue::Claim> outdated_claim(const Deployment& deployment, const std::string& place) {
  const auto& topics = deployment.settings.topics;
  const auto claim = deployment.steps.read<clinic_queue::Context>(
      topics.events_unit(place), [place](const auto& state) -> std::optional<clinic_queue::Claim> {
        const auto found = state.places.find(place);
        if (found == state.places.end()) return std::nullopt;
        return found->second.claim;
      });
  if (!claim) return std::nullopt;
  const bool outdated = deployment.steps.read<clinic_queue::Context>(
      topics.events_unit(claim->clinic_id.value),
      [claim, place](const auto& state) { return clinic_queue::is_outdated(state, *claim, place); });
  return outdated ? claim : std::nullopt;
}

bool claim_place(const Deployment& deployment, const std::shared_ptr<const http::Request>& request,
                 clinic_queue::events::PlaceClaimed claim) {
  const auto place = clinic_queue::place_of(claim.name, claim.latitude, claim.longitude);
  return deployment.steps.append(
      request, deployment.settings.topics.events_unit(place), claim.claimed_by.value,
      [claim, outdated = outdated_claim(deployment, place)](const units::Fold& fold, Instant at) mutable {
        claim.claimed_at = at;
        return decided(decide(fold.of<clinic_queue::Context>(), clinic_queue::ClaimPlace{claim, outdated}));
      });
}

}  // namespace frontdesk::command_api::clinics
