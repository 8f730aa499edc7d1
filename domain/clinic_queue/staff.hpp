#pragma once
#include <optional>

#include "domain/clinic_queue/state.hpp"

namespace frontdesk::clinic_queue {

// Who acts for a clinic: an administrator, or staff of one clinic. With neither set, nobody who may.
struct Staff {
  StaffId id;
  bool is_admin = false;
  std::optional<ClinicId> clinic_id;

  bool of_some_clinic() const { return is_admin || clinic_id.has_value(); }
  bool of(const ClinicId& clinic) const { return is_admin || clinic_id == clinic; }
};

}  // namespace frontdesk::clinic_queue
