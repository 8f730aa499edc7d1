#pragma once
#include <algorithm>
#include <array>

#include "schemas/api/who.hpp"

// Who may ask for a route of contract 000 at all, by the stored role, whatever issued the token (contracts' README,
// section 4): whose room it is is judged where it is known.
namespace frontdesk::api::pet_care {

// A pet owner; so is here a customer of another API.
inline bool brings_pets(const auth::Caller& caller) {
  return caller.role == "PATIENT" || caller.role == "BUYER" || caller.role == "SELLER";
}
inline bool is_staff(const auth::Caller& caller) { return caller.role == "STAFF" || caller.role == "CLINICIAN"; }
inline bool is_hospital(const auth::Caller& caller) { return caller.role == "HOSPITAL"; }
inline bool is_admin(const auth::Caller& caller) { return caller.role == "ADMIN"; }

inline constexpr Who owners_and_hospitals{
    "For pet owners, hospitals and administrators.",
    [](const auth::Caller& caller) { return brings_pets(caller) || is_hospital(caller) || is_admin(caller); }};
inline constexpr Who hospitals{"For hospitals and administrators.",
                               [](const auth::Caller& caller) { return is_hospital(caller) || is_admin(caller); }};
inline constexpr Who care{"For staff, hospitals and administrators.", [](const auth::Caller& caller) {
                            return is_staff(caller) || is_hospital(caller) || is_admin(caller);
                          }};
inline constexpr Who owners_and_staff{"For pet owners, staff and administrators.", [](const auth::Caller& caller) {
                                        return brings_pets(caller) || is_staff(caller) || is_admin(caller);
                                      }};

}  // namespace frontdesk::api::pet_care
