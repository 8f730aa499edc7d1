#pragma once
#include <memory>

#include "projectors/projection.hpp"

namespace frontdesk::projectors {

// Events of identity → account, session; caches account:<id>, session:<id>. No hash of a password or token gets into a
// row.
std::unique_ptr<Projection> make_identity_projection();

}  // namespace frontdesk::projectors
