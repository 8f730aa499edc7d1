#include "command-api/booking/booked_rows.hpp"

#include "domain/booking/ids.hpp"
#include "schemas/read_models/told_care_rows.hpp"

namespace frontdesk::command_api {

namespace {
// The booking as it was, from what is known of it now.
booking::events::AppointmentBooked booking_of(const booking::AppointmentId& id,
                                              const booking::Appointment& appointment) {
  booking::events::AppointmentBooked booked;
  booked.appointment_id = id;
  booked.room_id = booking::room_of(id);
  booked.pet_owner_id = appointment.pet_owner_id;
  booked.hospital_id = appointment.hospital_id;
  booked.time = appointment.time;
  booked.veterinarian_id = appointment.veterinarian_id;
  booked.pet_name = appointment.pet_name;
  booked.pet_parent_name = appointment.pet_parent_name;
  booked.veterinarian_name = appointment.veterinarian_name;
  booked.booked_at = appointment.booked_at;
  return booked;
}
}  // namespace

rows::Appointment row_of(const booking::AppointmentId& id, const booking::Appointment& appointment) {
  auto row = rows::row_of(booking_of(id, appointment));
  if (appointment.completed_at) rows::complete(row, *appointment.completed_at);
  return row;
}

rows::CareRoom room_row_of(const booking::AppointmentId& id, const booking::Appointment& appointment) {
  auto row = rows::room_of(booking_of(id, appointment));
  if (appointment.closed) row.status = rows::closed;
  return row;
}

}  // namespace frontdesk::command_api
