#include "schemas/api/families.hpp"

#include "schemas/api/appointment_chat/family.hpp"
#include "schemas/api/clinics/family.hpp"
#include "schemas/api/operation/operation.hpp"
#include "schemas/api/pet_care/family.hpp"

namespace frontdesk::api {

const std::vector<const Family*>& families() {
  static const std::vector<const Family*> all{&operation::family(), &pet_care::family(), &appointment_chat::family(),
                                              &clinics::family()};
  return all;
}

}  // namespace frontdesk::api
