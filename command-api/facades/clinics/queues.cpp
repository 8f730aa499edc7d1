#include "schemas/api/clinics/queues.hpp"

#include "command-api/facades/clinics/clinic_staff.hpp"
#include "command-api/facades/clinics/routes.hpp"
#include "schemas/read_models/told_rows.hpp"

namespace frontdesk::command_api::clinics {

namespace {
using api::clinics::OpenQueue;
using api::clinics::SetQueueActive;

std::string opened(const units::Answer& answer) {
  return api::clinics::queue.json(rows::row_of(event_of<clinic_queue::events::QueueOpened>(answer)));
}

Next open(const Asked<OpenQueue>& asked, const Deployment& deployment) {
  const auto& topics = deployment.settings.topics;
  const auto unit = topics.events_unit(asked.input.clinic_id);
  clinic_queue::OpenQueue command{.queue_id = {mint_uuid(unit, topics)},
                                  .clinic_id = {asked.input.clinic_id},
                                  .max_queue_size = asked.input.size_max,
                                  .day = {},
                                  .staff = staff_of(asked.caller),
                                  .at = {}};
  const auto decision = [&calendar = deployment.calendar, command](const units::Fold& fold,
                                                                   Instant at) mutable -> units::Decided {
    const auto& state = fold.of<clinic_queue::Context>();
    const auto day = clinic_queue::today(state, command.clinic_id, at, calendar);
    if (!day) return units::Refused{"clinic_not_found"};
    command.day = *day;
    command.at = at;
    return decided(clinic_queue::decide(state, command));
  };
  return asked.showing(asked.execution(unit, asked.input.clinic_id, decision), opened);
}

rows::Queue switched(const units::Answer& answer, const SetQueueActive& wanted) {
  const auto& queue = answer.confirmed->of<clinic_queue::Context>().queues.at({wanted.queue_id});
  rows::Queue row = rows::row_of(queue.opened);
  row.current_token_no = queue.current_token_number;
  // A repetition is answered as at first, though the queue may have been switched again since.
  row.is_active = wanted.active;
  row.updated_at = queue.updated_at;
  if (answer.event != nullptr) {
    row.updated_at = wanted.active ? event_of<clinic_queue::events::QueueReactivated>(answer).changed_at
                                   : event_of<clinic_queue::events::QueueDeactivated>(answer).changed_at;
  }
  return row;
}

Next set_active(const Asked<SetQueueActive>& asked, const Deployment& deployment) {
  auto command = asked.command<clinic_queue::Context>(
      deployment.settings.topics.events_unit(asked.input.queue_id), asked.input.queue_id,
      clinic_queue::SetQueueActive{
          .queue_id = {asked.input.queue_id}, .active = asked.input.active, .staff = staff_of(asked.caller), .at = {}});
  command.word = [wording = asked.wording, wanted = asked.input](const units::Answer& answer) -> Worded {
    if (answer.outcome == units::Outcome::refused) return wording.refused(answer.refusal);
    return wording.succeeded(api::clinics::queue.json(switched(answer, wanted)), wanted.active ? 0 : 1);
  };
  return command;
}
}  // namespace

void add_queue_routes(Commands& commands, const Deployment& deployment) {
  commands.on<OpenQueue>(api::clinics::open_queue,
                         [&deployment](const auto& asked) { return open(asked, deployment); });
  commands.on<SetQueueActive>(api::clinics::set_queue_active,
                              [&deployment](const auto& asked) { return set_active(asked, deployment); });
}

}  // namespace frontdesk::command_api::clinics
