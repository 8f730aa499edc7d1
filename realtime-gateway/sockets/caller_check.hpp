#pragma once
#include <functional>
#include <string>

#include "platform/executor/executor.hpp"
#include "platform/workers/workers.hpp"
#include "realtime-gateway/sockets/standing.hpp"
#include "schemas/read_models/callers.hpp"

namespace frontdesk::realtime_gateway {

// Asks the stores, on workers, who a token belongs to. Called on the loop, answers there.
class CallerCheck final : public SessionCheck {
 public:
  CallerCheck(auth::Callers& callers, Workers& workers, Executor& loop);
  void ask(const std::string& token, std::function<void(Standing)> done) override;
  void identify(const std::string& token, std::function<void(Admission)> done) override;

 private:
  auth::Callers& callers_;
  Workers& workers_;
  Executor& loop_;
};

}  // namespace frontdesk::realtime_gateway
