// One role is stored; every API takes every word for it and prints its own: contracts' README, section 4.
#include "schemas/api/roles.hpp"

#include <gtest/gtest.h>

#include <string>

#include "events/identity.hpp"
#include "schemas/api/manners.hpp"

namespace frontdesk::api {
namespace {

TEST(Roles, AreThoseThatEventsStore) {
  for (const auto& role : roles) {
    const auto stored = identity::events::role_from(role.stored);
    ASSERT_TRUE(stored) << role.stored;
    EXPECT_EQ(text_of(*stored), role.stored);
  }
  EXPECT_EQ(roles.size(), static_cast<std::size_t>(identity::events::Role::admin) + 1) << "and no other is";
}

TEST(Roles, AreNamedByTheWordsOfAllApisInAnyCase) {
  const std::pair<const char*, const char*> words[] = {
      {"petOwner", "PATIENT"}, {"PETOWNER", "PATIENT"},       {"pet_parent", "PATIENT"}, {"patient", "PATIENT"},
      {"Patient", "PATIENT"},  {"PATIENT", "PATIENT"},        {"staff", "STAFF"},        {"Staff", "STAFF"},
      {"STAFF", "STAFF"},      {"veterinarian", "CLINICIAN"}, {"Doctor", "CLINICIAN"},   {"hospital", "HOSPITAL"},
      {"buyer", "BUYER"},      {"seller", "SELLER"},          {"employee", "EMPLOYEE"},  {"admin", "ADMIN"},
      {"Admin", "ADMIN"}};
  for (const auto& [word, stored] : words) EXPECT_EQ(role_named(word), stored) << word;
  for (const auto* word :
       {"", "petowners", "pet-parent", "root", "administrator", " admin", "staff ", "p\xC3\xA4tient"}) {
    EXPECT_EQ(role_named(word), std::nullopt) << word;
  }
}

TEST(Roles, ArePrintedInEachApisOwnWord) {
  struct Printed {
    const char* stored;
    const char* pet_care;
    const char* appointment_chat;
    const char* doctor_chat;
    const char* property_market;
    const char* clinics;
  };
  for (const auto& [stored, pet_care, appointment_chat, doctor_chat, property_market, clinics] :
       {Printed{"PATIENT", "petOwner", "pet_parent", "patient", "buyer", "PATIENT"},
        Printed{"CLINICIAN", "staff", "veterinarian", "doctor", "clinician", "STAFF"},
        Printed{"STAFF", "staff", "staff", "staff", "staff", "STAFF"},
        Printed{"HOSPITAL", "hospital", "hospital", "hospital", "hospital", "HOSPITAL"},
        Printed{"BUYER", "petOwner", "buyer", "buyer", "buyer", "PATIENT"},
        Printed{"SELLER", "petOwner", "seller", "seller", "seller", "SELLER"},
        Printed{"EMPLOYEE", "employee", "employee", "employee", "employee", "EMPLOYEE"},
        Printed{"ADMIN", "admin", "admin", "admin", "admin", "ADMIN"}}) {
    const auto said = [stored](const char* path) { return role_said(manners_of(path).role, stored); };
    EXPECT_EQ(said("/appointments/book"), pet_care);
    EXPECT_EQ(said("/api/appointment-chat/test"), appointment_chat);
    EXPECT_EQ(said("/chat/search"), doctor_chat);
    EXPECT_EQ(said("/doctors/patients"), doctor_chat);
    EXPECT_EQ(said("/api/v1/tickets"), property_market);
    EXPECT_EQ(said("/api/auth/me"), clinics);
  }
}

// What one API prints, another takes for the same role, but where it has lent another's word.
TEST(Roles, ComeBackAsTheyWerePrintedByTheApiThatIsTheirOwn) {
  for (const auto& role : roles) {
    const auto own = role.stored == "CLINICIAN" ? role.doctor_chat
                     : role.stored == "PATIENT" ? role.pet_care
                                                : role.property_market;
    EXPECT_EQ(role_named(own), role.stored) << own;
  }
}

TEST(Roles, OfPatientsAndDoctorsMustBeRegistered) {
  for (const auto* word : {"patient", "doctor", "Doctor", "PATIENT"}) EXPECT_TRUE(must_be_registered(word)) << word;
  for (const auto* word : {"petOwner", "pet_parent", "veterinarian", "clinician", "staff", "admin", "buyer", ""}) {
    EXPECT_FALSE(must_be_registered(word)) << word;
  }
}

}  // namespace
}  // namespace frontdesk::api
