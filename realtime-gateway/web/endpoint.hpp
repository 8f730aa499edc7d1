#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "realtime-gateway/web/request.hpp"
#include "realtime-gateway/web/websocket.hpp"

namespace frontdesk::web {

struct Body {
  enum class State { whole, too_large, refused, lost } state = State::lost;
  std::string bytes = {};  // of a whole one
};

// One request on its way to its answer. Loop thread only.
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual const Request& request() const = 0;
  // `may_hold` as of a WebSocket's listener. `done` is called once; whatever the body came to, an answer is due, unless
  // it is lost.
  virtual void read_body(std::size_t bytes_max, std::function<bool(std::size_t)> may_hold,
                         std::function<void(Body)> done) = 0;
  // Once, at any time. A body that is not read by then ends the connection.
  virtual void answer(Answer answer) = 0;
  // Called if the client leaves before it has its answer, which is not due any more then.
  virtual void on_gone(std::function<void()> gone) = 0;
};

struct Upgraded {
  WebSocketOptions options = {};
  Headers headers = {};  // of the answer
  std::function<void(std::shared_ptr<WebSocket>)> opened = {};
};
using Upgrade = std::variant<Answer, Upgraded>;

// What is served on a port. Loop thread only.
class Endpoint {
 public:
  virtual ~Endpoint() = default;
  virtual bool serves(std::string_view path) const = 0;
  // A request's head is here.
  virtual void requested(std::shared_ptr<Exchange> exchange) = 0;
  // Somebody asks for a WebSocket. Answered once, at any time.
  virtual void upgrade(const Request& request, std::function<void(Upgrade)> done) = 0;
};

}  // namespace frontdesk::web
