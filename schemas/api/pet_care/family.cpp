#include "schemas/api/pet_care/family.hpp"

#include "schemas/api/pet_care/manners.hpp"
#include "schemas/api/pet_care/simulated_login.hpp"

namespace frontdesk::api::pet_care {

const Family& family() {
  static const Family whole = family_of(manners, "Pet appointments",
                                        "Every route also answers under /api. Errors have one member, the message.",
                                        {simulated_login_resource()});
  return whole;
}

}  // namespace frontdesk::api::pet_care
