#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/time/instant.hpp"
#include "platform/units/backward_acceptance.hpp"
#include "realtime-gateway/pushes/told_push.hpp"

namespace frontdesk::realtime_gateway {

struct KeptPush {
  std::int64_t offset = 0;  // of the event in the log
  int index = 0;            // among the pushes of that event
  Instant time;
  std::string_view event;
  std::shared_ptr<PushContent> content;
  std::size_t bytes = 0;  // that it takes here
};
// An event of the log with all that is told of it.
struct ToldEvent {
  std::int64_t offset = 0;
  Instant time;
  std::vector<ToldPush> pushes;
};

// The pushes of one partition from some offset on, by room. Bounded: the oldest go first. A room need not have members
// here: who comes back was in it elsewhere. Loop thread only.
class UnitHistory {
 public:
  UnitHistory(const units::Position& begin, std::size_t bytes_max);

  // All from this offset on is here.
  std::int64_t begin() const { return begin_; }
  // False: something was let go, so nothing before it comes back either.
  bool may_grow_backwards() const { return !let_go_; }
  // Judges the records before begin().
  const units::BackwardAcceptance& chain() const { return chain_; }

  void add(const ToldEvent& event);
  // In ascending order, all that is told from `begin` to the present begin(). `chain` has judged them.
  void add_before(std::int64_t begin, const std::vector<ToldEvent>& events, units::BackwardAcceptance chain);

  // In the order of the log; null: none.
  const std::deque<KeptPush>* of(const std::string& room) const;

 private:
  using ByRoom = std::unordered_map<std::string, std::deque<KeptPush>>;

  void let_the_oldest_go();

  const std::size_t bytes_max_;
  std::int64_t begin_;
  units::BackwardAcceptance chain_;
  bool let_go_ = false;
  std::size_t bytes_ = 0;
  ByRoom by_room_;
  std::deque<ByRoom::value_type*> order_;  // each push's room, in the order of the log
};

}  // namespace frontdesk::realtime_gateway
