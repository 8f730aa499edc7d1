#pragma once
#include <cstdint>

namespace frontdesk::domain {

// How many events of an aggregate a state has seen; 0 for one that it does not know.
template <class Aggregates>
std::uint64_t version_in(const Aggregates& aggregates, const typename Aggregates::key_type& id) {
  const auto found = aggregates.find(id);
  return found == aggregates.end() ? 0 : found->second.version;
}

}  // namespace frontdesk::domain
