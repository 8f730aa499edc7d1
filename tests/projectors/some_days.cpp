#include "tests/projectors/some_days.hpp"

#include <algorithm>
#include <random>

namespace frontdesk::projectors {

using namespace queue_events;
using namespace account_events;

Instant at(int second) { return {1'795'219'200'000 + second * 1000LL}; }

namespace {

std::string clinic_id(int n) { return "clinic-" + std::to_string(n); }
std::string queue_id(int n) { return "queue-" + std::to_string(n); }
Given of_queue(int n, queue_events::Event event) { return {clinic_id(n), "queue/" + queue_id(n), std::move(event)}; }
Given of_user(const std::string& user, account_events::Event event) { return {user, "user/" + user, std::move(event)}; }

}  // namespace

Given clinic_created(int n) {
  ClinicCreated event;
  event.clinic_id = {clinic_id(n)};
  event.name = "Clinic \"" + std::to_string(n) + "\", {Saint \\ Ève}";
  event.latitude = 40.7128 + n;
  event.longitude = -74.006;
  if (n % 2 == 0) event.address = "1 Main Street, NULL";
  if (n % 2 == 1) event.timezone = "Asia/Kathmandu";
  event.opening_hours = {"09:00", "17:00"};
  event.zone = event.timezone.value_or("America/New_York");
  event.first_day_ends_at = at(86'400);
  event.created_at = at(n);
  return {clinic_id(n), "clinic/" + clinic_id(n), queue_events::Event(event)};
}

Given queue_opened(int n) {
  QueueOpened event;
  event.queue_id = {queue_id(n)};
  event.clinic_id = {clinic_id(n)};
  event.day = {"2026-11-21"};
  event.day_starts_at = at(0);
  event.day_ends_at = at(86'400);
  event.start_time = at(32'400);
  event.end_time = at(61'200);
  event.max_queue_size = 50;
  event.opened_at = at(10);
  return of_queue(n, event);
}

Given token_issued(int n, const std::string& token, int number, int second) {
  return of_queue(n, TokenIssued{{queue_id(n)}, {clinic_id(n)}, {token}, {"patient-of-" + token}, number, at(second)});
}

Given token_called(int n, const std::string& token, int number, int issued, int second) {
  return of_queue(n, TokenCalled{{queue_id(n)},
                                 {clinic_id(n)},
                                 {{token}, {"patient-of-" + token}, number, at(issued)},
                                 at(second),
                                 {"user-staff"},
                                 {}});
}

Given user_registered(const std::string& user, int second) {
  return of_user(
      user,
      UserRegistered{{user}, user + "@Example.com", "Asha", "O'Neil", "secret-hash", "https://p/x y", at(second)});
}

Given session_opened(const std::string& session, const std::string& user, int second) {
  return of_user(
      user, SessionOpened{{session}, {user}, "token-hash", "agent \"7\"", "127.0.0.1", at(second), at(second + 600)});
}

Given session_ended(const std::string& session, const std::string& user, int second) {
  return of_user(user, SessionEnded{{session}, {user}, EndReason::logout, at(second)});
}

namespace {

// What a domain would remember, so that the next event is one it could decide.
class Days {
 public:
  explicit Days(std::uint64_t seed) : random_(seed) {}

  std::vector<Given> play(std::size_t steps) {
    while (events_.size() < steps) step();
    return std::move(events_);
  }

 private:
  struct Token {
    std::string id;
    int number = 0;
    int issued = 0;
    int called = 0;
  };
  struct Queue {
    bool opened = false;
    bool active = true;
    int next_number = 1;
    std::vector<Token> waiting;
    std::optional<Token> called;
  };
  struct User {
    bool disabled = false;
    std::vector<std::string> sessions;
  };

  int draw(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

  void step() {
    ++second_;
    if (draw(3) == 0) {
      step_of_user();
    } else {
      step_of_queue();
    }
  }

  void step_of_queue() {
    const int n = draw(6);
    Queue& queue = queues_[n];
    if (!queue.opened) {
      queue.opened = true;
      events_.push_back(clinic_created(n));
      events_.push_back(queue_opened(n));
      return;
    }
    switch (draw(10)) {
      case 6:
        return change_clinic(n);
      case 5:
        return start(n, queue);
      case 0:
        return call(n, queue);
      case 1:
        return complete(n, queue);
      case 2:
        return skip(n, queue);
      case 3:
        return give_back(n, queue);
      case 4:
        return toggle(n, queue);
      default:
        return issue(n, queue);
    }
  }

  void issue(int n, Queue& queue) {
    const std::string id = "token-" + std::to_string(n) + "-" + std::to_string(tokens_++);
    queue.waiting.push_back({id, queue.next_number, second_, 0});
    events_.push_back(token_issued(n, id, queue.next_number++, second_));
  }

  template <class Struct>
  static Struct said(const Token& token) {
    return {{token.id}, {"patient-of-" + token.id}, token.number, at(token.issued)};
  }
  static CalledToken said_called(const Token& token) {
    return {{token.id}, {"patient-of-" + token.id}, token.number, at(token.issued), at(token.called)};
  }

  void call(int n, Queue& queue) {
    if (queue.waiting.empty()) return;
    TokenCalled event{{queue_id(n)}, {clinic_id(n)}, said<WaitingToken>(queue.waiting.front()),
                      at(second_),   {"user-staff"}, {}};
    if (queue.called) event.completed = said_called(*queue.called);
    queue.called = queue.waiting.front();
    queue.called->called = second_;
    queue.waiting.erase(queue.waiting.begin());
    events_.push_back(of_queue(n, event));
  }

  void change_clinic(int n) {
    if (draw(4) == 0) {
      events_.push_back({clinic_id(n), "place/" + clinic_id(n),
                         queue_events::Event(PlaceClaimed{
                             "Name " + std::to_string(second_), 1.5, 2.5, {clinic_id(n)}, 7, at(second_), {"admin"}})});
      return;
    }
    ClinicChanged event;
    event.clinic_id = {clinic_id(n)};
    event.revision = second_;
    if (draw(2) == 0) event.name = "Name " + std::to_string(second_);
    if (draw(2) == 0) event.latitude = 0.1 * draw(900);
    if (draw(3) == 0) event.description = "{\"quoted\", NULL}";
    if (draw(3) == 0) event.opening_hours = OpeningHours{"08:00", "12:30"};
    if (draw(3) == 0) event.clinic_type = ClinicType::ent;
    if (draw(3) == 0) event.timezone = "Asia/Tokyo";
    if (draw(3) == 0) event.is_active = draw(2) == 0;
    event.next_day_at = at(86'400);
    event.changed_at = at(second_);
    event.changed_by = {"user-admin"};
    events_.push_back({clinic_id(n), "clinic/" + clinic_id(n), queue_events::Event(event)});
  }

  void start(int n, Queue& queue) {
    if (!queue.called) return;
    events_.push_back(of_queue(
        n, TokenStarted{{queue_id(n)}, {clinic_id(n)}, said_called(*queue.called), at(second_), {"user-staff"}}));
  }

  void complete(int n, Queue& queue) {
    if (!queue.called) return;
    events_.push_back(of_queue(
        n, TokenCompleted{{queue_id(n)}, {clinic_id(n)}, said_called(*queue.called), at(second_), {"user-staff"}}));
    queue.called.reset();
  }

  void skip(int n, Queue& queue) {
    TokenSkipped event{{queue_id(n)}, {clinic_id(n)}, {}, at(second_), {"user-staff"}};
    if (queue.called && draw(2) == 0) {
      event.token = said<SkippedToken>(*queue.called);
      event.token.called_at = at(queue.called->called);
      queue.called.reset();
    } else if (!queue.waiting.empty()) {
      event.token = said<SkippedToken>(queue.waiting.back());
      queue.waiting.pop_back();
    } else {
      return;
    }
    events_.push_back(of_queue(n, event));
  }

  void give_back(int n, Queue& queue) {
    if (queue.waiting.empty()) return;
    const auto place = static_cast<std::size_t>(draw(static_cast<int>(queue.waiting.size())));
    const Token token = queue.waiting[place];
    TokenReturned event{{queue_id(n)}, {clinic_id(n)}, said<WaitingToken>(token), {}, at(second_)};
    for (std::size_t i = queue.waiting.size() - 1; i > place; --i) {
      queue.waiting[i].number = queue.waiting[i - 1].number;
    }
    queue.waiting.erase(queue.waiting.begin() + static_cast<std::ptrdiff_t>(place));
    for (std::size_t i = place; i < queue.waiting.size(); ++i) {
      event.renumbered.push_back(said<WaitingToken>(queue.waiting[i]));
    }
    events_.push_back(of_queue(n, event));
  }

  void toggle(int n, Queue& queue) {
    queue.active = !queue.active;
    if (queue.active) {
      events_.push_back(of_queue(n, QueueReactivated{{queue_id(n)}, {clinic_id(n)}, {"user-staff"}, at(second_)}));
    } else if (draw(4) == 0) {
      events_.push_back(of_queue(n, QueueEnded{{queue_id(n)}, {clinic_id(n)}, at(second_)}));
    } else {
      events_.push_back(of_queue(n, QueueDeactivated{{queue_id(n)}, {clinic_id(n)}, {"user-staff"}, at(second_)}));
    }
  }

  void step_of_user() {
    const std::string id = "user-" + std::to_string(draw(5));
    if (!users_.contains(id)) {
      users_[id];
      events_.push_back(user_registered(id, second_));
      return;
    }
    User& user = users_[id];
    switch (draw(9)) {
      case 0:
        return end_one(id, user);
      case 1:
        return refresh_one(id, user);
      case 2:
        user.sessions.clear();
        events_.push_back(of_user(id, PasswordChanged{{id}, "another-hash", at(second_)}));
        return;
      case 3:
        return disable(id, user);
      case 4:
        events_.push_back(of_user(id, ProfileChanged{{id}, "Name " + std::to_string(second_), {}, at(second_)}));
        return;
      case 5:
        events_.push_back(of_user(id, RoleGranted{{id}, draw(2) == 0 ? Role::admin : Role::staff, at(second_)}));
        return;
      case 6:
        events_.push_back(of_user(id, ClinicStaffAdded{{id}, {clinic_id(draw(3))}, at(second_), {"user-admin"}}));
        return;
      default:
        return open_one(id, user);
    }
  }

  void open_one(const std::string& id, User& user) {
    if (user.disabled) return;
    const std::string session = "session-" + std::to_string(sessions_++);
    user.sessions.push_back(session);
    events_.push_back(session_opened(session, id, second_));
  }

  void end_one(const std::string& id, User& user) {
    if (user.sessions.empty()) return;
    // The last one, which may be ended once more: an end that comes late must not replace the first.
    events_.push_back(session_ended(user.sessions.back(), id, second_));
    if (draw(2) == 0) user.sessions.pop_back();
  }

  void refresh_one(const std::string& id, User& user) {
    if (user.sessions.empty()) return;
    SessionRefreshed event;
    event.session_id = {user.sessions.front()};
    event.user_id = {id};
    event.user_agent = "agent " + std::to_string(second_);
    event.address = "127.0.0.2";
    event.refreshed_at = at(second_);
    event.expires_at = at(second_ + 600);
    events_.push_back(of_user(id, event));
  }

  void disable(const std::string& id, User& user) {
    user.disabled = !user.disabled;
    if (user.disabled) {
      // Its sessions stay in `sessions`: an end of one that has ended with all others changes nothing.
      events_.push_back(of_user(id, AccountDisabled{{id}, at(second_)}));
    } else {
      events_.push_back(of_user(id, AccountEnabled{{id}, at(second_)}));
    }
  }

  std::mt19937_64 random_;
  int second_ = 100;
  int tokens_ = 0;
  int sessions_ = 0;
  std::map<int, Queue> queues_;
  std::map<std::string, User> users_;
  std::vector<Given> events_;
};

}  // namespace

std::vector<Given> some_days(std::uint64_t seed, std::size_t steps) { return Days(seed).play(steps); }

}  // namespace frontdesk::projectors
