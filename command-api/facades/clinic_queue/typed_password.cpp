#include "command-api/facades/clinic_queue/typed_password.hpp"

#include "schemas/wire/http/answers.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

namespace {
PasswordGuesses::Guess guess_of(const TypedPassword& typed) { return {identity::folded(typed.email), typed.address}; }
}  // namespace

bool refused_as_guessing(const Deployment& deployment, const TypedPassword& typed, const http::Respond& respond) {
  const auto wait = deployment.guesses.before(guess_of(typed));
  if (wait) respond(wire::too_many_attempts_answer(*wait));
  return wait.has_value();
}

void check(const Deployment& deployment, const TypedPassword& typed, const std::string& hash,
           const http::Respond& respond, std::function<void(bool right)> verdict) {
  deployment.passwords.check(
      typed.password, hash,
      [&deployment, guess = guess_of(typed), respond, verdict = std::move(verdict)](auth::PasswordPool::Check result) {
        if (result == auth::PasswordPool::Check::busy) return respond(wire::unavailable_answer());
        const bool right = result == auth::PasswordPool::Check::right;
        const auto wait = right ? deployment.guesses.after_right(guess) : deployment.guesses.after_wrong(guess);
        if (wait) return respond(wire::too_many_attempts_answer(*wait));
        verdict(right);
      });
}

}  // namespace frontdesk::command_api::clinic_queue_facade
