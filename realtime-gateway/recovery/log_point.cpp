#include "realtime-gateway/recovery/log_point.hpp"

#include <tuple>

namespace frontdesk::realtime_gateway {

void LogPoint::finish_begun() {
  if (begun) ++offsets[begun->partition];
  begun.reset();
}

void LogPoint::advance(std::size_t partition, std::int64_t offset, int told) {
  if (begun && (begun->partition != partition || offsets[partition] != offset)) finish_begun();
  offsets[partition] = offset;
  begun = {partition, told};
}

bool reaches(const LogPoint& later, const LogPoint& earlier) {
  for (std::size_t i = 0; i < earlier.offsets.size(); ++i) {
    if (std::tuple(later.offsets[i], later.told_in(i)) < std::tuple(earlier.offsets[i], earlier.told_in(i))) {
      return false;
    }
  }
  return true;
}

}  // namespace frontdesk::realtime_gateway
