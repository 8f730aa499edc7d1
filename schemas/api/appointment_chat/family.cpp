#include "schemas/api/appointment_chat/family.hpp"

#include "schemas/api/appointment_chat/manners.hpp"
#include "schemas/api/appointment_chat/messages.hpp"

namespace frontdesk::api::appointment_chat {

const Family& family() {
  static const Family whole =
      family_of(manners, "Appointment chat",
                "What a pet parent and the veterinarian of an appointment write to each other. A browser's session "
                "comes in a cookie. Errors have one member, the error; what is wrong with a body stands in details.",
                {messages_resource()});
  return whole;
}

}  // namespace frontdesk::api::appointment_chat
