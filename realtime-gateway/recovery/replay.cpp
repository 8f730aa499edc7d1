#include "realtime-gateway/recovery/replay.hpp"

#include <algorithm>
#include <optional>

namespace frontdesk::realtime_gateway {
namespace {

bool before(const KeptPush& push, const LogPoint::Place& place) {
  return LogPoint::Place{push.offset, push.index} < place;
}

// The partition's pushes to any of the rooms, in the order of the log.
std::vector<const KeptPush*> pushes_of(const UnitHistory& history, std::size_t partition,
                                       const std::vector<std::string>& rooms, const LogPoint& from,
                                       const LogPoint& to) {
  std::vector<const KeptPush*> found;
  for (const auto& room : rooms) {
    const auto* pushes = history.of(room);
    if (pushes == nullptr) continue;
    auto push = std::lower_bound(pushes->begin(), pushes->end(), from.places[partition], before);
    for (; push != pushes->end() && before(*push, to.places[partition]); ++push) {
      if (push->content->state != PushContent::State::gone) found.push_back(&*push);
    }
  }
  std::sort(found.begin(), found.end(), [](const KeptPush* a, const KeptPush* b) {
    return before(*a, {b->offset, b->index});
  });
  return found;
}

using Waiting = std::vector<std::vector<const KeptPush*>>;  // by partition, the next one last

std::optional<std::size_t> earliest(const Waiting& waiting) {
  std::optional<std::size_t> next;
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (!waiting[i].empty() && (!next || waiting[i].back()->time < waiting[*next].back()->time)) next = i;
  }
  return next;
}

}  // namespace

std::variant<std::vector<MissedPush>, NoReplay> replay(const std::vector<UnitHistory>& histories,
                                                       const std::vector<std::string>& rooms, const LogPoint& from,
                                                       const LogPoint& to, const ReplayLimits& limits) {
  Waiting waiting(histories.size());
  std::size_t messages = 0;
  for (std::size_t i = 0; i < histories.size(); ++i) {
    if (from.places[i].offset < histories[i].begin() && from.places[i] < to.places[i]) return NoReplay::too_much;
    waiting[i] = pushes_of(histories[i], i, rooms, from, to);
    messages += waiting[i].size();
    std::reverse(waiting[i].begin(), waiting[i].end());
  }
  if (messages > limits.messages_max) return NoReplay::too_much;
  std::vector<MissedPush> missed;
  missed.reserve(messages);
  std::size_t bytes = 0;
  LogPoint at = from;
  while (const auto partition = earliest(waiting)) {
    const KeptPush& push = *waiting[*partition].back();
    waiting[*partition].pop_back();
    at.advance(*partition, {push.offset, push.index + 1});
    bytes += push.content->json.size();
    if (bytes > limits.bytes_max) return NoReplay::too_much;
    missed.push_back({push.event, push.content, at});
  }
  return missed;
}

}  // namespace frontdesk::realtime_gateway
