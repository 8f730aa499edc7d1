// Whose an appointment's chat is, is said twice: by what decides on messages, and by what reads and joins rooms go by.
// Both say the same of everybody: contract 001, section 1; contracts' README, section 5.
#include <gtest/gtest.h>

#include "command-api/booking/actors.hpp"
#include "domain/booking/state.hpp"
#include "schemas/api/appointment_chat/parties.hpp"
#include "schemas/api/roles.hpp"

namespace frontdesk {
namespace {

using Named = std::optional<std::string>;

TEST(ThePartiesOfAChat, AreTheSameToDecisionsAndToReads) {
  const Named nobody;
  const std::string user = "u";
  const std::string profile = "p";
  std::size_t parties = 0;
  for (const auto& owner : {user, profile, std::string("x"), std::string()}) {
    for (const auto& veterinarian : {nobody, Named(user), Named(profile), Named("x"), Named("")}) {
      for (const auto& assigned : {nobody, Named(user), Named(profile), Named("x")}) {
        for (const auto& role : api::roles) {
          for (const auto& profile_id : {profile, user, std::string()}) {
            booking::Appointment appointment;
            appointment.pet_owner_id = {owner};
            if (veterinarian) appointment.veterinarian_id = booking::PersonId{*veterinarian};
            if (assigned) appointment.assigned_id = booking::PersonId{*assigned};
            rows::CareRoom row;
            row.pet_owner_id = owner;
            row.veterinarian_id = veterinarian;
            row.assigned_id = assigned;
            const auto decided =
                side_in_chat(appointment, {{user}, command_api::booking_role_of(role.stored), {profile_id}});
            const auto read = api::appointment_chat::side_of(row, {user, profile_id, std::string(role.stored)});
            EXPECT_EQ(decided ? std::optional(text_of(*decided)) : std::nullopt, read)
                << role.stored << " as " << profile_id << " of " << owner << ", booked "
                << veterinarian.value_or("nobody") << ", assigned " << assigned.value_or("nobody");
            parties += read ? 1 : 0;
          }
        }
      }
    }
  }
  EXPECT_GT(parties, 50U);
}

}  // namespace
}  // namespace frontdesk
