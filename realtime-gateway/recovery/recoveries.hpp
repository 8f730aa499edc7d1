#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "platform/event_log/topics.hpp"
#include "platform/executor/executor.hpp"
#include "realtime-gateway/facades/facade.hpp"
#include "realtime-gateway/recovery/histories.hpp"
#include "realtime-gateway/recovery/log_generation.hpp"
#include "realtime-gateway/recovery/replay.hpp"
#include "realtime-gateway/recovery/stream_positions.hpp"
#include "realtime-gateway/sockets/resumption.hpp"
#include "realtime-gateway/stream/log_stream.hpp"

namespace frontdesk::realtime_gateway {

// Connections that were lost come back to where they were, here or in another gateway, from the log and from what they
// hold (docs/decisions/0008-recovery-from-the-log.md). Loop thread only.
class Recoveries {
 public:
  struct Limits {
    Histories::Limits histories;
    ReplayLimits replay;
    // Of one user, all devices together: what replays may send it at once, and what grows back.
    double user_bytes_burst = 1024 * 1024;
    double user_bytes_per_s = 64 * 1024;
    std::chrono::milliseconds patience{5000};
  };
  // Asks the facade of the room's kind; refused where there is none.
  using MayJoin =
      std::function<void(const api::Room& room, const Identity& caller, std::function<void(Facade::Entry)>)>;
  struct Parts {
    event_log::EventLog& log;  // outlives it
    Executor& loop;
    event_log::Topics topics;
    PushesOf pushes_of;
    MayJoin may_join;
    std::vector<std::string_view> room_kinds;  // that live as long as the program
  };

  // `start`: where the stream begins. `secret`: not empty, the same in all gateways.
  Recoveries(Parts parts, const std::map<event_log::UnitId, units::Position>& start, std::string_view secret,
             Limits limits);

  // Connections may come: recovery is offered, or will not be for some time.
  bool settled();

  // Of an event whose turn has come, what is told of it; then, how many of these pushes are told with the next one.
  void keep(const HeardEvent& event, std::vector<ToldPush> pushes);
  void telling(const event_log::UnitId& unit, std::int64_t offset, int pushes);
  void told_up_to(const event_log::UnitId& unit, std::int64_t offset);
  // Somebody is on the way back to this room: what is told there is to be read, though nobody is in it.
  bool awaits(const std::string& room) const { return awaited_->contains(room); }

  std::optional<std::string> offer(const Identity& identity, const std::string& sid,
                                   const std::optional<std::string>& held);
  void recover(const Comeback& comeback, const Identity& identity,
               std::function<void(std::unique_ptr<Resumption>)> done);
  // Adds what was told since, for who is about to enter its rooms in this very call.
  void catch_up(Resumption& resumption, const Identity& identity);
  std::string position_text(const LogPoint& at, const std::vector<api::Room>& rooms);
  std::shared_ptr<const RoomSet> set_of(std::vector<std::string> rooms) { return positions_->set_of(std::move(rooms)); }
  void sweep();  // a few times a second

 private:
  struct Attempt;
  struct Allowance {
    double bytes;
    std::chrono::milliseconds at;
  };

  void begin(const std::shared_ptr<Attempt>& attempt, const std::vector<std::string>& rooms);
  void ask_for_rooms(const std::shared_ptr<Attempt>& attempt, const std::vector<std::string>& rooms);
  void step(const std::shared_ptr<Attempt>& attempt);
  void read_rows(const std::shared_ptr<Attempt>& attempt);
  void finish(const std::shared_ptr<Attempt>& attempt);
  std::shared_ptr<void> await(std::vector<std::string> rooms, const Identity& identity);
  std::optional<api::Room> room_of(const std::string& name) const;
  bool may_be_told(const std::string& user_id, double bytes);

  const Parts parts_;
  const Limits limits_;
  Histories histories_;
  LogGeneration generation_;
  std::shared_ptr<StreamPositions> positions_;
  const std::shared_ptr<std::unordered_multiset<std::string>> awaited_ =
      std::make_shared<std::unordered_multiset<std::string>>();
  std::vector<std::shared_ptr<Attempt>> behind_;  // that know more of the log than this gateway
  std::unordered_map<std::string, Allowance> allowances_;
  const std::chrono::milliseconds begun_at_ = parts_.loop.monotonic();
};

}  // namespace frontdesk::realtime_gateway
