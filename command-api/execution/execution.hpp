#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "command-api/execution/units.hpp"
#include "platform/http/message.hpp"
#include "platform/projected/projected.hpp"
#include "schemas/api/words.hpp"

namespace frontdesk::command_api {

// An answer whose response takes long to make (a signature): it is made elsewhere. Called once, on the units' executor,
// which it must not hold up; the response may come from any thread.
using WordedLater = std::function<void(http::Respond)>;
using Worded = std::variant<http::Response, WordedLater>;

// Of answers on internal routes: "<topic> <partition> <next_offset>", the form of projected::parse_announcements.
constexpr const char* position_header = "Frontdesk-Position";

// A command on its way: where it is decided and how its answer is worded.
struct Execution {
  std::string route;  // for metrics: "POST /api/tokens"
  event_log::UnitId unit;
  std::string actor;  // user id, "operator"
  std::function<units::Decided(const units::Fold& state, Instant now)> decide;
  // Words an answer that is not `unavailable` or `key_reused`; called on the units' executor with the confirmed state.
  // All commands of all units wait meanwhile, so what takes long is worded later.
  std::function<Worded(const units::Answer& answer)> word;
  // The success's data, where `word` shows any.
  std::function<std::string(const units::Answer& answer)> shown = {};
  // What the answer of a command decided just now has others told. Not called for a repetition under an
  // Idempotency-Key, of which they have heard; on the units' executor, before `word`.
  std::function<void(const units::Answer& answer)> after = {};
  std::string target;  // what the route acts on, part of an Idempotency-Key's scope
  // What else the request says, as the route read it (wire::Fields::content): a key used again must say the same,
  // however it is written. Empty where the target says all.
  std::string content = {};
  bool ignores_client_key = false;                       // credential routes
  std::string_view unexpected = api::words::unexpected;  // what is said with 500
  // The content says in which unit the command is decided. A key used again with other content would reach another
  // unit, which does not know it, so such a key is claimed first, in a unit that the key alone chooses.
  bool unit_by_content = false;
  // Set by `decide` when what was found out on the way to it was so no longer; the outcome is then `unavailable`.
  std::shared_ptr<const bool> overtaken = nullptr;
  // The answer carries the position up to which it must be projected (position_header), for a caller who waits himself.
  bool tells_position = false;
};

// From request to answer: submits to the unit, waits until the answer is projected (2xx means readable), words it.
class Executions {
 public:
  struct Options {
    std::chrono::milliseconds projection_patience{2000};
    event_log::Topics topics;
  };
  Executions(Units& units, projected::Positions& positions, Executor& executor, Options options);

  // Any thread. `respond` is called once.
  void run(const std::shared_ptr<const http::Request>& request, Execution execution, http::Respond respond);

  // A step on the way of a command that run() will decide: without a client's key, not worded, not waiting for the
  // projection. `then` is called once, on the executor.
  void step(const std::shared_ptr<const http::Request>& request, const event_log::UnitId& unit,
            const std::string& actor, std::function<units::Decided(const units::Fold& state, Instant now)> decide,
            std::function<void(const units::Answer&)> then);

  // Whether run() would answer without deciding: the client's key is malformed, or the unit knows it already, with
  // whatever content. Asked before steps that such a request must not take. `then` is called once, on the executor
  // unless the request has no proper key; nullopt: unavailable.
  void whether_answered_already(const std::shared_ptr<const http::Request>& request, const Execution& execution,
                                std::function<void(std::optional<bool> answered)> then);

  // A read of the unit's memory, as current as an answer; `use` is called on the executor; null state: unavailable.
  void read(const event_log::UnitId& unit, std::function<void(const units::Fold* confirmed)> use);

 private:
  void claim_key(const std::shared_ptr<const http::Request>& request, Execution execution, units::CommandKey key,
                 http::Respond respond);
  void submit(const std::shared_ptr<const http::Request>& request, Execution execution,
              std::optional<units::CommandKey> key, http::Respond respond);

  Units& units_;
  projected::Positions& positions_;
  Executor& executor_;
  Options options_;
};

}  // namespace frontdesk::command_api
