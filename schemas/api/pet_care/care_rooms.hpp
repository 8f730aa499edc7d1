#pragma once
#include <optional>
#include <string>
#include <vector>

#include "rows/booking.hpp"
#include "schemas/api/family.hpp"
#include "schemas/api/shape.hpp"

// Chat rooms of appointments and who is assigned to them: contract 000, section 3.
namespace frontdesk::api::pet_care {

extern const Shape<rows::CareRoom> care_room;

struct Nothing {};
extern const Route<Nothing> active_chats;

// What assigning is answered.
struct AssignedRoom {
  Json room;
};
extern const Shape<AssignedRoom> assigned_room;
struct AssignStaff {
  std::string staff_id;
  std::string room_id;
};
extern const Route<AssignStaff> assign_staff;

struct RoomsOfStaff {
  std::optional<std::string> staff_id;  // of a user, or of a room's participant
};
extern const Route<RoomsOfStaff> rooms_of_staff;

struct CreateRoom {
  std::string appointment_id;
  std::string pet_owner_id;
  std::string hospital_id;
};
extern const Route<CreateRoom> create_room;

Resource care_rooms_resource();

}  // namespace frontdesk::api::pet_care
