#pragma once
#include "command-api/execution/execution.hpp"
#include "platform/event_log/topics.hpp"
#include "platform/http/router.hpp"
#include "schemas/read_models/callers.hpp"

namespace frontdesk::command_api {

// Makes users of those who log in elsewhere and come here for the first time (contracts' README, section 2). Two first
// uses at once are decided one after the other in the user's unit, so one user comes of them. Thread-safe.
class FirstUses final : public auth::OutsideUsers {
 public:
  FirstUses(Executions& executions, const event_log::Topics& topics) : executions_(executions), topics_(topics) {}
  // Not on the units' executor, which answers.
  bool admit(std::string_view token, const auth::Claims& claims) override;

  // The door for the other programs (auth::outside_users_path). `tokens` and this outlive the router.
  void add_route(http::Router& router, const auth::Tokens& tokens);

 private:
  void admit(const std::shared_ptr<const http::Request>& request, const auth::Claims& claims, http::Respond respond);

  Executions& executions_;
  const event_log::Topics topics_;
};

}  // namespace frontdesk::command_api
