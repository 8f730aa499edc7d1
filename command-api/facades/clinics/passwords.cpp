#include "command-api/facades/clinics/passwords.hpp"

#include "domain/identity/accounts.hpp"

namespace frontdesk::command_api::clinics {

namespace {
PasswordGuesses::Guess guess_of(const TypedPassword& typed) { return {identity::folded(typed.email), typed.address}; }
}  // namespace

std::optional<long long> wait_after_guesses(const Deployment& deployment, const TypedPassword& typed) {
  return deployment.guesses.before(guess_of(typed));
}

Checked check(const Deployment& deployment, const TypedPassword& typed, const std::string& hash) {
  const bool right = deployment.steps.password_is_right(typed.password, hash);
  const auto guess = guess_of(typed);
  return {right, right ? deployment.guesses.after_right(guess) : deployment.guesses.after_wrong(guess)};
}

}  // namespace frontdesk::command_api::clinics
