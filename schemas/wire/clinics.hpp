#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/time/instant.hpp"

namespace frontdesk::wire {

inline const std::vector<std::string_view> clinic_types = {
    "GENERAL_PRACTICE", "PEDIATRICS", "DERMATOLOGY", "PSYCHIATRY", "GYNECOLOGY", "ORTHOPEDICS", "ENT", "DENTIST"};

// The read model of a clinic, as it lies in read_v1.clinic; Clinic of contract 004, section 4 is printed from it.
struct ClinicRow {
  std::string id;
  std::string name;
  std::optional<std::string> address;
  double latitude = 0;
  double longitude = 0;
  std::optional<std::string> phone;
  std::optional<std::string> email;
  std::optional<std::string> website;
  std::optional<std::string> description;
  std::optional<std::string> logo;
  std::vector<std::string> images;
  bool is_active = true;
  Instant created_at;
  Instant updated_at;
  std::string type;
  std::string opening_start;
  std::string opening_end;
  std::optional<std::string> timezone;  // only if it was given at creation
};

std::string clinic_json(const ClinicRow& row);
// An item of a search by distance: with `distance_km`, without `openingHours`.
std::string clinic_json_with_distance(const ClinicRow& row, double distance_km);

}  // namespace frontdesk::wire
