#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "platform/executor/executor.hpp"
#include "realtime-gateway/sockets/client_event.hpp"
#include "realtime-gateway/sockets/socket.hpp"
#include "realtime-gateway/sockets/standing.hpp"
#include "schemas/api/words.hpp"

namespace frontdesk::realtime_gateway {

// A client's event on its way to an answer, which its caller alone gets. Loop thread only.
struct ClientRequest {
  std::shared_ptr<Socket> socket;
  std::string error_event;  // tells why it was refused
  Answered answered;
  // The event that says these words instead, if any.
  std::string_view (*event_of_words)(std::string_view words) = nullptr;
  std::string_view unexpected = api::words::unexpected;  // what is said of a fault of ours
  bool words_in_object = false;  // the words stand in {"message"} (contracts' README, conflict 4)
};

void refuse(const ClientRequest& request, std::string_view words);
// Its session lives no longer: the connection closes.
void end(const ClientRequest& request, Instant now);
// Goes on with `then` if the caller's session lives; else answers for it.
void with_living_session(SessionCheck& sessions, Executor& loop, ClientRequest request,
                         std::function<void(const ClientRequest&)> then);

}  // namespace frontdesk::realtime_gateway
