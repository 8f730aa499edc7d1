#include "realtime-gateway/sockets/authentication.hpp"

#include <utility>

#include "schemas/api/words.hpp"
#include "schemas/wire/input.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::realtime_gateway {
namespace {

constexpr const char* event_name = "authenticate";
constexpr const char* success_event = "authenticated";
constexpr const char* error_event = "authenticate-error";
constexpr std::string_view other_user = "Token of another user";

std::string token_of(const ClientEvent& event) {
  if (event.arguments.empty()) return {};
  const Argument& argument = event.arguments.front();
  if (argument.kind == Argument::Kind::string) return argument.text;
  const auto object = argument.kind == Argument::Kind::object ? wire::Input::from_json(argument.text) : std::nullopt;
  return object ? std::string(object->member("token").string().value_or("")) : std::string();
}

bool expired(const Identity& identity, Instant now) { return identity.expires_at_s <= now.ms / 1000; }

}  // namespace

void Authentication::add_to(ClientEvents& events) {
  events.on(event_name, [this](auto socket, const ClientEvent& event, Answered answered) {
    authenticate({std::move(socket), error_event, std::move(answered)}, event);
  });
}

void Authentication::authenticate(ClientRequest request, const ClientEvent& event) {
  // Too late: a token that has expired does nothing more, not even this.
  if (expired(request.socket->identity(), loop_.now())) return end(request, loop_.now());
  std::string token = token_of(event);
  if (token.empty()) return refuse(request, words_of(Admission::Why::token_invalid));
  admit_(token, [this, request = std::move(request)](Admission admission) { admitted(request, std::move(admission)); });
}

void Authentication::admitted(const ClientRequest& request, Admission admission) {
  if (!request.socket->open()) return request.answered(std::nullopt);
  switch (admission.verdict) {
    case Admission::Verdict::refused:
      return refuse(request, words_of(admission.why));
    case Admission::Verdict::unavailable:
      return refuse(request, api::words::unavailable);
    case Admission::Verdict::admitted:
      break;
  }
  if (admission.identity.user_id != request.socket->identity().user_id) return refuse(request, other_user);
  sockets_.renew(request.socket, std::move(admission.identity));
  const Instant expires{request.socket->identity().expires_at_s * 1000};
  Announcement done(success_event, wire::ObjectWriter().text("expiresAt", to_iso8601(expires)).take());
  request.socket->emit(done);
  request.answered(ack_success());
}

}  // namespace frontdesk::realtime_gateway
