#pragma once
#include "domain/booking/state.hpp"
#include "rows/booking.hpp"

// What commands are answered, as it will be read.
namespace frontdesk::command_api {

rows::Appointment row_of(const booking::AppointmentId& id, const booking::Appointment& appointment);
// Without whoever is assigned.
rows::CareRoom room_row_of(const booking::AppointmentId& id, const booking::Appointment& appointment);

}  // namespace frontdesk::command_api
