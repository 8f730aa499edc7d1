#include "realtime-gateway/presence/presence.hpp"

#include <utility>

#include "platform/logging/log.hpp"

namespace frontdesk::realtime_gateway {

void Presence::opened(const std::string& user_id) {
  if (++connections_[user_id] == 1) write_soon(user_id);
}

void Presence::closed(const std::string& user_id) {
  const auto found = connections_.find(user_id);
  if (found == connections_.end() || --found->second > 0) return;
  connections_.erase(found);
  write_soon(user_id);
}

void Presence::write_soon(const std::string& user_id) {
  unwritten_.insert(user_id);
  if (std::exchange(write_due_, true)) return;
  parts_.loop.after(gathering, [this] {
    write_due_ = false;
    write();
  });
}

// One write at a time, or a later one could overtake it.
void Presence::write() {
  if (writing_ || unwritten_.empty()) return;
  PresenceStore::Users here, away;
  for (const auto& user : unwritten_) (connections_.contains(user) ? here : away).push_back(user);
  const PresenceStore::Users all(unwritten_.begin(), unwritten_.end());
  unwritten_.clear();
  writing_ = parts_.elsewhere([this, here = std::move(here), away = std::move(away), all] {
    Outcome outcome;
    try {
      outcome.came = parts_.store.come(here);
      outcome.went = parts_.store.go(away);
      outcome.written = true;
    } catch (const std::exception& error) {
      logging::warn("who is there is not written", {{"error", error.what()}});
    }
    parts_.loop.post([this, outcome = std::move(outcome), all] { written(outcome, all); });
  });
  if (!writing_) unwritten_.insert(all.begin(), all.end());
}

void Presence::written(const Outcome& outcome, const PresenceStore::Users& users) {
  writing_ = false;
  told(outcome.came, true);
  told(outcome.went, false);
  // What could not be written waits for the next beat.
  if (!outcome.written) unwritten_.insert(users.begin(), users.end());
  if (outcome.written && !write_due_) write();
}

void Presence::beat() {
  const bool taken = parts_.elsewhere([this] {
    try {
      const bool known = parts_.store.beat();
      auto gone = parts_.store.bury();
      parts_.loop.post([this, known, gone = std::move(gone)] {
        told(gone, false);
        if (!known) {
          for (const auto& [user, count] : connections_) unwritten_.insert(user);
        }
        write();
      });
    } catch (const std::exception& error) {
      logging::warn("a beat of presence is missed", {{"error", error.what()}});
    }
  });
  if (!taken) logging::warn("a beat of presence is missed", {{"error", "too much waits"}});
}

void Presence::told(const PresenceStore::Users& users, bool is_online) {
  for (const auto& user : users) tell({user, is_online, is_online ? "online" : "offline"});
}

void Presence::tell(Change change) {
  const std::string user = change.user_id;
  parts_.contacts_of(user, [this, change = std::move(change)](const std::vector<std::string>& contacts) {
    if (!contacts.empty()) parts_.tell(change, contacts);
  });
}

void Presence::set_status(const std::string& user_id, const std::string& status, std::function<void(bool)> done) {
  const bool taken = parts_.elsewhere([this, user_id, status, done] {
    bool set = false;
    try {
      set = parts_.store.set_status(user_id, status);
    } catch (const std::exception& error) {
      logging::warn("a status is not set", {{"error", error.what()}});
    }
    parts_.loop.post([this, user_id, status, done, set] {
      if (set) tell({user_id, true, status});
      done(set);
    });
  });
  if (!taken) done(false);
}

void Presence::statuses(std::vector<std::string> users, std::function<void(std::vector<std::string>)> done) const {
  const bool taken = parts_.elsewhere([this, users = std::move(users), done] {
    std::vector<std::string> found;
    try {
      found = parts_.store.statuses(users);
    } catch (const std::exception& error) {
      logging::warn("statuses are not read", {{"error", error.what()}});
    }
    parts_.loop.post([done, found = std::move(found)] { done(found); });
  });
  if (!taken) done({});
}

}  // namespace frontdesk::realtime_gateway
