#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "rows/clinic_queue.hpp"

namespace frontdesk::wire {

inline const std::vector<std::string_view> clinic_types = {
    "GENERAL_PRACTICE", "PEDIATRICS", "DERMATOLOGY", "PSYCHIATRY", "GYNECOLOGY", "ORTHOPEDICS", "ENT", "DENTIST"};

// Clinic of contract 004, section 4.
std::string clinic_json(const rows::Clinic& row);
// An item of a search by distance: with `distance_km`, without `openingHours`.
std::string clinic_json_with_distance(const rows::Clinic& row, double distance_km);

}  // namespace frontdesk::wire
