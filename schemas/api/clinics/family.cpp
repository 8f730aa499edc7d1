#include "schemas/api/clinics/family.hpp"

#include "schemas/api/clinics/accounts.hpp"
#include "schemas/api/clinics/clinics.hpp"
#include "schemas/api/clinics/manners.hpp"
#include "schemas/api/clinics/queues.hpp"
#include "schemas/api/clinics/rooms.hpp"
#include "schemas/api/clinics/tokens.hpp"

namespace frontdesk::api::clinics {

const Family& family() {
  static const Family whole{manners,
                            "Clinic queue",
                            "Accounts, clinics, daily queues and their tokens. Every answer has one envelope; texts "
                            "are part of the contract.",
                            {describe(register_user),
                             describe(log_in),
                             describe(refresh_session),
                             describe(log_out),
                             describe(me),
                             describe(change_profile),
                             describe(update_password),
                             describe(own_sessions),
                             describe(end_session),
                             describe(search_clinics),
                             describe(create_clinic),
                             describe(one_clinic),
                             describe(change_clinic),
                             describe(staff_of_clinic),
                             describe(add_staff),
                             describe(remove_staff),
                             describe(open_queue),
                             describe(queue_of_clinic),
                             describe(status_of_queue),
                             describe(set_queue_active),
                             describe(own_place),
                             describe(activity_of_queue),
                             describe(take_token),
                             describe(return_token),
                             describe(own_token),
                             describe(token_by_number),
                             describe(join_queue),
                             describe(leave_queue),
                             describe(call_next),
                             describe(start_token),
                             describe(skip_token),
                             describe(complete_token)},
                            pushes(),
                            row_pushes()};
  return whole;
}

}  // namespace frontdesk::api::clinics
