#pragma once
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

// The roles of all APIs (contracts' README, section 4): one is stored, each API prints its own word for it and takes
// every alias, in any case.
namespace frontdesk::api {

struct RoleWords {
  std::string_view stored;                  // as events and rows have it
  std::array<std::string_view, 3> aliases;  // as tokens and requests may name it, beside `stored`
  std::string_view pet_care;                // 000
  std::string_view appointment_chat;        // 001
  std::string_view doctor_chat;             // 002
  std::string_view property_market;         // 003
  std::string_view clinics;                 // 004
};

// What an API has no word for, it prints as it is stored: 004 in capitals, the others in small letters.
inline constexpr std::array roles{
    RoleWords{"PATIENT", {"petOwner", "pet_parent"}, "petOwner", "pet_parent", "patient", "buyer", "PATIENT"},
    RoleWords{"CLINICIAN", {"veterinarian", "doctor"}, "staff", "veterinarian", "doctor", "clinician", "STAFF"},
    RoleWords{"STAFF", {}, "staff", "staff", "staff", "staff", "STAFF"},
    RoleWords{"HOSPITAL", {}, "hospital", "hospital", "hospital", "hospital", "HOSPITAL"},
    RoleWords{"BUYER", {}, "petOwner", "buyer", "buyer", "buyer", "PATIENT"},
    RoleWords{"SELLER", {}, "petOwner", "seller", "seller", "seller", "SELLER"},
    RoleWords{"EMPLOYEE", {}, "employee", "employee", "employee", "employee", "EMPLOYEE"},
    RoleWords{"ADMIN", {}, "admin", "admin", "admin", "admin", "ADMIN"},
};

// An API's word for a role.
using RoleWord = std::string_view RoleWords::*;

constexpr bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char left, char right) { return lower(left) == lower(right); });
}

// The stored role that any API's word means; nullopt: none.
constexpr std::optional<std::string_view> role_named(std::string_view word) {
  for (const auto& role : roles) {
    if (same_word(word, role.stored)) return role.stored;
    for (const auto alias : role.aliases) {
      if (!alias.empty() && same_word(word, alias)) return role.stored;
    }
  }
  return std::nullopt;
}

// `stored` in an API's own word.
constexpr std::string_view role_said(RoleWord word, std::string_view stored) {
  for (const auto& role : roles) {
    if (role.stored == stored) return role.*word;
  }
  return stored;
}

// Nobody becomes one of these by an outside token: who is one has registered here.
constexpr bool must_be_registered(std::string_view word) {
  return same_word(word, "patient") || same_word(word, "doctor");
}

}  // namespace frontdesk::api
