#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/engineio/session.hpp"
#include "realtime-gateway/socketio/assembly.hpp"
#include "realtime-gateway/socketio/core.hpp"
#include "realtime-gateway/socketio/namespace.hpp"

namespace frontdesk::socketio {

// What one client says over its Engine.IO session, which owns this: packets, taken to the namespaces that they name.
class Connection final : public engineio::Session::Listener, public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Core> core, engineio::Session& session);
  ~Connection() override;

  void begin();
  void received(bool binary, std::string_view message) override;
  bool may_hold(std::size_t bytes) override;
  void closed(std::string_view reason) override;

  engineio::Session& session() const { return session_; }
  web::Deadlines& deadlines() const { return core_->deadlines; }
  std::vector<std::shared_ptr<Socket>> sockets() const;
  // Ends a socket's part from our side.
  void disconnect(Socket& socket);

 private:
  enum class State : char { asking, restoring, joined, evicted };
  // What is known of a namespace that the client has named.
  struct Place {
    Namespace* nsp;
    State state = State::asking;
    std::uint32_t attempt = 0;  // an answer to an earlier one is void
    std::shared_ptr<Socket> socket;
  };
  using Places = std::vector<Place>;

  void take(WholePacket whole);
  void connect(const Packet& packet);
  void judged(Namespace& nsp, std::uint32_t attempt, const std::string& auth, Verdict verdict);
  void restore(Place& place, const std::string& pid, const std::string& auth, const std::shared_ptr<void>& data);
  void join(Place& place, std::shared_ptr<void> data, std::optional<Restored> restored, std::optional<std::string> pid);
  void refuse(std::string_view nsp, const Refused& refused);
  void leave(Place& place, std::string_view reason, bool may_come_back);
  void take_event(Place& place, WholePacket whole);
  void broken();
  Places::iterator find(std::string_view nsp);
  Place* waiting(const Namespace& nsp, std::uint32_t attempt);
  bool old_clients() const { return session_.handshake().revision == engineio::Revision::v3; }

  const std::shared_ptr<Core> core_;
  engineio::Session& session_;
  Assembly assembly_;
  Places places_;
  web::Deadline connect_timeout_;
  std::uint32_t attempts_ = 0;
};

}  // namespace frontdesk::socketio
