#include "schemas/api/clinics/family.hpp"

#include "schemas/api/clinics/accounts.hpp"
#include "schemas/api/clinics/clinics.hpp"
#include "schemas/api/clinics/manners.hpp"
#include "schemas/api/clinics/queues.hpp"
#include "schemas/api/clinics/rooms.hpp"
#include "schemas/api/clinics/tokens.hpp"

namespace frontdesk::api::clinics {

const Family& family() {
  static const Family whole = family_of(
      manners, "Clinic queue",
      "Accounts, clinics, daily queues and their tokens. Every answer has one envelope; texts are part of the "
      "contract.",
      {accounts_resource(), clinics_resource(), queues_resource(), tokens_resource(), rooms_resource()});
  return whole;
}

}  // namespace frontdesk::api::clinics
