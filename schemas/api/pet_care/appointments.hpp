#pragma once
#include <optional>
#include <string>
#include <vector>

#include "rows/booking.hpp"
#include "schemas/api/family.hpp"
#include "schemas/api/shape.hpp"

// Appointments: contract 000, section 3.
namespace frontdesk::api::pet_care {

extern const Shape<rows::Appointment> appointment;

// What booking and completing are answered.
struct AppointmentWithRoom {
  Json appointment;
  std::string room_id;
};
extern const Shape<AppointmentWithRoom> appointment_with_room;

struct BookAppointment {
  std::optional<std::string> pet_owner_id;  // not given: the caller's own
  std::string hospital_id;
  Instant time;
  std::optional<std::string> veterinarian_id, pet_name, pet_parent_name, veterinarian_name;
};
extern const Route<BookAppointment> book_appointment;

struct CompleteAppointment {
  std::string appointment_id;
};
extern const Route<CompleteAppointment> complete_appointment;

Resource appointments_resource();

}  // namespace frontdesk::api::pet_care
