#include "platform/http/connection.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <utility>
#include <variant>

#include "platform/http/answer_once.hpp"
#include "platform/http/origin.hpp"
#include "platform/http/target.hpp"

namespace frontdesk::http {
namespace {

constexpr std::size_t discarded_bytes_max = 16 * 1024 * 1024;

std::string_view given_correlation_id(const Head& head) {
  for (const auto& [name, value] : head.headers)
    if (name == "x-correlation-id") return value;
  return {};
}

}  // namespace

Connection::Connection(int fd, std::string peer_address, std::shared_ptr<Site> site, Loop& loop)
    : fd_(fd), peer_address_(std::move(peer_address)), site_(std::move(site)), loop_(loop), since_(Clock::now()) {
  ++site_->connections;
}

Connection::~Connection() { --site_->connections; }

void Connection::on_input(std::string_view bytes) {
  Lock lock{mutex_};
  if (closed_ || cut_off_) return;
  if (phase_ == Phase::lingering) {
    discarded_ += bytes.size();
    if (discarded_ > discarded_bytes_max) cut_off_locked();
    return;
  }
  const auto& options = site_->options;
  if (phase_ == Phase::reading && in_.empty()) since_ = Clock::now();
  in_.append(bytes);
  // Room for one whole request and one behind it; a client that sends more before it has read an answer is not one to
  // serve.
  if (in_.unread().size() > 2 * (options.head_bytes_max + options.body_bytes_max)) return cut_off_locked();
  read_requests(lock);
}

void Connection::on_wake() {
  Lock lock{mutex_};
  if (!closed_ && !cut_off_) read_requests(lock);
}

void Connection::on_writable() {
  Lock lock{mutex_};
  if (closed_ || cut_off_ || out_.empty()) return;
  flush();
  read_requests(lock);
}

void Connection::on_closed() {
  const Lock lock{mutex_};
  if (phase_ == Phase::lingering) --site_->lingering;
  phase_ = Phase::reading;
  closed_ = true;
  settle();
}

void Connection::cut_off() {
  const Lock lock{mutex_};
  if (!closed_) cut_off_locked();
}

bool Connection::on_tick(Clock::time_point now) {
  const Lock lock{mutex_};
  if (closed_) return false;
  if (cut_off_) return true;
  const auto& options = site_->options;
  const auto elapsed = now - since_;
  switch (phase_) {
    case Phase::reading:
      if (in_.empty() && elapsed > options.idle_timeout) hang_up();
      if (!in_.empty() && elapsed > options.request_timeout) {
        if (!head_) judge_by_what_came();
        refuse(408);
      }
      break;
    case Phase::answering:
      if (elapsed > options.answer_deadline) refuse(503);
      break;
    case Phase::writing:
      if (elapsed > options.stalled_reader_timeout) cut_off_locked();
      break;
    case Phase::lingering:
      if (elapsed > options.linger) hang_up();
      break;
  }
  return false;
}

bool Connection::answer(const Response& response) {
  const Lock lock{mutex_};
  if (closed_ || cut_off_ || phase_ != Phase::answering) return false;
  send_answer(response);
  if (phase_ == Phase::reading && !dispatching_ && !in_.empty()) loop_.wake(shared_from_this());
  return true;
}

void Connection::read_requests(Lock& lock) {
  if (dispatching_) return;
  dispatching_ = true;
  while (!closed_ && !cut_off_ && phase_ == Phase::reading && read_request(lock)) {
  }
  dispatching_ = false;
}

// Takes the next request if it is there whole. False when there is nothing more to take for now.
bool Connection::read_request(Lock& lock) {
  if (in_.empty()) return false;
  if (!head_ && !read_head_once()) return false;
  const auto body_here = in_.unread().size() - head_->bytes;
  if (body_here < head_->content_length) return false;
  dispatch(*std::exchange(head_, std::nullopt), lock);
  return true;
}

bool Connection::read_head_once() {
  auto result = read_head(in_.unread(), scanned_, site_->options.head_bytes_max);
  if (std::holds_alternative<Incomplete>(result)) return false;
  judge_by_what_came();
  if (const auto* malformed = std::get_if<Malformed>(&result)) {
    refuse(malformed->status);
    return false;
  }
  auto& head = std::get<Head>(result);
  form_.head = head.method == "HEAD";
  form_.http_1_0 = head.http_1_0;
  form_.keep_alive = head.keep_alive;
  form_.correlation_id = correlation_id(given_correlation_id(head));
  refused_.head_unread = false;
  if (head.content_length > site_->options.body_bytes_max) {
    refuse(413);
    return false;
  }
  if (head.expects_continue && head.content_length > 0 && in_.unread().size() == head.bytes) send_continue();
  head_ = std::move(head);
  return !cut_off_;
}

// For a refusal of what has not been understood.
void Connection::judge_by_what_came() {
  form_ = AnswerForm{};
  form_.head = in_.unread().starts_with("HEAD ");
  refused_.path = path_of(in_.unread());
  refused_.origin = origin_of(in_.unread());
  refused_.head_unread = true;
}

void Connection::dispatch(Head head, Lock& lock) {
  auto request = std::make_shared<Request>();
  request->method = std::move(head.method);
  request->headers = std::move(head.headers);
  if (!read_target(head.target, *request)) return refuse(400);
  if (site_->draining) return refuse(503);
  request->body = in_.unread().substr(head.bytes, static_cast<std::size_t>(head.content_length));
  in_.consume(head.bytes + request->body.size());
  scanned_ = 0;
  request->peer = seen_client(*request, peer_address_, site_->options.trusted_proxies);
  request->correlation_id = form_.correlation_id;
  since_ = request->received_at = Clock::now();
  phase_ = Phase::answering;
  counted_in_flight_ = true;
  ++site_->in_flight;
  auto answer = std::make_shared<AnswerOnce>(weak_from_this(), site_, refused_);
  lock.unlock();
  call_handler(std::move(request), [answer = std::move(answer)](const Response& response) { answer->give(response); });
  lock.lock();
}

void Connection::call_handler(std::shared_ptr<Request> request, Respond respond) const {
  try {
    site_->handler(std::move(request), std::move(respond));
  } catch (const std::exception& error) {
    site_->report(std::string{"a handler threw: "} + error.what());
  } catch (...) {  // nothing may reach Pistache's loop: it would end the process
    site_->report("a handler threw something that is no exception");
  }
}

// Answers ourselves and closes: after a framing error nothing behind it can be trusted to begin where we think it does.
void Connection::refuse(int status) {
  form_.keep_alive = false;
  if (form_.correlation_id.empty()) form_.correlation_id = correlation_id({});
  in_.clear();
  head_.reset();
  auto response = site_->refusal(status, refused_);
  response.status = status;
  send_answer(response);
}

void Connection::send_answer(const Response& response) {
  phase_ = Phase::writing;
  since_ = Clock::now();
  out_.append(serialise(response, form_));
  flush();
}

void Connection::send_continue() {
  out_.append("HTTP/1.1 100 Continue\r\n\r\n");
  flush();
}

void Connection::flush() {
  while (sent_ < out_.size()) {
    const auto count = ::send(fd_, out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      if (!std::exchange(watching_writable_, true)) loop_.watch_writable(fd_, true);
      return;
    }
    if (count < 0) return cut_off_locked();
    sent_ += static_cast<std::size_t>(count);
    if (phase_ == Phase::writing) since_ = Clock::now();
  }
  out_.clear();
  sent_ = 0;
  if (out_.capacity() > ReceivedBytes::kept_bytes) out_.shrink_to_fit();
  if (std::exchange(watching_writable_, false)) loop_.watch_writable(fd_, false);
  if (phase_ == Phase::writing) answer_sent();
}

void Connection::answer_sent() {
  if (form_.keep_alive) {
    phase_ = Phase::reading;
    since_ = Clock::now();
    settle();
  } else {
    begin_to_linger();
  }
}

// Closing at once, with unread bytes of the client in the kernel, would reset the connection and destroy our answer on
// its way.
void Connection::begin_to_linger() {
  phase_ = Phase::lingering;
  since_ = Clock::now();
  ++site_->lingering;
  settle();
  in_.clear();
  ::shutdown(fd_, SHUT_WR);
}

// The loop sees the end of the stream that this makes, and closes the descriptor as if the client had hung up. Nobody
// closes it elsewhere, so its number cannot pass to another client while anyone still holds it.
void Connection::hang_up() {
  if (std::exchange(cut_off_, true)) return;
  if (phase_ == Phase::lingering) --site_->lingering;
  phase_ = Phase::reading;
  settle();
  ::shutdown(fd_, SHUT_RDWR);
}

// For a client that does not keep to the limits: closing then resets the connection, or the kernel would keep what the
// client does not read, and the client would go on offering what we do not.
void Connection::cut_off_locked() {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  hang_up();
}

void Connection::settle() {
  if (std::exchange(counted_in_flight_, false)) --site_->in_flight;
}

}  // namespace frontdesk::http
