#pragma once
#include <string>
#include <utility>

#include "tests/days/rehearsal.hpp"
#include "tests/support/clinic_client.hpp"

namespace frontdesk::days {

using namespace test_support;

// The clinics and people who live through the rehearsed days, as they are on the first of them: in New York it is
// 10:00 on Saturday, 13 March 2027 (the last day of winter time there), in Kolkata the evening of that day, in Auckland
// the early morning of the 14th.
struct Town {
  Town();

  // Tokens do not last from one rehearsed time to the next.
  const Person& present(Person& person);
  std::string clinic_in(const std::string& zone, const std::string& opening_hours_json = {});
  Answered set_clinic_active(const std::string& clinic_id, bool active);

  Rehearsal rehearsal;
  ClinicClient client;

  // Logged in between these moments, and never again.
  std::pair<Instant, Instant> logged_in;
  Person expiring;
  Person lasting;
  Person lapsing;

  Person admin;
  std::string kolkata;          // its staff have opened the first day's queue, for 7
  std::string kolkata_waiting;  // nobody has opened one
  std::string new_york;         // opened on the first day
  std::string night;            // in New York, open from 01:30 to 02:30
  std::string auckland;
  std::string inactive;  // in New York

  Person staff;  // of kolkata
  std::string first_queue;
  Person called;   // has the first token of the first queue
  Person waiting;  // has the second
  std::string called_token;
  std::string waiting_token;

  std::string keyed_body;  // of a clinic created with the key
  std::string keyed_location;
};

}  // namespace frontdesk::days
