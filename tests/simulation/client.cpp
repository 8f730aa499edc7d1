#include "tests/simulation/client.hpp"

#include <string>

namespace frontdesk::simulation {
namespace {

using namespace std::chrono_literals;

constexpr int tries_max = 8;
constexpr Micros poll_every = 5ms;
constexpr int polls_max = 800;  // then the client takes its connection for dead

}  // namespace

void Client::think() {
  if (stopped_) return;
  scheduler_.after(scheduler_.random().between(1ms, 300ms), [this] { wish_something(); });
}

Verb Client::draw_verb() {
  const auto draw = scheduler_.random().between(0, 99);
  if (draw < 55) return Verb::take;
  if (draw < 88) return Verb::give_back;
  return draw < 96 ? Verb::open : Verb::close;
}

void Client::wish_something() {
  Random& random = scheduler_.random();
  const bool misuses_key = key_ && random.chance(0.03);
  wish_ = {draw_verb(), "patient" + std::to_string(random.between(1, 5)), id_ * 1'000'000 + ++wishes_};
  const std::string fingerprint = "content-" + std::to_string(wish_.op);
  if (misuses_key) {
    key_->fingerprint = fingerprint;
  } else if (random.chance(0.6)) {
    key_ = units::CommandKey{"key-" + std::to_string(wish_.op), fingerprint};
  } else {
    key_.reset();
  }
  attempt(key_ ? tries_max : 1);
}

std::shared_ptr<Attempt> Client::send() {
  auto attempt = std::make_shared<Attempt>();
  attempt->wish = wish_;
  attempt->key = key_;
  attempt->called = scheduler_.now();
  history_.attempts.push_back(attempt);
  network_.send(attempt);
  return attempt;
}

void Client::attempt(int tries_left) {
  if (tries_left == 0) return finish();
  if (key_ && scheduler_.random().chance(0.1)) send();
  await(send(), polls_max, tries_left - 1);
}

void Client::await(std::shared_ptr<Attempt> attempt, int polls_left, int tries_left) {
  if (attempt->definitive()) return finish();
  if (attempt->answers > 0 || polls_left == 0) {
    return scheduler_.after(scheduler_.random().between(10ms, 500ms),
                            [this, tries_left] { this->attempt(tries_left); });
  }
  scheduler_.after(poll_every, [this, attempt, polls_left, tries_left] { await(attempt, polls_left - 1, tries_left); });
}

void Client::finish() {
  if (key_ && scheduler_.random().chance(0.1)) send();
  think();
}

}  // namespace frontdesk::simulation
