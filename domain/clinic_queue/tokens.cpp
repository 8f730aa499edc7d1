#include "domain/clinic_queue/tokens.hpp"

#include <algorithm>
#include <utility>

#include "domain/clinic_queue/folds.hpp"
#include "domain/find.hpp"

namespace frontdesk::clinic_queue {

using domain::find;
using domain::Rejection;
using domain::require;

namespace {

int highest_number(const State& state, const Queue& queue) {
  int highest = queue.highest_final_number;
  if (!queue.waiting.empty()) highest = std::max(highest, queue.waiting.rbegin()->first);
  if (queue.called) highest = std::max(highest, find(state.tokens, *queue.called)->number);
  return highest;
}

// A token in the wrong queue would stay behind in the right one, where deciders then meet a token that is not there.
ActiveToken& token_of(State& state, const QueueId& queue_id, const TokenId& id) {
  ActiveToken& token = domain::existing(state.tokens, id, "token");
  require(token.queue_id == queue_id, "the token is of another queue");
  return token;
}

// The token leaves those that wait or are called and stays a number of its queue.
void finalize(State& state, const QueueId& queue_id, const TokenId& id) {
  Queue& queue = queue_of(state, queue_id);
  const ActiveToken& token = token_of(state, queue_id, id);
  queue.highest_final_number = std::max(queue.highest_final_number, token.number);
  queue.patients.erase(token.patient_id);
  if (queue.called == id) {
    queue.called.reset();
  } else {
    queue.waiting.erase(token.number);
  }
  state.tokens.erase(id);
  note_if_settled(state, queue_id, queue);
}

}  // namespace

Decision decide(const State& state, const TakeToken& command) {
  const Queue* queue = find(state.queues, command.queue_id);
  if (queue == nullptr) return Rejection{"queue_not_found"};
  if (queue->patients.contains(command.patient_id)) return Rejection{"already_has_active_token"};
  if (!queue->active || !queue->is_todays(command.at)) return Rejection{"queue_not_found"};
  if (command.refuse_after_closing && command.at >= queue->opened.end_time) return Rejection{"queue_closed"};
  if (queue->size >= queue->opened.max_queue_size) return Rejection{"queue_full"};
  return events::TokenIssued{command.queue_id,   queue->opened.clinic_id,           command.token_id,
                             command.patient_id, highest_number(state, *queue) + 1, command.at};
}

Decision decide(const State& state, const ReturnToken& command) {
  const ActiveToken* token = find(state.tokens, command.token_id);
  if (token == nullptr || token->patient_id != command.patient_id || token->called) return Rejection{"token_not_found"};
  const Queue& queue = *find(state.queues, token->queue_id);
  events::TokenReturned returned{token->queue_id, queue.opened.clinic_id, command.token_id, token->patient_id, {},
                                 command.at};
  // Each later one takes the number of the waiting token before it, which need not be one less.
  int freed = token->number;
  for (auto later = queue.waiting.upper_bound(token->number); later != queue.waiting.end(); ++later) {
    const auto& [number, id] = *later;
    returned.renumbered.push_back({id, find(state.tokens, id)->patient_id, std::exchange(freed, number)});
  }
  return returned;
}

Decision decide(const State& state, const CallNext& command) {
  if (!command.staff.of_some_clinic()) return Rejection{"unauthorized"};
  const Queue* queue = find(state.queues, command.queue_id);
  if (queue == nullptr || !queue->active || !queue->is_todays(command.at)) return Rejection{"queue_not_found"};
  if (!command.staff.of(queue->opened.clinic_id)) return Rejection{"unauthorized"};
  if (command.expected_current_token_no.value_or(queue->current_token_number) != queue->current_token_number) {
    return Rejection{"queue_has_moved_on"};
  }
  if (queue->waiting.empty()) return Rejection{"no_waiting_tokens"};
  const auto& [number, next] = *queue->waiting.begin();
  events::TokenCalled called{
      command.queue_id, queue->opened.clinic_id, next,        find(state.tokens, next)->patient_id, number,
      command.at,       command.staff.id,        std::nullopt};
  if (queue->called) called.completed = {*queue->called, find(state.tokens, *queue->called)->patient_id};
  return called;
}

Decision decide(const State& state, const StartToken& command) {
  if (!command.staff.of_some_clinic()) return Rejection{"unauthorized"};
  const Queue* queue = find(state.queues, command.queue_id);
  if (queue == nullptr) return Rejection{"token_not_startable"};
  if (!command.staff.of(queue->opened.clinic_id)) return Rejection{"unauthorized"};
  if (queue->called != command.token_id) return Rejection{"token_not_startable"};
  const ActiveToken& token = *find(state.tokens, command.token_id);
  if (token.started) return Rejection{"token_not_startable"};
  return events::TokenStarted{command.queue_id, queue->opened.clinic_id, command.token_id, token.patient_id,
                              command.at,       command.staff.id};
}

Decision decide(const State& state, const SkipToken& command) {
  if (!command.staff.of_some_clinic()) return Rejection{"unauthorized"};
  const Queue* queue = find(state.queues, command.queue_id);
  if (queue == nullptr) return Rejection{"token_not_skippable"};
  if (!command.staff.of(queue->opened.clinic_id)) return Rejection{"unauthorized"};
  const ActiveToken* token = find(state.tokens, command.token_id);
  if (token == nullptr || token->queue_id != command.queue_id) return Rejection{"token_not_skippable"};
  return events::TokenSkipped{command.queue_id, queue->opened.clinic_id, command.token_id, token->patient_id,
                              command.at,       command.staff.id};
}

Decision decide(const State& state, const CompleteToken& command) {
  if (!command.staff.of_some_clinic()) return Rejection{"unauthorized"};
  const Queue* queue = find(state.queues, command.queue_id);
  if (queue == nullptr) return Rejection{"token_not_completable"};
  if (!command.staff.of(queue->opened.clinic_id)) return Rejection{"unauthorized"};
  if (queue->called != command.token_id) return Rejection{"token_not_completable"};
  return events::TokenCompleted{command.queue_id, queue->opened.clinic_id,
                                command.token_id, find(state.tokens, command.token_id)->patient_id,
                                command.at,       command.staff.id};
}

void apply(State& state, const events::TokenIssued& event) {
  Queue& queue = queue_of(state, event.queue_id);
  require(!queue.ended, "the queue has ended");
  ++queue.size;
  require(queue.waiting.emplace(event.token_number, event.token_id).second, "the number is there already");
  queue.patients.insert(event.patient_id);
  const ActiveToken token{event.queue_id, event.patient_id, event.token_number};
  require(state.tokens.emplace(event.token_id, token).second, "the token is there already");
}

void apply(State& state, const events::TokenCalled& event) {
  if (event.completed) finalize(state, event.queue_id, event.completed->token_id);
  Queue& queue = queue_of(state, event.queue_id);
  ActiveToken& token = token_of(state, event.queue_id, event.token_id);
  token.called = true;
  queue.waiting.erase(token.number);
  queue.called = event.token_id;
  queue.current_token_number = token.number;
  queue.updated_at = event.called_at;
}

void apply(State& state, const events::TokenSkipped& event) { finalize(state, event.queue_id, event.token_id); }

void apply(State& state, const events::TokenStarted& event) {
  token_of(state, event.queue_id, event.token_id).started = true;
}

void apply(State& state, const events::TokenCompleted& event) { finalize(state, event.queue_id, event.token_id); }

void apply(State& state, const events::TokenReturned& event) {
  Queue& queue = queue_of(state, event.queue_id);
  const ActiveToken& returned = token_of(state, event.queue_id, event.token_id);
  require(!returned.called, "the token does not wait");
  --queue.size;
  queue.patients.erase(returned.patient_id);
  const std::size_t waiting_after = queue.waiting.size() - 1;
  queue.waiting.erase(queue.waiting.lower_bound(returned.number), queue.waiting.end());
  int previous = returned.number - 1;
  for (const auto& token : event.renumbered) {
    ActiveToken& moved = token_of(state, event.queue_id, token.token_id);
    const bool moves_up = token.token_number > std::exchange(previous, token.token_number) && moved.number > previous;
    require(!moved.called && moves_up, "a token moves up that does not wait behind");
    moved.number = token.token_number;
    queue.waiting.emplace_hint(queue.waiting.end(), token.token_number, token.token_id);
  }
  require(queue.waiting.size() == waiting_after, "not all that wait behind move up");
  state.tokens.erase(event.token_id);
  note_if_settled(state, event.queue_id, queue);
}

}  // namespace frontdesk::clinic_queue
