#pragma once
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "command-api/commands/event_of.hpp"
#include "command-api/execution/execution.hpp"
#include "command-api/folds/draft.hpp"
#include "platform/http/router.hpp"
#include "platform/workers/workers.hpp"
#include "schemas/api/admission.hpp"
#include "schemas/api/answers.hpp"
#include "schemas/api/reading.hpp"
#include "schemas/api/wording.hpp"
#include "schemas/read_models/callers.hpp"

// From a route's table to its handler: who is calling, may they, what do they say; then the handler's turn.
namespace frontdesk::command_api {

using RequestPtr = std::shared_ptr<const http::Request>;

// What a handler makes of what was asked: a command on its way, or an answer at once.
using Next = std::variant<Execution, http::Response>;

// A request of a route, allowed and read. Copyable.
template <class In>
struct Asked {
  In input;
  std::string content;  // of the body, in one form however it was written
  auth::Caller caller;  // nobody on a public route
  RequestPtr request;
  const api::Route<In>* route;
  api::Wording wording;

  http::Response refuse(std::string_view code) const { return wording.refused(code); }
  http::Response succeed(const std::optional<std::string>& data = std::nullopt, std::size_t words = 0) const {
    return wording.succeeded(data, words);
  }
  http::Response too_many_attempts(long long wait_s) const {
    return api::too_many_attempts_answer(wording.manners, request->path, wait_s);
  }

  // The command of a context that this request is, decided in `unit`; `target` is what it acts on. Its success shows
  // the route's fixed data (none, or null); see `showing`.
  template <class Context, class Command>
  Execution command(const event_log::UnitId& unit, std::string target, Command command) const {
    return execution(unit, std::move(target),
                     [command = std::move(command)](const units::Fold& fold, Instant at) mutable {
                       command.at = at;
                       return decided(decide(fold.of<Context>(), command));
                     });
  }

  // The same with a decision of one's own.
  Execution execution(const event_log::UnitId& unit, std::string target,
                      std::function<units::Decided(const units::Fold&, Instant)> decide) const {
    Execution made;
    made.route = api::name_of(*route);
    made.unit = unit;
    made.actor = caller.user_id;
    made.decide = std::move(decide);
    made.word = [wording = wording, has_data = route->success.data.has_value()](const units::Answer& answer) -> Worded {
      if (answer.outcome == units::Outcome::refused) return wording.refused(answer.refusal);
      return wording.succeeded(has_data ? std::optional<std::string>("null") : std::nullopt);
    };
    made.target = std::move(target);
    made.content = content;
    made.ignores_client_key = !route->keyed;
    made.unexpected = route->unexpected;
    return made;
  }

  // `show` prints the success's data from an answer.
  Execution showing(Execution made, std::function<std::string(const units::Answer& answer)> show) const {
    made.shown = show;
    made.word = [wording = wording, show = std::move(show)](const units::Answer& answer) -> Worded {
      if (answer.outcome == units::Outcome::refused) return wording.refused(answer.refusal);
      return wording.succeeded(show(answer));
    };
    return made;
  }
};

// The routes of one family, with their handlers. Outlives the server, as everything it refers to does.
class Commands {
 public:
  Commands(http::Router& router, const api::Manners& manners, auth::Callers& callers, const api::Cors& cors,
           Executions& executions)
      : router_(router), manners_(manners), callers_(callers), cors_(cors), executions_(executions) {}

  template <class In>
  using Handler = std::function<Next(const Asked<In>& asked)>;

  // One command: the handler, on the server's thread, says which. Also behind the route's socket door.
  template <class In>
  void on(const api::Route<In>& route, Handler<In> handler) {
    if (!route.at.pattern.empty()) add(route, handler, nullptr);
    if (!route.socket.event.empty()) add_socket_door(route, std::move(handler));
  }

  // Several steps before the command: the handler is a straight line on one of `threads`, which may wait (Steps).
  template <class In>
  void on_waiting_thread(Workers& threads, const api::Route<In>& route, Handler<In> handler) {
    add(route, std::move(handler), &threads);
  }

 private:
  template <class In>
  void add(const api::Route<In>& route, const Handler<In>& handler, Workers* threads) {
    add_at(route.at, route, handler, threads);
    for (const auto& at : route.also) add_at(at, route, handler, threads);
  }

  template <class In>
  void add_at(const api::At& at, const api::Route<In>& route, Handler<In> handler, Workers* threads) {
    router_.add(
        std::string(at.method), at.pattern,
        [this, &route, threads, handler = std::move(handler)](const RequestPtr& request, http::Respond respond) {
          auto admitted = api::admit(callers_, manners_, route.who, *request);
          if (admitted.refused) return respond(*std::move(admitted.refused));
          if (auto refused = api::refuse_foreign_page(cors_, manners_, *request)) return respond(*std::move(refused));
          auto read = api::read(manners_, route, *request);
          if (auto* refused = std::get_if<http::Response>(&read)) return respond(std::move(*refused));
          const auto asked = std::make_shared<const Asked<In>>(
              asked_of(route, std::get<api::ReadInput<In>>(std::move(read)), std::move(admitted.caller), request));
          run({threads, request, std::move(respond), [asked, handler] { return handler(*asked); }, route.unexpected});
        });
  }

  // The event's arguments are read by the same fields, after the caller was identified and before the role is judged
  // (contract 004, section 5).
  template <class In>
  void add_socket_door(const api::Route<In>& route, Handler<In> handler) {
    router_.add(
        "POST", api::socket_path(route.socket.event),
        [this, &route, handler = std::move(handler)](const RequestPtr& request, http::Respond respond) {
          auto admitted = api::admit(callers_, manners_, api::any_user, *request);
          if (admitted.refused) return respond(*std::move(admitted.refused));
          auto read = api::read_arguments(route, arguments_of(*request));
          if (const auto* fault = std::get_if<std::string>(&read)) return respond(socket_refusal(*fault));
          if (!route.who.may(admitted.caller)) return respond(socket_refusal(manners_.not_allowed.words));
          const auto asked =
              asked_of(route, std::get<api::ReadInput<In>>(std::move(read)), std::move(admitted.caller), request);
          run_for_socket(request, asked.wording, route.socket, std::get<Execution>(handler(asked)), std::move(respond));
        });
  }

  template <class In>
  Asked<In> asked_of(const api::Route<In>& route, api::ReadInput<In> read, auth::Caller caller,
                     const RequestPtr& request) const {
    return {std::move(read.input),
            std::move(read.content),
            std::move(caller),
            request,
            &route,
            api::Wording{manners_, route.success, route.refusals, request->path}};
  }

  // One going through a handler, on one of `threads`, or here if there are none.
  struct Run {
    Workers* threads;
    RequestPtr request;
    http::Respond respond;
    std::function<Next()> next;
    std::string_view unexpected;
    bool again = false;
  };
  void run(const Run& run);
  void execute(const Run& once, Execution execution);

  static http::Response socket_refusal(std::string_view words);
  static wire::Input arguments_of(const http::Request& request);
  void run_for_socket(const RequestPtr& request, const api::Wording& wording, const api::SocketDoor& door,
                      Execution execution, http::Respond respond);

  http::Router& router_;
  const api::Manners& manners_;
  auth::Callers& callers_;
  const api::Cors& cors_;
  Executions& executions_;
};

}  // namespace frontdesk::command_api
