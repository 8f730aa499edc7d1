#include "command-api/facades/clinics/passwords.hpp"

#include "domain/identity/accounts.hpp"
#include "schemas/wire/http/answers.hpp"

namespace frontdesk::command_api::clinics {

namespace {
PasswordGuesses::Guess guess_of(const TypedPassword& typed) { return {identity::folded(typed.email), typed.address}; }

std::optional<http::Response> too_many(const std::optional<long long>& wait) {
  if (!wait) return std::nullopt;
  return wire::too_many_attempts_answer(*wait);
}
}  // namespace

std::optional<http::Response> refused_as_guessing(const Deployment& deployment, const TypedPassword& typed) {
  return too_many(deployment.guesses.before(guess_of(typed)));
}

Checked check(const Deployment& deployment, const TypedPassword& typed, const std::string& hash) {
  const bool right = deployment.steps.password_is_right(typed.password, hash);
  const auto guess = guess_of(typed);
  return {right, too_many(right ? deployment.guesses.after_right(guess) : deployment.guesses.after_wrong(guess))};
}

}  // namespace frontdesk::command_api::clinics
