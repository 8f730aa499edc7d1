#pragma once
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "realtime-gateway/pushes/row_feeds.hpp"
#include "realtime-gateway/rooms/rooms.hpp"
#include "realtime-gateway/sockets/client_event.hpp"
#include "realtime-gateway/sockets/standing.hpp"
#include "realtime-gateway/stream/log_stream.hpp"

namespace frontdesk::realtime_gateway {

// What an API family's clients may hear, and what they send besides commands (whose doors stand in the family's
// tables). Loop thread only.
class Facade {
 public:
  virtual ~Facade() = default;
  virtual void add_to(ClientEvents& events) = 0;
  // An event of the log that may end somebody's right to be in a room. Throws events::Malformed.
  virtual void heard(const HeardEvent& /*event*/) {}

  virtual std::vector<std::string_view> room_kinds() const = 0;
  struct Entry {
    enum class Verdict { allowed, refused, unavailable } verdict = Verdict::unavailable;
    std::string_view words = {};  // what the contract says of a refusal
  };
  // May the caller be in this room, one of the facade's kinds? The read models decide, at each entry and again whenever
  // a connection that was lost comes back for its rooms. Calls back on the loop.
  virtual void may_join(const api::Room& room, const Identity& caller, std::function<void(Entry)> done) = 0;
};

// What facades are made of; all of it outlives them.
struct FacadeParts {
  Rooms& rooms;
  RowFeeds& feeds;
  const RowSources& sources;
  SessionCheck& sessions;
  Executor& loop;
};

// All of them, one line each.
std::vector<std::unique_ptr<Facade>> make_facades(const FacadeParts& parts);

}  // namespace frontdesk::realtime_gateway
