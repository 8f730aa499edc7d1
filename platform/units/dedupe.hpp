#pragma once
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "platform/units/command.hpp"

namespace frontdesk::units {

// The one record that a keyed command left, enough to answer its repetition as the first was answered.
struct Remembered {
  std::string command_id;
  std::string fingerprint;
  Outcome outcome = Outcome::accepted;
  std::string refusal;
  std::string context;
  std::string type;
  int schema_version = 1;
  std::string key;
  std::string payload;
  Instant time;

  EventView event() const { return {context, type, schema_version, key, payload, time}; }
};

// What a unit remembers of keyed commands, folded from its accepted records, for `window` of record time.
class Dedupe {
 public:
  explicit Dedupe(std::chrono::milliseconds window) : window_(window) {}

  void remember(std::shared_ptr<const Remembered> answer);
  // Null when never seen or older than the window. Does not depend on how far forgetting has come.
  std::shared_ptr<const Remembered> find(const std::string& command_id, Instant now) const;
  // Frees what is older than the window, a few entries a call so that no call takes long.
  void forget_before(Instant now);
  std::size_t size() const { return answers_.size(); }

 private:
  bool expired(const Remembered& answer, Instant now) const { return answer.time.ms + window_.count() <= now.ms; }

  std::chrono::milliseconds window_;
  std::unordered_map<std::string_view, std::shared_ptr<const Remembered>> answers_;  // by their own command_id
  std::deque<std::shared_ptr<const Remembered>> by_time_;
};

}  // namespace frontdesk::units
