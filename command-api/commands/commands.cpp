#include "command-api/commands/commands.hpp"

#include "command-api/commands/steps.hpp"
#include "platform/logging/log.hpp"
#include "schemas/api/answers.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::command_api {

void Commands::run(const Run& run) {
  const auto take = [this, run] {
    const auto& path = run.request->path;
    try {
      auto made = run.next();
      if (auto* answer = std::get_if<http::Response>(&made)) return run.respond(std::move(*answer));
      execute(run, std::get<Execution>(std::move(made)));
    } catch (const StepUnavailable&) {
      run.respond(api::error_answer(path, 503, api::words::unavailable));
    } catch (const std::exception& error) {
      logging::error("a command could not be made",
                     {{"path", path}, {"correlation_id", run.request->correlation_id}, {"error", error.what()}});
      run.respond(api::error_answer(path, 500, run.unexpected));
    }
  };
  if (run.threads == nullptr) return take();
  if (!run.threads->run(take)) run.respond(api::error_answer(run.request->path, 503, api::words::unavailable));
}

// A command whose steps were overtaken by another one goes through them once more before it says 503.
void Commands::execute(const Run& once, Execution execution) {
  if (!execution.overtaken || once.again) return executions_.run(once.request, std::move(execution), once.respond);
  const auto overtaken = execution.overtaken;
  executions_.run(once.request, std::move(execution), [this, once, overtaken](http::Response response) {
    if (!*overtaken) return once.respond(std::move(response));
    Run second = once;
    second.again = true;
    run(second);
  });
}

namespace {
// The acknowledgement.
http::Response socket_success(std::string_view name, const std::string& data) {
  wire::ObjectWriter ack;
  ack.boolean("success", true);
  if (!name.empty()) ack.raw(name, data);
  return api::json_answer(200, ack.take());
}

// The gateway alone knows who has joined what. Judged last, so that who may not be there is told so.
Execution joined_only(Execution execution) {
  execution.decide = [decide = std::move(execution.decide)](const units::Fold& fold, Instant at) -> units::Decided {
    auto decided = decide(fold, at);
    if (std::holds_alternative<units::EventDraft>(decided)) return units::Refused{"not_joined"};
    return decided;
  };
  return execution;
}
}  // namespace

http::Response Commands::socket_refusal(std::string_view words) {
  return api::json_answer(200, wire::ObjectWriter().boolean("success", false).text("error", words).take());
}

wire::Input Commands::arguments_of(const http::Request& request) {
  return wire::Input::from_json(request.body).value_or(wire::Input::none());
}

void Commands::run_for_socket(const RequestPtr& request, const api::Wording& wording, const api::SocketDoor& door,
                              Execution execution, http::Respond respond) {
  if (!door.in_room.empty() && request->header(api::in_room_header) != "yes") {
    execution = joined_only(std::move(execution));
  }
  execution.word = [wording, name = door.acknowledges, shown = execution.shown](const units::Answer& answer) -> Worded {
    if (answer.outcome == units::Outcome::refused) return socket_refusal(wording.words_of(answer.refusal));
    return socket_success(name, name.empty() ? std::string() : shown(answer));
  };
  execution.tells_position = true;
  const int key_reused = api::manners_of(request->path).key_reused;
  executions_.run(request, std::move(execution), [key_reused, respond = std::move(respond)](http::Response response) {
    // The caller is to be told, as of any refusal.
    const bool reused = response.status == key_reused;
    respond(reused ? socket_refusal(api::words::key_reused) : std::move(response));
  });
}

}  // namespace frontdesk::command_api
