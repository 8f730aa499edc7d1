#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "realtime-gateway/socketio/server.hpp"
#include "realtime-gateway/transports/receiving_socket.hpp"
#include "realtime-gateway/transports/refusals.hpp"

namespace frontdesk::realtime_gateway {

class SocketIoSocket;

// Socket.IO's connection state recovery, from the log: the private id is the gateway's token, and offsets stand in the
// frames that rooms are told, so the library is told of nothing but the return itself.
class SocketIoRecovery final : public socketio::Recovery {
 public:
  explicit SocketIoRecovery(SocketHandler& handler) : handler_(handler) {}

  std::optional<std::string> offer(const std::string& sid, const std::shared_ptr<void>& data) override;
  std::string record(const socketio::Told& told) override;
  void joined(const std::string& pid, const std::string& room) override;
  void left(socketio::Left left) override;
  void restore(const std::string& pid, const std::optional<std::string>& offset, const std::shared_ptr<void>& data,
               std::function<void(socketio::Restoration)> done) override;

 private:
  SocketHandler& handler_;
};

// Socket.IO at /socket.io/ (contracts' README, sections 1 and 2 and conflict 19; contract 004, section 5): the clients
// of four families, unmodified. Only the main namespace. Loop thread only.
class SocketIoSockets final : public socketio::NamespaceHandler {
 public:
  struct Options {
    std::string session_id_prefix;
    std::size_t message_bytes_max = 1'000'000;
    std::size_t outbound_bytes_max = 1'048'576;
    std::size_t outbound_messages_max = 8192;
    std::vector<std::string> trusted_proxies;
  };
  // The refusals outlive it.
  SocketIoSockets(const Options& options, std::shared_ptr<Reception> reception, const Refusals& refusals,
                  const std::shared_ptr<web::Round>& round);

  web::Endpoint& endpoint() { return server_.transport(); }
  void stop_accepting() { accepting_ = false; }
  std::size_t sessions() { return server_.transport().sessions(); }
  // Sessions that belong to nobody, too.
  void drain(std::chrono::milliseconds spread) { server_.drain(spread); }

  void connecting(const socketio::Arrival& arrival, std::function<void(socketio::Verdict)> done) override;
  void connected(const std::shared_ptr<socketio::Socket>& socket) override;
  void received(const std::shared_ptr<socketio::Socket>& socket, socketio::Event event, socketio::Ack ack) override;
  void disconnected(socketio::Socket& socket, std::string_view reason) override;

 private:
  socketio::Options server_options(const Options& options, const Refusals& refusals);
  engineio::Entry enter(const web::Request& request);
  socketio::Verdict admitted(Identity identity, const std::string& address, bool may_come_back);
  bool may_hold(socketio::Connection& connection, std::size_t bytes);

  const std::shared_ptr<Reception> reception_;
  const std::vector<std::string> trusted_proxies_;
  bool accepting_ = true;
  SocketIoRecovery recovery_;
  socketio::Server server_;
};

}  // namespace frontdesk::realtime_gateway
