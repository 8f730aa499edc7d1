#pragma once
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "command-api/execution/execution.hpp"
#include "command-api/folds/draft.hpp"
#include "platform/auth/password.hpp"

namespace frontdesk::command_api {

// A step that nobody can answer now; the request gets 503.
class StepUnavailable : public std::exception {
 public:
  const char* what() const noexcept override { return "a step of a command cannot be taken now"; }
};

// What a handler on a waiting thread asks for on its way to a command, one after the other. Each call blocks its thread
// until it is answered and throws StepUnavailable when it cannot be. Thread-safe; never on the units' executor, which
// answers.
class Steps {
 public:
  Steps(Executions& executions, auth::PasswordPool& passwords) : executions_(executions), passwords_(passwords) {}

  // What `use` makes of a context's state in its unit, as current as an answer. `use` runs on the units' executor.
  template <class Context, class Use>
  auto read(const event_log::UnitId& unit, Use use) {
    using Result = std::invoke_result_t<Use, const typename Context::State&>;
    auto promise = std::make_shared<std::promise<std::optional<Result>>>();
    auto result = promise->get_future();
    executions_.read(unit, [promise, use = std::move(use)](const units::Fold* fold) {
      try {
        promise->set_value(fold == nullptr ? std::nullopt : std::optional<Result>(use(fold->of<Context>())));
      } catch (...) {
        promise->set_exception(std::current_exception());
      }
    });
    auto read = result.get();
    if (!read) throw StepUnavailable();
    return *std::move(read);
  }

  // A decision on the way, without a client's key: false when it is a refusal.
  bool append(const std::shared_ptr<const http::Request>& request, const event_log::UnitId& unit,
              const std::string& actor, std::function<units::Decided(const units::Fold&, Instant)> decide);

  // Whether the log knows the request's key already, so that `execution` will be answered without a decision, and a
  // step that cannot be undone must not be taken.
  bool answered_already(const std::shared_ptr<const http::Request>& request, const Execution& execution);

  bool password_is_right(std::string password, std::string hash);
  std::string password_hash(std::string password);

 private:
  Executions& executions_;
  auth::PasswordPool& passwords_;
};

}  // namespace frontdesk::command_api
