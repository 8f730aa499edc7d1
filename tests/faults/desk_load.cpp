#include "tests/faults/desk_load.hpp"

#include <chrono>
#include <stdexcept>

namespace frontdesk::test_support {

namespace {
constexpr std::chrono::milliseconds pause{20};
constexpr auto unavailable = "Something went wrong. Please try again later.";

// While something is away a handshake may fail or be told so; it is never told that the token is wrong.
template <class Connect>
bool try_to_connect(Notes& notes, const std::string& who, const Connect& connect) {
  try {
    connect();
    return true;
  } catch (const WebSocketClient::Refused& refused) {
    if (refused.status != 503) notes.surprise(who + ": " + refused.what() + " " + refused.body);
  } catch (const QueueScreen::NotJoined& not_joined) {
    if (!not_joined.why.empty() && not_joined.why != unavailable) notes.surprise(who + ": " + not_joined.why);
  } catch (const std::runtime_error&) {
    // Nobody listens, or the connection broke again.
  }
  return false;
}
}  // namespace

CallingDesk::CallingDesk(const Deployment& deployment, const ClinicDay& day, const Person& staff, Calls calls,
                         Notes& notes)
    : deployment_(deployment), day_(day), staff_(staff), calls_(calls), notes_(notes), thread_([this] { run(); }) {}

void CallingDesk::stop() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

void CallingDesk::run() {
  for (; !stop_; std::this_thread::sleep_for(pause)) {
    if (!desk_ && !connect()) continue;
    if (calls_ == Calls::whoever_waits) {
      call(std::nullopt);
    } else if (const auto number = current_number()) {
      call(number);
    }
  }
}

bool CallingDesk::connect() {
  return try_to_connect(notes_, "desk", [this] { desk_ = std::make_unique<Desk>(deployment_, staff_); });
}

void CallingDesk::call(const std::optional<std::int64_t>& expected) {
  if (expected) tried_from_.insert(*expected);
  const auto acknowledgement = expected ? desk_->call_next(day_.queue_id, *expected) : desk_->call_next(day_.queue_id);
  if (acknowledgement) return take_note(*acknowledgement, expected);
  ++unanswered_;
  if (desk_->dismissed()) notes_.surprise("desk: dismissed");
  desk_.reset();
}

void CallingDesk::take_note(const std::string& acknowledgement, const std::optional<std::int64_t>& expected) {
  if (acknowledgement.empty()) {
    ++acknowledged_;
    if (expected) moved_on_from_.insert(*expected);
  } else if (acknowledgement == unavailable) {
    ++unanswered_;
  } else if (acknowledgement != "No waiting tokens in this queue" &&
             (!expected || acknowledgement != "Queue has moved on")) {
    notes_.surprise("desk: " + acknowledgement);
  }
}

std::optional<std::int64_t> CallingDesk::current_number() {
  try {
    ClinicClient client(deployment_);
    const auto read = client.get("/api/queues/" + day_.queue_id + "/status", staff_.access_token);
    if (read.status == 200) return read.json()["data"]["currentTokenNo"].number();
    if (read.status != 503) notes_.surprise("status", read);
  } catch (const std::runtime_error&) {
    // Whoever reads is away for a moment.
  }
  return std::nullopt;
}

Board::Board(const Deployment& deployment, const ClinicDay& day, Notes& notes)
    : deployment_(deployment), day_(day), notes_(notes), thread_([this] { run(); }) {}

void Board::stop() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

void Board::run() {
  while (!stop_) {
    if (!screen_) connect();
    if (!screen_) {
      std::this_thread::sleep_for(pause);
      continue;
    }
    const bool alive = screen_->watch(std::chrono::milliseconds(100));
    look();
    if (!alive) screen_.reset();
  }
}

void Board::connect() {
  const bool connected = try_to_connect(
      notes_, "board", [this] { screen_ = std::make_unique<QueueScreen>(deployment_, day_.admin, day_.queue_id); });
  if (!connected) return;
  ++connects_;
  look();
}

void Board::look() {
  if (screen_->shown() == seen_) return;
  seen_ = screen_->shown();
  const auto number = Json::parse(seen_)["currentTokenNo"].number();
  went_back_ = went_back_ || number < highest_;
  highest_ = std::max(highest_, number);
}

}  // namespace frontdesk::test_support
