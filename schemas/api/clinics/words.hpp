#pragma once
#include <string_view>

// Sentences of contract 004 that more than one route says.
namespace frontdesk::api::clinics::words {

inline constexpr std::string_view queue_not_found = "Queue not found";
inline constexpr std::string_view clinic_not_found = "Clinic not found";
inline constexpr std::string_view no_such_clinic = "Clinic not found.";
inline constexpr std::string_view clinic_exists = "A clinic with this name already exists at this location.";
inline constexpr std::string_view choose_a_clinic = "Clinic not found. Please choose a valid clinic.";
inline constexpr std::string_view choose_a_user = "User not found. Please choose a valid user.";

}  // namespace frontdesk::api::clinics::words
