#include "schemas/api/appointment_chat/marking.hpp"

#include "schemas/api/appointment_chat/fields.hpp"
#include "schemas/api/appointment_chat/words.hpp"

namespace frontdesk::api::appointment_chat {

namespace {
Route<MarkRead> inner_door() {
  return {.at = post("/internal/appointment-chat/read"),
          .tag = "appointment chat",
          .summary = "Mark what the other side has written as read",
          .body = {ruled<MarkRead>(
              "appointmentId", text_schema(), Needed::yes,
              [](wire::Fields& fields, MarkRead& input) { read_queried_id(fields, input.appointment_id); })},
          .success = {200, {}, null_data(), "Marked."},
          .refusals = {{"appointment_not_found", 404, words::appointment_not_found},
                       {"unauthorized", 403, words::access_denied}},
          .keyed = false};
}
}  // namespace

const Route<MarkRead> mark_read = inner_door();

}  // namespace frontdesk::api::appointment_chat
