#include "realtime-gateway/transports/receiving_socket.hpp"

#include <algorithm>

#include "platform/logging/log.hpp"
#include "realtime-gateway/web/websocket.hpp"

namespace frontdesk::realtime_gateway {
namespace {

constexpr std::size_t waiting_max = 16;
// With more than this to deal with, the next message is read later.
constexpr std::size_t waiting_bytes_max = 64 * 1024;

}  // namespace

Goodbye goodbye(CloseReason reason) {
  switch (reason) {
    case CloseReason::session_ended:
      return {4401, "Session ended"};
    case CloseReason::token_expired:
      return {4401, "Token expired"};
    case CloseReason::too_much_sent:
      return {1008, "Too much at once"};
    case CloseReason::overloaded:
      return {1013, "Try again later"};
    case CloseReason::shutting_down:
      return {1001, "Going away"};
  }
  return {1011, "Internal error"};
}

std::shared_ptr<EventAllowance> Reception::events_of(const std::string& user_id) {
  auto& known = events_by_user_[user_id];
  if (auto shared = known.lock()) return shared;
  const auto forget = [this, user_id](EventAllowance* gone) {
    delete gone;
    events_by_user_.erase(user_id);
  };
  std::shared_ptr<EventAllowance> first(new EventAllowance(limits.events_per_user_per_s, limits.events_per_user_burst),
                                        forget);
  known = first;
  return first;
}

ReceivingSocket::ReceivingSocket(std::shared_ptr<Reception> reception, Identity identity, std::string address,
                                 Places::Place place)
    : Socket(std::move(identity)),
      reception_(std::move(reception)),
      address_(std::move(address)),
      place_(std::move(place)),
      user_events_(reception_->events_of(this->identity().user_id)),
      events_(reception_->limits.events_per_s, reception_->limits.events_burst),
      inbound_(reception_->inbound, this->identity().user_id) {}

void ReceivingSocket::begin() {
  begun_ = open_ = true;
  ++reception_->open;
  logging::info("connection opened", {{"user", identity().user_id}, {"address", address_}});
  reception_->handler.opened(self());
}

void ReceivingSocket::close(CloseReason reason) {
  if (!std::exchange(open_, false)) return;
  close_words_ = goodbye(reason).words;
  drop_waiting();
  hang_up(reason);
}

void ReceivingSocket::ended(std::string_view reason) {
  if (!std::exchange(begun_, false)) return;
  open_ = false;
  drop_waiting();
  read_again_.reset();
  place_.reset();
  --reception_->open;
  reception_->handler.closed(*this);
  if (reason == web::slow_consumer_words) {
    static metrics::Counter& slow =
        metrics::counter("gateway_slow_consumers_total", "connections closed because they read too slowly");
    slow.add();
  }
  const auto duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - opened_at_);
  logging::info("connection closed", {{"user", identity().user_id},
                                      {"address", address_},
                                      {"duration_ms", std::to_string(duration.count())},
                                      {"reason", close_words_.empty() ? reason : close_words_}});
}

void ReceivingSocket::take(ClientEvent event, std::size_t bytes, Answered answered) {
  if (!open_) return;
  events_.spend();
  user_events_->spend();
  waiting_bytes_ += bytes;
  waiting_.push_back({std::move(event), bytes, std::move(answered)});
  deal_with_next();
  look_whether_to_read();
}

void ReceivingSocket::deal_with_next() {
  if (busy_ || !open_ || waiting_.empty()) return;
  Waiting next = std::move(waiting_.front());
  waiting_.erase(waiting_.begin());
  busy_ = true;
  // The callback holds the connection: while nothing is read, nobody else does.
  reception_->handler.received(
      self(), std::move(next.event),
      [self = self(), bytes = next.bytes, answered = std::move(next.answered)](const auto& ack_json) {
        answered(ack_json);
        self->dealt_with(bytes);
      });
}

void ReceivingSocket::dealt_with(std::size_t bytes) {
  busy_ = false;
  waiting_bytes_ -= bytes;
  inbound_.shrink_to(waiting_bytes_ + reading_bytes_);
  // Posted: an event that is answered at once must not call the next one from within itself.
  if (waiting_.empty() && !held_) return;
  reception_->round.post([self = self()] {
    self->deal_with_next();
    self->look_whether_to_read();
  });
}

void ReceivingSocket::look_whether_to_read() {
  if (!open_) return;
  const auto missing = std::max(events_.missing(), user_events_->missing());
  const bool late = missing.count() > 0;
  const bool hold = late || waiting_.size() >= waiting_max || waiting_bytes_ > waiting_bytes_max;
  if (std::exchange(held_, hold) != hold) hold_reading(hold);
  if (!late) return;
  if (!read_again_) {
    read_again_ = std::make_unique<web::Deadline>(reception_->deadlines, [this] { look_whether_to_read(); });
  }
  if (read_again_->is_set()) return;
  read_again_->set_in(missing);
  static metrics::Counter& delays = metrics::counter(
      "gateway_event_delays_total", "times that a client's next event was left for later because of its rate");
  delays.add();
}

bool ReceivingSocket::may_hold(std::size_t bytes) {
  reading_bytes_ = bytes;
  const std::size_t held = waiting_bytes_ + bytes;
  inbound_.shrink_to(held);
  const auto verdict = inbound_.grow_to(held);
  if (verdict == InboundBytes::Verdict::fits) return true;
  static metrics::Counter& refusals =
      metrics::counter("gateway_inbound_refusals_total", "connections closed because too much was sent at once");
  refusals.add();
  close(verdict == InboundBytes::Verdict::too_much_in_sum ? CloseReason::overloaded : CloseReason::too_much_sent);
  return false;
}

void ReceivingSocket::drop_waiting() {
  for (const Waiting& dropped : waiting_) waiting_bytes_ -= dropped.bytes;
  waiting_.clear();
}

}  // namespace frontdesk::realtime_gateway
