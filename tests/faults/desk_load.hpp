#pragma once
#include <atomic>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/faults/notes.hpp"
#include "tests/support/clinic.hpp"
#include "tests/support/desk.hpp"
#include "tests/support/queue_screen.hpp"

namespace frontdesk::test_support {

// One staff member who calls the next patient again and again over a WebSocket and connects anew when it breaks. On a
// thread of its own until stop().
class CallingDesk {
 public:
  enum class Calls {
    whoever_waits,  // without an expected number: an unanswered call is not repeated, for it may have been carried out
    as_it_stands,   // with the number read before: an unanswered call may be repeated
  };
  // All references outlive it.
  CallingDesk(const Deployment& deployment, const ClinicDay& day, const Person& staff, Calls calls, Notes& notes);
  ~CallingDesk() { stop(); }
  void stop();

  // After stop().
  int acknowledged() const { return acknowledged_; }
  int unanswered() const { return unanswered_; }
  // With an expected number: the numbers from which calls moved on by their acknowledgement, and all that were tried.
  const std::set<std::int64_t>& moved_on_from() const { return moved_on_from_; }
  const std::set<std::int64_t>& tried_from() const { return tried_from_; }
  const Person& staff() const { return staff_; }

 private:
  void run();
  bool connect();
  void call(const std::optional<std::int64_t>& expected);
  void take_note(const std::string& acknowledgement, const std::optional<std::int64_t>& expected);
  std::optional<std::int64_t> current_number();

  const Deployment& deployment_;
  const ClinicDay& day_;
  const Person& staff_;
  const Calls calls_;
  Notes& notes_;
  std::unique_ptr<Desk> desk_;
  int acknowledged_ = 0;
  int unanswered_ = 0;
  std::set<std::int64_t> moved_on_from_;
  std::set<std::int64_t> tried_from_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

// A board in the room of a queue that comes back whenever its connection breaks. On a thread of its own until stop().
class Board {
 public:
  Board(const Deployment& deployment, const ClinicDay& day, Notes& notes);
  ~Board() { stop(); }
  void stop();

  // After stop(): the screen as the load left it, connected or not; null when it was between two connections.
  QueueScreen* screen() { return screen_.get(); }
  int connects() const { return connects_; }
  bool went_back() const { return went_back_; }  // showed a lower number than before

 private:
  void run();
  void connect();
  void look();

  const Deployment& deployment_;
  const ClinicDay& day_;
  Notes& notes_;
  std::unique_ptr<QueueScreen> screen_;
  std::string seen_;
  std::int64_t highest_ = 0;
  bool went_back_ = false;
  int connects_ = 0;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace frontdesk::test_support
