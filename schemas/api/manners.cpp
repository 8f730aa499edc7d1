#include "schemas/api/manners.hpp"

#include <algorithm>

#include "schemas/api/appointment_chat/manners.hpp"
#include "schemas/api/clinics/manners.hpp"
#include "schemas/api/doctor_chat/manners.hpp"
#include "schemas/api/operation/manners.hpp"
#include "schemas/api/pet_care/manners.hpp"
#include "schemas/api/property_market/manners.hpp"

namespace frontdesk::api {

namespace {
bool lies_at_or_below(std::string_view path, std::string_view prefix) {
  return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

std::vector<auth::Denial> all_denials() {
  using auth::Denied;
  using auth::TokenFault;
  std::vector<auth::Denial> all{{.why = Denied::no_token}};
  for (const auto fault : {TokenFault::malformed, TokenFault::invalid, TokenFault::signature_required,
                           TokenFault::invalid_algorithm, TokenFault::invalid_signature, TokenFault::expired}) {
    all.push_back({.why = Denied::token_fault, .fault = fault});
  }
  all.push_back({.why = Denied::session_ended});
  all.push_back({.why = Denied::user_not_found});
  all.push_back({.why = Denied::account_disabled});
  return all;
}
}  // namespace

std::vector<std::string_view> denials_of(const Manners& manners) {
  std::vector<std::string_view> words;
  const auto add = [&words](std::string_view one) {
    if (std::find(words.begin(), words.end(), one) == words.end()) words.push_back(one);
  };
  for (const auto& denial : all_denials()) add(manners.denied(denial));
  if (manners.not_allowed.status == 401) add(manners.not_allowed.words);
  return words;
}

const std::vector<std::pair<std::string_view, const Manners*>>& manners_by_path() {
  static const auto sorted = [] {
    std::vector<std::pair<std::string_view, const Manners*>> all;
    for (const auto* manners :
         {&operation::manners, &pet_care::manners, &appointment_chat::manners, &doctor_chat::manners,
          &doctor_chat::manners_to_doctors, &property_market::manners, &clinics::manners}) {
      for (const auto path : manners->paths) all.emplace_back(path, manners);
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    return all;
  }();
  return sorted;
}

const Manners& manners_of(std::string_view path) {
  for (const auto& [prefix, manners] : manners_by_path()) {
    if (lies_at_or_below(path, prefix)) return *manners;
  }
  return operation::elsewhere;
}

}  // namespace frontdesk::api
