#include "command-api/commands/steps.hpp"

namespace frontdesk::command_api {

bool Steps::append(const std::shared_ptr<const http::Request>& request, const event_log::UnitId& unit,
                   const std::string& actor, std::function<units::Decided(const units::Fold&, Instant)> decide) {
  auto promise = std::make_shared<std::promise<units::Outcome>>();
  auto answered = promise->get_future();
  executions_.step(request, unit, actor, std::move(decide),
                   [promise](const units::Answer& answer) { promise->set_value(answer.outcome); });
  switch (answered.get()) {
    case units::Outcome::unavailable:
      throw StepUnavailable();
    case units::Outcome::failed:
      throw std::runtime_error("a step of a command could not be decided");
    case units::Outcome::refused:
      return false;
    default:
      return true;
  }
}

bool Steps::answered_already(const std::shared_ptr<const http::Request>& request, const Execution& execution) {
  auto promise = std::make_shared<std::promise<std::optional<bool>>>();
  auto known = promise->get_future();
  executions_.whether_answered_already(request, execution,
                                       [promise](std::optional<bool> answered) { promise->set_value(answered); });
  const auto answered = known.get();
  if (!answered) throw StepUnavailable();
  return *answered;
}

bool Steps::password_is_right(std::string password, std::string hash) {
  auto promise = std::make_shared<std::promise<auth::PasswordPool::Check>>();
  auto checked = promise->get_future();
  passwords_.check(std::move(password), std::move(hash), [promise](auto result) { promise->set_value(result); });
  const auto result = checked.get();
  if (result == auth::PasswordPool::Check::busy) throw StepUnavailable();
  return result == auth::PasswordPool::Check::right;
}

std::string Steps::password_hash(std::string password) {
  auto promise = std::make_shared<std::promise<std::optional<std::string>>>();
  auto hashed = promise->get_future();
  passwords_.hash(std::move(password), [promise](auto hash) { promise->set_value(std::move(hash)); });
  auto hash = hashed.get();
  if (!hash) throw StepUnavailable();
  return *std::move(hash);
}

}  // namespace frontdesk::command_api
