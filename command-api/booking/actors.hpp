#pragma once
#include <string_view>

#include "domain/booking/people.hpp"
#include "schemas/read_models/callers.hpp"

namespace frontdesk::command_api {

// Of a role as it is stored.
inline booking::Role booking_role_of(std::string_view role) {
  if (role == "PATIENT") return booking::Role::pet_owner;
  if (role == "BUYER" || role == "SELLER") return booking::Role::customer;
  if (role == "CLINICIAN") return booking::Role::clinician;
  if (role == "STAFF") return booking::Role::staff;
  if (role == "HOSPITAL") return booking::Role::hospital;
  if (role == "ADMIN") return booking::Role::admin;
  return booking::Role::nobody;
}

// The caller as the deciders of booking know who acts.
inline booking::Actor actor_of(const auth::Caller& caller) { return {{caller.user_id}, booking_role_of(caller.role), {caller.profile_id}}; }

}  // namespace frontdesk::command_api
