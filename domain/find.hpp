#pragma once

namespace frontdesk::domain {

// Null: the map has no such key.
template <class Map>
const typename Map::mapped_type* find(const Map& map, const typename Map::key_type& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace frontdesk::domain
