#pragma once
#include <stdexcept>
#include <string>

namespace frontdesk::domain {

// An accepted event that does not fit the state: nonsense in the log, or a fault of the fold. The state is to be thrown
// away, as the event may have been applied in part. Names what was looked for, never values: those may be personal.
struct Unfoldable : std::logic_error {
  using std::logic_error::logic_error;
};

inline void require(bool fits, const char* otherwise) {
  if (!fits) throw Unfoldable(otherwise);
}

template <class Map>
typename Map::mapped_type& existing(Map& map, const typename Map::key_type& key, const char* what) {
  const auto found = map.find(key);
  if (found == map.end()) throw Unfoldable(std::string("no such ") + what);
  return found->second;
}

}  // namespace frontdesk::domain
