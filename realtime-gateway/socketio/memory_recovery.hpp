#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "realtime-gateway/socketio/recovery.hpp"

namespace frontdesk::socketio {

// Recovery from this process's memory, for a server that has no log behind it: nothing survives a restart, and the
// offsets of one life mean nothing in the next.
class MemoryRecovery final : public Recovery {
 public:
  using Clock = std::chrono::steady_clock;
  using Now = std::function<Clock::time_point()>;

  struct Limits {
    std::chrono::milliseconds window{120'000};    // from a loss to the return
    std::chrono::milliseconds unnoticed{45'000};  // from a break to its being noticed, at most
    std::size_t bytes_max = 16'000'000;           // of events; the oldest go first
    std::size_t rooms_max = 10'000;               // whose forgotten events are told apart
  };

  explicit MemoryRecovery(Limits limits, Now now = Clock::now);

  std::optional<std::string> offer(const std::string& sid, const std::shared_ptr<void>& data) override;
  std::string record(const Told& told) override;
  void joined(const std::string& pid, const std::string& room) override;
  void left(Left left) override;
  void restore(const std::string& pid, const std::optional<std::string>& offset, const std::shared_ptr<void>& data,
               std::function<void(Restoration)> done) override;

 private:
  using Position = std::uint64_t;
  struct Kept {
    Position position;
    std::string room;
    Missed event;
    Clock::time_point at;
  };
  struct Known {
    std::string sid;
    Position begun = 0;
    std::unordered_map<std::string, Position> joined;
    std::vector<std::string> rooms;  // when it was lost
    std::shared_ptr<void> data;
    std::optional<Clock::time_point> lost_at;
  };

  std::string offset_at(Position position) const { return life_ + '-' + std::to_string(position); }
  std::optional<Position> position_of(const std::string& offset) const;
  // What a client that comes back was not told, or why that is not known.
  Restoration restored(Known& known, Position since) const;
  Position entitled_since(const Known& known, const std::string& room) const;
  bool forgot(const std::string& room, Position since) const;
  void forget_old();
  void forget_first();

  const Limits limits_;
  const Now now_;
  const std::string life_;
  Position position_ = 0;  // of the last event
  std::deque<Kept> kept_;
  std::size_t kept_bytes_ = 0;
  std::unordered_map<std::string, Position> forgotten_;  // the last one of a room
  Position forgotten_anywhere_ = 0;
  std::unordered_map<std::string, Known> known_;  // by private id
  std::deque<std::pair<Clock::time_point, std::string>> lost_;
};

}  // namespace frontdesk::socketio
