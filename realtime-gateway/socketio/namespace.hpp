#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "realtime-gateway/engineio/handshake.hpp"
#include "realtime-gateway/socketio/recovery.hpp"
#include "realtime-gateway/socketio/rooms.hpp"
#include "realtime-gateway/socketio/socket.hpp"

namespace frontdesk::socketio {

// Who asks to be let into a namespace.
struct Arrival {
  const engineio::Handshake& handshake;
  std::string auth;       // a JSON object
  std::string nsp_query;  // of the namespace's name, undecoded
};
struct Admitted {
  std::shared_ptr<void> data;  // for Socket::data
};
struct Refused {
  std::string message;
  std::string data;  // JSON; empty: none
};
using Verdict = std::variant<Admitted, Refused>;

// What a namespace asks of its owner. All on the loop.
class NamespaceHandler {
 public:
  virtual ~NamespaceHandler() = default;
  // Answers once, at any time; the arrival's handshake lives as long as the call.
  virtual void connecting(const Arrival& arrival, std::function<void(Verdict)> done) = 0;
  virtual void connected(const std::shared_ptr<Socket>& socket) = 0;
  virtual void received(const std::shared_ptr<Socket>& socket, Event event, Ack ack) = 0;
  virtual void disconnected(Socket& socket, std::string_view reason) = 0;
};

struct Emission {
  const std::vector<std::string>* attachments = nullptr;
  const Socket* except = nullptr;
  bool is_volatile = false;  // dropped for those whom something else is waiting for
};

// The sockets under one name, and their rooms. Loop thread only.
class Namespace {
 public:
  // `recovery` may be null. Both outlive it.
  Namespace(std::string name, NamespaceHandler& handler, Recovery* recovery, std::size_t rooms_per_socket_max);

  const std::string& name() const { return name_; }
  NamespaceHandler& handler() const { return handler_; }
  Recovery* recovery() const { return recovery_; }
  std::size_t sockets() const { return sockets_.size(); }
  std::shared_ptr<Socket> find(const std::string& id) const;

  // The event is framed once for all who are in the room. Returns how many are.
  std::size_t emit(const std::string& room, std::string_view name, std::string_view arguments = "[]",
                   const Emission& emission = {});
  std::size_t send(const std::string& room, const engineio::Message& message) const;

  const Rooms& rooms() const { return rooms_; }
  void evict(const std::string& room);  // empties it

 private:
  friend class Connection;
  friend class Socket;

  // Joins those who were let in; leaving tells recovery and the handler.
  void add(const std::shared_ptr<Socket>& socket);
  void remove(Socket& socket, std::string_view reason, bool may_come_back);
  std::string offset_of(const Told& told) const { return recovery_ ? recovery_->record(told) : std::string(); }
  std::shared_ptr<Socket> find_private(const std::string& pid) const;

  const std::string name_;
  NamespaceHandler& handler_;
  Recovery* const recovery_;
  const std::size_t rooms_per_socket_max_;
  std::unordered_map<std::string_view, std::shared_ptr<Socket>> sockets_;  // by id
  std::unordered_map<std::string_view, Socket*> by_private_id_;
  Rooms rooms_;
};

}  // namespace frontdesk::socketio
