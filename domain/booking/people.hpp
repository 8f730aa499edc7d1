#pragma once
#include <string>

#include "events/booking.hpp"

namespace frontdesk::booking {

// What somebody is here, whatever word an API has for it (contracts' README, section 4).
// A customer is one of another API, who brings pets, too, but has no part in contract 001.
enum class Role { pet_owner, customer, clinician, staff, hospital, admin, nobody };

// Who acts. An appointment may name a person by user id or by profile id.
struct Actor {
  PersonId id;
  Role role = Role::nobody;
  ProfileId profile_id = {};  // empty: the user id is that, too

  bool brings_pets() const { return role == Role::pet_owner || role == Role::customer; }
  bool is(const PersonId& named) const {
    return id == named || (!profile_id.value.empty() && profile_id.value == named.value);
  }
};

}  // namespace frontdesk::booking
