#pragma once
#include <memory>
#include <vector>

#include "projectors/projection.hpp"

namespace frontdesk::projectors {

// One a context: projectors/<context>/projection.cpp.
std::unique_ptr<Projection> booking_projection();
std::unique_ptr<Projection> clinic_queue_projection();
std::unique_ptr<Projection> identity_projection();

inline Projections all_projections() {
  Projections all;
  all.push_back(clinic_queue_projection());
  all.push_back(booking_projection());
  all.push_back(identity_projection());
  return all;
}

}  // namespace frontdesk::projectors
