#pragma once
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/framing.hpp"
#include "platform/http/message.hpp"
#include "platform/http/received_bytes.hpp"
#include "platform/http/site.hpp"
#include "platform/http/wire.hpp"

namespace frontdesk::http {

class Connection;

// The event loop that a connection lives on. Both calls come from any thread while the connection is open.
class Loop {
 public:
  virtual ~Loop() = default;
  virtual void wake(std::shared_ptr<Connection> connection) = 0;  // then calls on_wake on the loop's thread
  virtual void watch_writable(int fd, bool on) = 0;
};

// One client's connection: bytes in, requests to the handler one at a time, answers out in order. It writes to the
// socket itself, under its mutex and only while it is open: Pistache's write queue goes by the number of the
// descriptor, which may by then belong to another client, and spins while a slow client does not read.
//
// The loop's thread calls on_*; Respond may come from any thread. The descriptor stays the loop's, which closes it
// after on_closed.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Clock = std::chrono::steady_clock;

  Connection(int fd, std::string peer_address, std::shared_ptr<Site> site, Loop& loop);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void on_input(std::string_view bytes);
  void on_wake();
  void on_writable();
  void on_closed();
  // Watches the time limits. True when the loop should close the descriptor, because the connection is cut off and its
  // end was not seen.
  bool on_tick(Clock::time_point now);

  void cut_off();
  // Once for each request (its Respond sees to that). False when it awaits no answer any more.
  bool answer(const Response& response);

 private:
  enum class Phase { reading, answering, writing, lingering };
  using Lock = std::unique_lock<std::mutex>;

  void read_requests(Lock& lock);
  bool read_request(Lock& lock);
  bool read_head_once();
  void judge_by_what_came();
  void dispatch(Head head, Lock& lock);
  void call_handler(std::shared_ptr<Request> request, Respond respond) const;
  void refuse(int status);
  void send_answer(const Response& response);
  void send_continue();
  void flush();
  void answer_sent();
  void begin_to_linger();
  void hang_up();
  void cut_off_locked();
  void settle();

  const int fd_;
  const std::string peer_address_;
  const std::shared_ptr<Site> site_;
  Loop& loop_;  // alive while !closed_

  std::mutex mutex_;  // guards all below
  bool closed_ = false;
  bool cut_off_ = false;
  Phase phase_ = Phase::reading;
  bool dispatching_ = false;  // read_requests is at work and will look for the next request itself
  bool counted_in_flight_ = false;
  AnswerForm form_;
  Refused refused_;  // should it come to that
  ReceivedBytes in_;
  std::size_t scanned_ = 0;
  std::optional<Head> head_;  // of the request whose body is still coming
  std::string out_;
  std::size_t sent_ = 0;
  bool watching_writable_ = false;
  std::size_t discarded_ = 0;
  Clock::time_point since_;  // of the phase; in writing, of the last progress; in reading, of the request's first byte
                             // or the idleness
};

}  // namespace frontdesk::http
