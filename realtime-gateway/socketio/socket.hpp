#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "realtime-gateway/engineio/session.hpp"
#include "realtime-gateway/socketio/rooms.hpp"
#include "realtime-gateway/web/deadlines.hpp"

namespace frontdesk::socketio {

class Connection;
class Namespace;

// What a client sent.
struct Event {
  std::string name;
  std::string arguments;                 // a JSON array; placeholders stand where the attachments were
  std::vector<std::string> attachments;  // bytes
};

// What a client answered to an event of ours.
struct Reply {
  std::string arguments;
  std::vector<std::string> attachments;
};
// nullopt: there will be none, the time is up or the connection has ended.
using Replied = std::function<void(std::optional<Reply>)>;

// Answers an event of the client, once, at any time; repeating it does nothing. Copies are the same answer.
class Ack {
 public:
  Ack() = default;
  Ack(std::weak_ptr<Socket> socket, std::uint64_t id) : pending_(std::make_shared<Pending>(std::move(socket), id)) {}

  bool wanted() const { return pending_ != nullptr; }  // else nothing is sent
  void operator()(std::string_view arguments = "[]", const std::vector<std::string>& attachments = {}) const;

 private:
  struct Pending {
    Pending(std::weak_ptr<Socket> asking, std::uint64_t asked) : socket(std::move(asking)), id(asked) {}
    std::weak_ptr<Socket> socket;
    const std::uint64_t id;
    bool answered = false;
  };
  std::shared_ptr<Pending> pending_;
};

// One client in one namespace. Everything sent after its end is dropped. Loop thread only; keep it weakly.
class Socket : public std::enable_shared_from_this<Socket> {
 public:
  Socket(Namespace& nsp, Connection& connection, std::string id, std::optional<std::string> pid, bool recovered,
         std::shared_ptr<void> data);

  const std::string& id() const { return id_; }
  Namespace& nsp() const { return nsp_; }
  bool open() const { return connection_ != nullptr; }
  bool recovered() const { return recovered_; }  // and has what it missed
  // Whatever the handler attached when it let the socket in.
  const std::shared_ptr<void>& data() const { return data_; }
  const engineio::Handshake* handshake() const;  // null once it is closed
  std::size_t queued_bytes() const;

  void emit(std::string_view name, std::string_view arguments = "[]", const std::vector<std::string>& attachments = {});
  // Not kept for recovery: nobody could take the answer of another connection for this one's.
  void emit_with_ack(std::string_view name, std::string_view arguments, const std::vector<std::string>& attachments,
                     std::chrono::milliseconds patience, Replied replied);
  void send(const engineio::Message& message);  // made by event_message
  void send(const engineio::Frame& frame);      // a message without attachments

  // False: it is in as many rooms as a socket may be.
  [[nodiscard]] bool join(const std::string& room);
  void leave(const std::string& room);
  std::vector<std::string> rooms() const;

  // Ends it in this namespace: the client is told so, and does not come back by itself.
  void disconnect();
  // Both: the client is told that it is out, and the connection ends behind that.
  void disconnect_and_close(engineio::Goodbye goodbye);
  // Ends the whole connection behind what is queued. The client comes back if its library does so.
  void close(engineio::Goodbye goodbye);
  void hold_reading(bool held);  // of the whole connection

 private:
  friend class Connection;
  friend class Namespace;
  friend class Rooms;
  friend class Ack;

  struct Awaited {
    Replied replied;
    std::unique_ptr<web::Deadline> deadline;
  };

  void rejoin(const std::string& room);
  void answer(std::uint64_t id, std::string_view arguments, const std::vector<std::string>& attachments);
  void replied(std::uint64_t id, std::optional<Reply> reply);
  void fail_awaited();

  Namespace& nsp_;
  Connection* connection_;
  const std::string id_;
  const std::optional<std::string> pid_;
  const std::shared_ptr<void> data_;
  std::vector<Rooms::Membership> memberships_;
  std::unique_ptr<std::unordered_map<std::uint64_t, Awaited>> awaited_;
  std::uint64_t next_ack_id_ = 0;
  const bool recovered_;
};

}  // namespace frontdesk::socketio
