#pragma once
#include "events/clinic_queue.hpp"
#include "rows/clinic_queue.hpp"
#include "rows/identity.hpp"
#include "schemas/api/family.hpp"
#include "schemas/api/shape.hpp"

// Clinics and their staff: contract 004, section 4; changes: contracts' README, section 9.
namespace frontdesk::api::clinics {

inline const std::vector<std::string_view> clinic_types = {
    "GENERAL_PRACTICE", "PEDIATRICS", "DERMATOLOGY", "PSYCHIATRY", "GYNECOLOGY", "ORTHOPEDICS", "ENT", "DENTIST"};

extern const Shape<rows::Clinic> clinic;

// An item of a search by distance: with the distance, without the hours.
struct FoundClinic : rows::Clinic {
  double distance_km = 0;
};
extern const Shape<FoundClinic> found_clinic;

struct Page {
  std::int64_t page = 1;
  std::int64_t limit = 10;
  std::int64_t total_count = 0;
};
extern const Shape<Page> pagination;

struct SearchClinics {
  std::optional<double> latitude;
  std::optional<double> longitude;
  std::optional<double> radius_km;
  std::int64_t page = 1;
  std::int64_t limit = 10;
  std::optional<std::string> name_part;
  std::optional<std::string> type;
};
extern const Route<SearchClinics> search_clinics;

struct OneClinic {
  std::string clinic_id;
};
extern const Route<OneClinic> one_clinic;

// The fields of a clinic as a client gives them; absent ones are not set.
using GivenClinic = clinic_queue::events::ClinicChanged;
struct ChangeClinic : GivenClinic {
  std::string id;
};

extern const Route<GivenClinic> create_clinic;

extern const Route<ChangeClinic> change_clinic;

extern const Shape<rows::Account> staff_member;
extern const Route<OneClinic> staff_of_clinic;

struct ClinicStaff {
  std::string clinic_id;
  std::string user_id;
};
extern const Route<ClinicStaff> add_staff;
extern const Route<ClinicStaff> remove_staff;

Resource clinics_resource();

}  // namespace frontdesk::api::clinics
