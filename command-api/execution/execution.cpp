#include "command-api/execution/execution.hpp"

#include <algorithm>

#include "command-api/folds/draft.hpp"
#include "platform/auth/password.hpp"
#include "platform/http/preference.hpp"
#include "platform/logging/log.hpp"
#include "platform/metrics/metrics.hpp"
#include "schemas/api/answers.hpp"

namespace frontdesk::command_api {

namespace {
constexpr std::size_t key_length_max = 128;

bool is_client_key(std::string_view key) {
  return !key.empty() && key.size() <= key_length_max &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

// The scope of a key is (actor, route, target, key); NUL cannot occur in any of them.
units::CommandKey command_key(const Execution& execution, std::string_view target, const http::Request& request) {
  std::string scope = execution.actor;
  for (const std::string_view part : {std::string_view(execution.route), target, request.header("idempotency-key")}) {
    scope.push_back('\0');
    scope.append(part);
  }
  return {auth::sha256_hex(scope).substr(0, 32), auth::sha256_hex(execution.content).substr(0, 32)};
}

std::string_view outcome_name(units::Outcome outcome) {
  switch (outcome) {
    case units::Outcome::accepted:
      return "accepted";
    case units::Outcome::refused:
      return "refused";
    case units::Outcome::nothing:
      return "nothing";
    case units::Outcome::key_reused:
      return "key_reused";
    case units::Outcome::failed:
      return "failed";
    case units::Outcome::unavailable:
      return "unavailable";
  }
  return "unavailable";
}

void count(const std::string& route, units::Outcome outcome, const http::Request& request) {
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - request.received_at;
  metrics::histogram("command_duration_seconds", "From request to answer",
                     {{"route", route}, {"outcome", std::string(outcome_name(outcome))}})
      .observe(took.count());
}

http::Response key_reused_answer(const http::Request& request) {
  return api::error_answer(request.path, api::manners_of(request.path).key_reused, api::words::key_reused);
}

void log_failure(const char* what, const std::string& route, const http::Request& request, const char* error) {
  logging::error(what, {{"route", route}, {"correlation_id", request.correlation_id}, {"error", error}});
}

// A decision that fails is a fault of ours, which must not end the process for all others.
using Decide = std::function<units::Decided(const units::Fold& state, Instant now)>;
Decide guarded(Decide decide, const event_log::UnitId& unit, const event_log::Topics& topics, std::string route,
               std::shared_ptr<const http::Request> request) {
  return [decide = std::move(decide), unit, topics, route = std::move(route), request = std::move(request)](
             const units::Fold& state, Instant now) -> units::Decided {
    try {
      auto decided = decide(state, now);
      if (const auto* draft = std::get_if<units::EventDraft>(&decided)) require_home(*draft, unit, topics);
      return decided;
    } catch (const std::exception& error) {
      log_failure("a command could not be decided", route, *request, error.what());
      return units::Failed{};
    }
  };
}

Worded worded(const units::Answer& answer, const std::function<Worded(const units::Answer&)>& word,
              const std::string& route, std::string_view unexpected, const http::Request& request) {
  if (answer.outcome == units::Outcome::key_reused) return key_reused_answer(request);
  if (answer.outcome == units::Outcome::failed) return api::error_answer(request.path, 500, unexpected);
  try {
    return word(answer);
  } catch (const std::exception& error) {
    log_failure("an answer could not be worded", route, request, error.what());
    return api::error_answer(request.path, 500, unexpected);
  }
}

// The answer stands, whatever becomes of what follows it.
void tell_others(const units::Answer& answer, const std::function<void(const units::Answer&)>& after,
                 const std::string& route, const http::Request& request) {
  try {
    after(answer);
  } catch (const std::exception& error) {
    log_failure("what follows an answer failed", route, request, error.what());
  }
}

// W3C Trace Context, version 00: `00-<32 hex>-<16 hex>-<2 hex>`; anything else is not worth keeping in the log for
// ever.
std::string traceparent_of(const http::Request& request) {
  const auto value = request.header("traceparent");
  constexpr std::string_view form = "00-hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh-hhhhhhhhhhhhhhhh-hh";
  const auto fits = [](char c, char wanted) {
    return wanted == 'h' ? (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') : c == wanted;
  };
  if (!std::equal(value.begin(), value.end(), form.begin(), form.end(), fits)) return {};
  return std::string(value);
}

std::string position_text(const event_log::UnitId& unit, std::int64_t next_offset) {
  return unit.topic + ' ' + std::to_string(unit.partition) + ' ' + std::to_string(next_offset);
}

bool waits_for_projection(const http::Request& request) {
  const auto wait_s = http::preference(request, "wait");
  return !wait_s || wait_s->empty() || wait_s->find_first_not_of('0') != std::string::npos;
}
}  // namespace

Executions::Executions(Units& units, projected::Positions& positions, Executor& executor, Options options)
    : units_(units), positions_(positions), executor_(executor), options_(options) {}

void Executions::run(const std::shared_ptr<const http::Request>& request, Execution execution, http::Respond respond) {
  if (execution.ignores_client_key || !request->has_header("idempotency-key")) {
    return submit(request, std::move(execution), std::nullopt, std::move(respond));
  }
  if (!is_client_key(request->header("idempotency-key"))) {
    return respond(api::error_answer(request->path, 400, api::words::key_malformed));
  }
  auto key = command_key(execution, execution.target, *request);
  if (execution.unit_by_content) return claim_key(request, std::move(execution), std::move(key), std::move(respond));
  submit(request, std::move(execution), std::move(key), std::move(respond));
}

// The claim is a command of its own that changes nothing; its answer in the log is what a later one is held against. A
// crash behind it does no harm: the retry claims the key again, with the same content.
void Executions::claim_key(const std::shared_ptr<const http::Request>& request, Execution execution,
                           units::CommandKey key, http::Respond respond) {
  constexpr std::string_view no_target = "the key itself";
  units::Command claim;
  claim.key = command_key(execution, no_target, *request);
  claim.actor = execution.actor;
  claim.correlation_id = request->correlation_id;
  claim.traceparent = traceparent_of(*request);
  claim.decide = [](const units::Fold&, Instant) { return units::Nothing{}; };
  const auto unit = options_.topics.events_unit(claim.key->id);
  claim.answered = [this, request, execution = std::move(execution), key = std::move(key),
                    respond = std::move(respond)](const units::Answer& answer) {
    if (answer.outcome == units::Outcome::nothing) return submit(request, execution, key, respond);
    count(execution.route, answer.outcome, *request);
    if (answer.outcome == units::Outcome::key_reused) return respond(key_reused_answer(*request));
    respond(api::error_answer(request->path, 503, api::words::unavailable));
  };
  units_.submit(unit, std::move(claim));
}

void Executions::submit(const std::shared_ptr<const http::Request>& request, Execution execution,
                        std::optional<units::CommandKey> key, http::Respond respond) {
  units::Command command;
  command.key = std::move(key);
  command.actor = execution.actor;
  command.correlation_id = request->correlation_id;
  command.traceparent = traceparent_of(*request);
  command.decide = guarded(std::move(execution.decide), execution.unit, options_.topics, execution.route, request);
  const auto unit = execution.unit;
  command.answered = [this, unit, request, route = std::move(execution.route), word = std::move(execution.word),
                      after = std::move(execution.after), unexpected = execution.unexpected,
                      tells_position = execution.tells_position,
                      respond = std::move(respond)](const units::Answer& answer) {
    if (answer.outcome == units::Outcome::unavailable) {
      count(route, answer.outcome, *request);
      respond(api::error_answer(request->path, 503, api::words::unavailable));
      return;
    }
    if (after && !answer.repeated) tell_others(answer, after, route, *request);
    const auto when_projected = [this, unit, offset = answer.next_offset, request, route, outcome = answer.outcome,
                                 tells_position, respond](http::Response response) {
      if (tells_position) response.headers.emplace_back(position_header, position_text(unit, offset));
      const auto patience =
          waits_for_projection(*request) ? options_.projection_patience : std::chrono::milliseconds::zero();
      positions_.when(unit, offset, patience,
                      [request, route, outcome, response = std::move(response), respond](bool projected) mutable {
                        if (!projected) response.headers.emplace_back("Frontdesk-Projection", "pending");
                        count(route, outcome, *request);
                        respond(std::move(response));
                      });
    };
    auto words = worded(answer, word, route, unexpected, *request);
    if (auto* response = std::get_if<http::Response>(&words)) return when_projected(std::move(*response));
    std::get<WordedLater>(words)([this, when_projected](http::Response response) {
      executor_.post([when_projected, response = std::move(response)] { when_projected(response); });
    });
  };
  units_.submit(unit, std::move(command));
}

void Executions::step(const std::shared_ptr<const http::Request>& request, const event_log::UnitId& unit,
                      const std::string& actor, Decide decide, std::function<void(const units::Answer&)> then) {
  const std::string route = request->method + " " + unit.topic;
  units::Command command;
  command.actor = actor;
  command.correlation_id = request->correlation_id;
  command.traceparent = traceparent_of(*request);
  command.decide = guarded(std::move(decide), unit, options_.topics, route, request);
  command.answered = [request, route, then = std::move(then)](const units::Answer& answer) {
    try {
      then(answer);
    } catch (const std::exception& error) {
      log_failure("a step of a command failed", route, *request, error.what());
    }
  };
  units_.submit(unit, std::move(command));
}

// A keyed command that decides nothing and leaves no record: the unit either knows its key or asks for the decision.
void Executions::whether_answered_already(const std::shared_ptr<const http::Request>& request,
                                          const Execution& execution, std::function<void(std::optional<bool>)> then) {
  if (execution.ignores_client_key || !request->has_header("idempotency-key")) return then(false);
  if (!is_client_key(request->header("idempotency-key"))) return then(true);
  const auto decision_asked = std::make_shared<bool>(false);
  units::Command question;
  question.key = command_key(execution, execution.target, *request);
  question.actor = execution.actor;
  question.correlation_id = request->correlation_id;
  question.decide = [decision_asked](const units::Fold&, Instant) {
    *decision_asked = true;
    return units::Outdated{};
  };
  question.answered = [decision_asked, request, route = execution.route,
                       then = std::move(then)](const units::Answer& answer) {
    try {
      if (answer.outcome != units::Outcome::unavailable) return then(true);
      then(*decision_asked ? std::optional(false) : std::nullopt);
    } catch (const std::exception& error) {
      log_failure("a step of a command failed", route, *request, error.what());
    }
  };
  units_.submit(execution.unit, std::move(question));
}

void Executions::read(const event_log::UnitId& unit, std::function<void(const units::Fold*)> use) {
  units::Command command;
  command.actor = "reader";
  command.decide = [](const units::Fold&, Instant) { return units::Nothing{}; };
  command.answered = [use = std::move(use)](const units::Answer& answer) {
    try {
      use(answer.outcome == units::Outcome::unavailable ? nullptr : answer.confirmed);
    } catch (const std::exception& error) {
      // What was to be answered goes with `use`, and the server says 500.
      logging::error("a read of a unit failed", {{"error", error.what()}});
    }
  };
  units_.submit(unit, std::move(command));
}

}  // namespace frontdesk::command_api
