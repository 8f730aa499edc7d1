#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/http/router.hpp"
#include "schemas/api/admission.hpp"
#include "schemas/api/reading.hpp"
#include "schemas/api/wording.hpp"
#include "schemas/read_models/callers.hpp"

// From a route's table to its handler: who is calling, may they, what do they ask for; then the handler's turn.
namespace frontdesk::query_api {

using RequestPtr = std::shared_ptr<const http::Request>;

// A request of a route, allowed and read.
template <class In>
struct Asked {
  In input;
  auth::Caller caller;  // nobody on a public route
  api::Wording wording;
  // What the caches held under the keys that the route looks up with the caller (see Reads::on_cached).
  std::vector<std::optional<std::string>> cached = {};

  http::Response refuse(std::string_view code) const { return wording.refused(code); }
  http::Response succeed(const std::string& data) const { return wording.succeeded(data); }
};

// The routes of one family, with their handlers, which run on the server's threads and may wait for stores: a store
// that is away (postgres::Unavailable) is answered with 503. Outlives the server, as everything it refers to does.
class Reads {
 public:
  Reads(http::Router& router, const api::Manners& manners, auth::Callers& callers)
      : router_(router), manners_(manners), callers_(callers) {}

  template <class In>
  using Handler = std::function<http::Response(const Asked<In>& asked)>;

  template <class In>
  void on(const api::Route<In>& route, Handler<In> handler) {
    on_cached<In>(
        route, [](const In&) { return std::vector<std::string>(); }, std::move(handler));
  }

  // A hot read: what lies in the caches under `keys` comes with the caller, in one round trip.
  template <class In>
  void on_cached(const api::Route<In>& route, const std::function<std::vector<std::string>(const In& input)>& keys,
                 const Handler<In>& handler) {
    add_at(route.at, route, keys, handler);
    for (const auto& at : route.also) add_at(at, route, keys, handler);
  }

 private:
  template <class In>
  using Keys = std::function<std::vector<std::string>(const In& input)>;

  template <class In>
  void add_at(const api::At& at, const api::Route<In>& route, Keys<In> keys, Handler<In> handler) {
    router_.add(std::string(at.method), at.pattern,
                [this, &route, keys = std::move(keys), handler = std::move(handler)](const RequestPtr& request,
                                                                                     const http::Respond& respond) {
                  auto read = api::read(manners_, route, *request);
                  const auto* given = std::get_if<api::ReadInput<In>>(&read);
                  auto admitted =
                      api::admit(callers_, manners_, route.who, *request, given ? keys(given->input) : no_keys);
                  // Who may not ask is not told what is wrong with the question.
                  if (admitted.refused) return respond(*std::move(admitted.refused));
                  if (given == nullptr) return respond(std::get<http::Response>(std::move(read)));
                  const Asked<In> asked{given->input,
                                        std::move(admitted.caller),
                                        {manners_, route.success, route.refusals, request->path},
                                        std::move(admitted.cached)};
                  respond(answer(*request, route.unexpected, [&] { return handler(asked); }));
                });
  }

  inline static const std::vector<std::string> no_keys = {};

  static http::Response answer(const http::Request& request, std::string_view unexpected,
                               const std::function<http::Response()>& handler);

  http::Router& router_;
  const api::Manners& manners_;
  auth::Callers& callers_;
};

}  // namespace frontdesk::query_api
