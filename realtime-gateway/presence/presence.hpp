#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "platform/executor/executor.hpp"
#include "realtime-gateway/presence/presence_store.hpp"

namespace frontdesk::realtime_gateway {

// Who is there: each user's connections over all gateways and APIs, told to his contacts and to nobody else (contracts'
// README, conflict 15; contract 002, section 7). What happens within a moment is written in one go, and only a first
// connection and a last one here are written at all. A gateway that dies leaves nobody online for longer than the
// store's expiry: another one buries it. While the store is away nobody is told, and all is caught up with at a beat.
// Loop thread only.
class Presence {
 public:
  struct Change {
    std::string user_id;
    bool is_online = false;
    std::string status;  // `online`, `offline`, or what the user has set
  };
  struct Parts {
    PresenceStore& store;
    Executor& loop;
    // Runs something that blocks, and in the order given. False: not now.
    std::function<bool(std::function<void()>)> elsewhere;
    // Who is to be told of a user; from the read models of the APIs that have contacts.
    std::function<void(const std::string& user_id, std::function<void(std::vector<std::string>)> done)> contacts_of;
    std::function<void(const Change& change, const std::vector<std::string>& contacts)> tell;
  };
  explicit Presence(Parts parts) : parts_(std::move(parts)) {}

  void opened(const std::string& user_id);  // a connection
  void closed(const std::string& user_id);
  void beat();  // several times within the store's expiry

  // Stored, then told; `done` with false: the user is offline, or the store is away.
  void set_status(const std::string& user_id, const std::string& status, std::function<void(bool)> done);
  // In the order asked; empty: the store is away.
  void statuses(std::vector<std::string> users, std::function<void(std::vector<std::string>)> done) const;

  std::size_t users_here() const { return connections_.size(); }

 private:
  struct Outcome {
    PresenceStore::Users came, went;
    bool written = false;
  };
  void write_soon(const std::string& user_id);
  void write();
  void written(const Outcome& outcome, const PresenceStore::Users& users);
  void told(const PresenceStore::Users& users, bool is_online);
  void tell(Change change);

  static constexpr std::chrono::milliseconds gathering{50};

  const Parts parts_;
  std::unordered_map<std::string, std::size_t> connections_;  // here, by user
  std::unordered_set<std::string> unwritten_;  // users whose presence here may differ from what is stored
  bool write_due_ = false;
  bool writing_ = false;
};

}  // namespace frontdesk::realtime_gateway
