#include "schemas/api/pet_care/family.hpp"

#include "schemas/api/pet_care/manners.hpp"
#include "schemas/api/pet_care/simulated_login.hpp"

namespace frontdesk::api::pet_care {

const Family& family() {
  static const Family whole{manners,
                            "Pet appointments",
                            "Every route also answers under /api. Errors have one member, the message.",
                            {describe(get_token), describe(get_token_under_api)}};
  return whole;
}

}  // namespace frontdesk::api::pet_care
