#include "realtime-gateway/sockets/client_request.hpp"

#include <optional>
#include <utility>

#include "schemas/api/words.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::realtime_gateway {

void refuse(const ClientRequest& request, std::string_view words) {
  const auto otherwise = request.event_of_words == nullptr ? std::string_view() : request.event_of_words(words);
  Announcement error(
      otherwise.empty() ? request.error_event : std::string(otherwise),
      request.words_in_object ? wire::ObjectWriter().text("message", words).take() : wire::quoted(words));
  request.socket->emit(error);
  request.answered(ack_failure(words));
}

void end(const ClientRequest& request, Instant now) {
  const bool expired = request.socket->identity().expires_at_s <= now.ms / 1000;
  request.socket->close(expired ? CloseReason::token_expired : CloseReason::session_ended);
  request.answered(std::nullopt);
}

void with_living_session(SessionCheck& sessions, Executor& loop, ClientRequest request,
                         std::function<void(const ClientRequest&)> then) {
  const std::string token = request.socket->identity().token;
  sessions.ask(token, [&loop, request = std::move(request), then = std::move(then)](Standing standing) {
    if (!request.socket->open()) return request.answered(std::nullopt);
    switch (standing) {
      case Standing::lives:
        return then(request);
      case Standing::over:
        return end(request, loop.now());
      case Standing::unavailable:
        return refuse(request, request.unexpected);
    }
  });
}

}  // namespace frontdesk::realtime_gateway
