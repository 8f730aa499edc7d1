#pragma once
#include <memory>

#include "projectors/projection.hpp"

namespace frontdesk::projectors {

// Events of clinic_queue → clinic, queue, token, staff_activity; caches clinic:<id>, queue:<id>.
std::unique_ptr<Projection> make_clinic_queue_projection();

}  // namespace frontdesk::projectors
