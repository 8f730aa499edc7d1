// Plays a clinic day against a running Frontdesk, through its public API alone, and prints a board that changes live;
// then a pet's appointment, and how its chat room closes.
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include "tests/demo/appointment.hpp"
#include "tests/demo/closed_room.hpp"
#include "tests/support/clinic_client.hpp"
#include "tests/support/websocket_client.hpp"

namespace frontdesk::demo {
namespace {

using namespace test_support;
using Clock = std::chrono::steady_clock;

constexpr std::size_t patient_count = 60;
constexpr auto pace = std::chrono::milliseconds(120);

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void say(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

// One waiting-room screen: what the pushes of the queue's room say, redrawn in place on a terminal.
class Board {
 public:
  void show(const Json& status) {
    const std::lock_guard lock(mutex_);
    ++updates_;
    last_ = status.dump();
    const auto served = status["lastServedTokenNumber"];
    char line[160];
    std::snprintf(line, sizeof line, "  now serving %3lld   waiting %3lld   last served %s   (%d pushes)",
                  static_cast<long long>(status["currentTokenNo"].number()),
                  static_cast<long long>(status["waitingCount"].number()),
                  served.exists() ? std::to_string(served.number()).c_str() : "-", updates_);
    std::printf(isatty(STDOUT_FILENO) != 0 ? "\r\033[K%s" : "%s\n", line);
    std::fflush(stdout);
  }
  void leave() const {
    if (isatty(STDOUT_FILENO) != 0) std::printf("\n");
  }
  int updates() const {
    const std::lock_guard lock(mutex_);
    return updates_;
  }

 private:
  mutable std::mutex mutex_;
  std::string last_;
  int updates_ = 0;
};

class Screen {
 public:
  Screen(const Deployment& deployment, const std::string& token, const std::string& queue_id, Board& board)
      : socket_(deployment.websocket_url("/?token=" + token)), board_(board) {
    socket_.send_event("join-queue", "\"" + queue_id + "\"");
    thread_ = std::thread([this] { follow(); });
  }
  ~Screen() {
    stop_ = true;
    thread_.join();
  }

 private:
  void follow() {
    while (!stop_ && !socket_.ended()) {
      const auto frame = socket_.receive(std::chrono::milliseconds(100));
      if (!frame) continue;
      const auto json = Json::parse(*frame);
      if (json["event"].text() == "queue:status_update") board_.show(json["data"]);
    }
  }

  WebSocketClient socket_;
  Board& board_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

struct Taken {
  std::string token_id;
  std::int64_t number = 0;
  double took_ms = 0;
};

std::vector<Taken> take_all_at_once(const Deployment& deployment, const std::vector<Person>& people,
                                    const std::string& queue_id) {
  std::vector<Taken> taken(people.size());
  std::vector<std::thread> threads;
  std::atomic<std::size_t> ready{0};
  std::atomic<int> failures{0};
  for (std::size_t i = 0; i < people.size(); ++i) {
    threads.emplace_back([&, i] {
      ClinicClient client(deployment);
      ++ready;
      while (ready < people.size()) std::this_thread::yield();
      const auto start = Clock::now();
      const auto answered = client.post("/api/tokens", R"({"queueId":")" + queue_id + R"("})", people[i].access_token);
      if (answered.status != 201) {
        ++failures;
        return;
      }
      const auto token = answered.json()["data"];
      taken[i] = {token["id"].text(), token["tokenNumber"].number(), ms_since(start)};
    });
  }
  for (auto& thread : threads) thread.join();
  if (failures > 0) throw std::runtime_error(std::to_string(failures) + " patients were refused a token");
  return taken;
}

void check_numbers(const std::vector<Taken>& taken) {
  std::set<std::int64_t> numbers;
  double slowest = 0;
  for (const auto& token : taken) {
    numbers.insert(token.number);
    slowest = std::max(slowest, token.took_ms);
  }
  const bool gapless = numbers.size() == taken.size() && *numbers.begin() == 1 &&
                       *numbers.rbegin() == static_cast<std::int64_t>(taken.size());
  if (!gapless) throw std::runtime_error("the numbers are not 1 to " + std::to_string(taken.size()));
  char line[120];
  std::snprintf(line, sizeof line, "%zu patients took a token at the same moment: 1 to %zu, each once; slowest %.0f ms",
                taken.size(), taken.size(), slowest);
  say(line);
}

// The doctor's desk: sends a staff event and waits for its acknowledgement.
class Desk {
 public:
  Desk(const Deployment& deployment, const std::string& token)
      : socket_(deployment.websocket_url("/?token=" + token)) {}

  std::string act(const std::string& event, const std::string& arguments) {
    const auto id = std::to_string(++count_);
    socket_.send_event(event, arguments, id);
    const auto deadline = Clock::now() + std::chrono::seconds(10);
    while (Clock::now() < deadline && !socket_.ended()) {
      const auto frame = socket_.receive(std::chrono::milliseconds(200));
      if (!frame) continue;
      const auto json = Json::parse(*frame);
      if (json["id"].number() != count_) continue;
      return json["data"]["success"].boolean() ? "" : json["data"]["error"].text();
    }
    throw std::runtime_error(event + " was not answered");
  }

 private:
  WebSocketClient socket_;
  int count_ = 0;
};

void must_be_told(WebSocketClient& phone, const std::string& event) {
  const auto deadline = Clock::now() + std::chrono::seconds(10);
  while (Clock::now() < deadline) {
    const auto frame = phone.receive(std::chrono::milliseconds(200));
    if (frame && Json::parse(*frame)["event"].text() == event) return;
  }
  throw std::runtime_error("a patient was not told " + event);
}

// Calls everybody; each seventh is not there and is skipped, the last is completed by hand.
void work_through(Desk& desk, const std::string& queue_id, const std::map<std::int64_t, std::string>& token_ids) {
  const auto quoted = "\"" + queue_id + "\"";
  for (std::size_t number = 1; number <= token_ids.size(); ++number) {
    if (const auto error = desk.act("queue:call_next", quoted); !error.empty()) throw std::runtime_error(error);
    const auto arguments = "[" + quoted + ",\"" + token_ids.at(static_cast<std::int64_t>(number)) + "\"]";
    if (number % 7 == 0) desk.act("queue:skip_token", arguments);
    if (number == token_ids.size()) desk.act("queue:complete_token", arguments);
    std::this_thread::sleep_for(pace);
  }
  const auto empty = desk.act("queue:call_next", quoted);
  if (empty != "No waiting tokens in this queue") throw std::runtime_error("the queue should be empty: " + empty);
}

void play(const Deployment& deployment) {
  ClinicClient client(deployment);
  say("An administrator opens a clinic, hires staff and opens today's queue.");
  const auto admin = administrator(deployment, client);
  const auto clinic_id = create_clinic(client, admin, R"(,"type":"GENERAL_PRACTICE")");
  const auto staff = staff_of(client, admin, clinic_id);
  const auto queue_id = open_queue(client, staff, clinic_id, static_cast<int>(patient_count));
  say("  clinic " + clinic_id + "\n  queue  " + queue_id);

  say("60 patients register and log in (bcrypt makes this the slowest part).");
  const auto people = patients(deployment, patient_count);
  Board board;
  {
    const Screen screen(deployment, people.front().access_token, queue_id, board);
    const auto taken = take_all_at_once(deployment, people, queue_id);
    check_numbers(taken);
    std::map<std::int64_t, std::string> token_ids;
    std::size_t first = 0;
    for (std::size_t i = 0; i < taken.size(); ++i) {
      token_ids[taken[i].number] = taken[i].token_id;
      if (taken[i].number == 1) first = i;
    }
    WebSocketClient phone(deployment.websocket_url("/?token=" + people[first].access_token));
    const auto late = patient(client);
    const auto refused = client.post("/api/tokens", R"({"queueId":")" + queue_id + R"("})", late.access_token);
    say("One more patient comes: " + refused.json()["message"].text());
    say("The doctor calls; the board in the waiting room follows by WebSocket.");
    Desk desk(deployment, staff.access_token);
    work_through(desk, queue_id, token_ids);
    must_be_told(phone, "queue:your_token_called");
    must_be_told(phone, "queue:your_token_completed");
    std::this_thread::sleep_for(pace);
  }
  board.leave();
  const auto status = client.get("/api/queues/" + queue_id + "/status", admin.access_token).json()["data"];
  say("At the end of the day the read model says " + status.dump());
  if (status["waitingCount"].number() != 0 || status["currentTokenNo"].number() != patient_count) {
    throw std::runtime_error("the status is not that of a finished day");
  }
  say("The day is over: " + std::to_string(board.updates()) + " pushes to the board, every patient told.");
}

}  // namespace
}  // namespace frontdesk::demo

int main() {
  try {
    const auto deployment = frontdesk::test_support::deployment_from_environment();
    frontdesk::demo::play(deployment);
    frontdesk::demo::play_appointment(deployment);
    frontdesk::demo::play_closed_room();
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "frontdesk-demo: %s\n", error.what());
    return 1;
  }
}
