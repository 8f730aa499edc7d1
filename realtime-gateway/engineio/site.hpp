#pragma once
#include <memory>
#include <string>
#include <unordered_map>

#include "realtime-gateway/engineio/options.hpp"
#include "realtime-gateway/engineio/session.hpp"

namespace frontdesk::engineio {

// What a server and its sessions share; they keep it alive.
class Site {
 public:
  Site(Options chosen, std::shared_ptr<web::Round> chosen_round, web::Deadlines& chosen_deadlines)
      : options(std::move(chosen)), round(std::move(chosen_round)), deadlines(chosen_deadlines) {}

  const Options options;
  const std::shared_ptr<web::Round> round;
  web::Deadlines& deadlines;
  std::unordered_map<std::string, std::shared_ptr<Session>> sessions;
};

}  // namespace frontdesk::engineio
