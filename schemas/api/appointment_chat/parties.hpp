#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "rows/booking.hpp"

// Whose an appointment's chat is: contract 001, section 1; contracts' README, section 5. As the read models say it;
// what is written there is decided by domain/booking, by the same rule.
namespace frontdesk::api::appointment_chat {

// Somebody as the chat knows people: an appointment may name either id.
struct Person {
  std::string user_id;
  std::string profile_id;
  std::string role;  // as it is stored

  bool is(std::string_view named) const {
    return named == user_id || (!profile_id.empty() && named == profile_id);
  }
};

inline constexpr std::string_view owner_side = "owner";
inline constexpr std::string_view care_side = "care";

// Nobody else has access, whatever their role: nullopt.
inline std::optional<std::string_view> side_of(const rows::CareRoom& chat, const Person& person) {
  if (person.role == "PATIENT" && person.is(chat.pet_owner_id)) return owner_side;
  const auto& clinician = chat.veterinarian_id ? chat.veterinarian_id : chat.assigned_id;
  if (person.role == "CLINICIAN" && clinician && person.is(*clinician)) return care_side;
  return std::nullopt;
}

// Whether the other side has written what this one has not read.
inline bool has_unread(const rows::CareRoom& chat, std::string_view side) {
  return side == owner_side ? chat.care_last > chat.care_read : chat.owner_last > chat.owner_read;
}

}  // namespace frontdesk::api::appointment_chat
