#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/engineio/options.hpp"
#include "realtime-gateway/engineio/session.hpp"
#include "realtime-gateway/web/endpoint.hpp"

namespace frontdesk::engineio {

// Engine.IO (revision 4, and 3 if allowed) under one path: polling, WebSocket, and the upgrade from one to the other.
// Knows nothing of what the messages say. Loop thread only.
class Server final : public web::Endpoint {
 public:
  // Called with each new session; what it returns hears it.
  using Opened = std::function<std::shared_ptr<Session::Listener>(const std::shared_ptr<Session>&)>;

  Server(Options options, std::shared_ptr<web::Round> round, web::Deadlines& deadlines, Opened opened);
  ~Server() override;

  bool serves(std::string_view path) const override;
  void requested(std::shared_ptr<web::Exchange> exchange) override;
  void upgrade(const web::Request& request, std::function<void(web::Upgrade)> done) override;

  std::size_t sessions() const;
  const Options& options() const;
  // Closes all with `goodbye`, spread evenly over `spread` so that they do not come back at once. Later ones are not
  // let in.
  void drain(std::chrono::milliseconds spread, Goodbye goodbye);

 private:
  class Asked;

  void open_by_polling(web::Exchange& exchange, const Asked& asked);
  std::shared_ptr<Session> open(const web::Request& request, const Asked& asked, std::shared_ptr<void> place,
                                std::shared_ptr<web::WebSocket> socket);
  Entry enter(const web::Request& request, const Asked& asked) const;
  Entry enter_websocket(const web::Request& request, const Asked& asked, const Session* session) const;
  std::shared_ptr<Session> find(const std::string& id) const;
  void answer(web::Exchange& exchange, web::Answer answer) const;
  void drain_some();

  const std::shared_ptr<Site> site_;
  const Opened opened_;
  std::vector<std::weak_ptr<Session>> draining_;
  std::size_t drained_at_once_ = 0;
  Goodbye drained_with_;
  bool drained_ = false;
  web::Deadline drain_step_;
};

}  // namespace frontdesk::engineio
