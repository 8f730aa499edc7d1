#include "schemas/api/pet_care/appointments.hpp"

#include "schemas/api/pet_care/fields.hpp"
#include "schemas/api/pet_care/shown.hpp"
#include "schemas/api/pet_care/who.hpp"
#include "schemas/api/pet_care/words.hpp"

namespace frontdesk::api::pet_care {

namespace {
constexpr std::string_view what_booking_needs = "petOwnerId, hospitalId and time are required";
constexpr std::string_view invalid_time = "Invalid time";
constexpr std::size_t name_characters_max = 1000;

template <auto member>
Field<BookAppointment> name(std::string_view name, std::string_view words) {
  return if_any<member>(name, schema_of_keywords(R"("type":"string","maxLength":1000)"), {words, name_characters_max});
}

Field<BookAppointment> time() {
  return {{"time",
           schema_of_keywords(R"("type":["string","integer"],"examples":["2026-07-26T09:30:00.000Z",1785058200000])")},
          [](wire::Fields& fields, BookAppointment& in) {
            detail::keep(in.time, moment_of(fields, "time", what_booking_needs, invalid_time));
          }};
}
}  // namespace

const Shape<rows::Appointment> appointment{
    "Appointment",
    {show_as<&rows::Appointment::id>("_id", object_id_schema()), show<&rows::Appointment::pet_owner_id>("petOwnerId"),
     show<&rows::Appointment::hospital_id>("hospitalId"), show<&rows::Appointment::starts_at>("time"),
     show_as<&rows::Appointment::status>("status", one_of_texts({"confirmed", "completed"})),
     show_if_set<&rows::Appointment::completed_at>("completedAt"),
     show_if_set<&rows::Appointment::veterinarian_id>("veterinarianId"),
     show_if_set<&rows::Appointment::pet_name>("petName"),
     show_if_set<&rows::Appointment::pet_parent_name>("petParentName"),
     show_if_set<&rows::Appointment::veterinarian_name>("veterinarianName"),
     show<&rows::Appointment::created_at>("createdAt"), show<&rows::Appointment::updated_at>("updatedAt"),
     show_version<rows::Appointment>()}};

const Shape<AppointmentWithRoom> appointment_with_room{
    "AppointmentWithRoom",
    {show_as<&AppointmentWithRoom::appointment>("appointment", appointment.schema()),
     show_as<&AppointmentWithRoom::room_id>("chatRoomId", object_id_schema())}};

const Route<BookAppointment> book_appointment{
    .at = post("/appointments/book"),
    .also = {post("/api/appointments/book")},
    .tag = "appointments",
    .summary = "Book an appointment; its chat room comes with it",
    .description = "An owner books for itself, a hospital at itself.",
    .who = owners_and_hospitals,
    .body = {if_any<&BookAppointment::pet_owner_id>("petOwnerId", user_id_schema(), {what_booking_needs})
                 .about("an owner's own if not said"),
             needed<&BookAppointment::hospital_id>("hospitalId", user_id_schema(), {what_booking_needs}), time(),
             if_any<&BookAppointment::veterinarian_id>("veterinarianId", user_id_schema(), {"Invalid veterinarianId"})
                 .about("user id or profile id"),
             name<&BookAppointment::pet_name>("petName", "Invalid petName"),
             name<&BookAppointment::pet_parent_name>("petParentName", "Invalid petParentName"),
             name<&BookAppointment::veterinarian_name>("veterinarianName", "Invalid veterinarianName")},
    .body_bytes_max = json_bytes_max,
    .success = {201, {}, appointment_with_room.schema(), "Booked and confirmed."},
    .refusals = {{"owner_missing", 400, what_booking_needs}},
    .unexpected = "Failed to book appointment"};

const Route<CompleteAppointment> complete_appointment{
    .at = post("/appointments/complete"),
    .also = {post("/api/appointments/complete")},
    .tag = "appointments",
    .summary = "It took place; the chat room closes 48 hours later",
    .description = "The appointment's hospital, its assigned staff member.",
    .who = care,
    .body = {needed<&CompleteAppointment::appointment_id>("appointmentId", object_id_schema(),
                                                          {"appointmentId is required", no_limit})},
    .body_bytes_max = json_bytes_max,
    .success = {201, {}, appointment_with_room.schema(), "So it is; repeating it changes nothing."},
    .refusals = {{"appointment_not_found", 404, words::appointment_not_found}},
    .unexpected = "Failed to complete appointment"};

Resource appointments_resource() { return {describe_all(book_appointment, complete_appointment)}; }

}  // namespace frontdesk::api::pet_care
