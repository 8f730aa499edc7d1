#include "tests/bench/realtime/presence_cost.hpp"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "platform/executor/executor.hpp"
#include "platform/workers/workers.hpp"
#include "realtime-gateway/presence/broadcast.hpp"
#include "realtime-gateway/presence/presence.hpp"
#include "realtime-gateway/presence/redis_presence.hpp"

namespace frontdesk::bench {
namespace {

using namespace realtime_gateway;
using std::chrono::milliseconds;

constexpr std::size_t contacts_each = 20;
constexpr std::size_t at_once = 500;  // users, then a pause
constexpr int beats = 200;
constexpr milliseconds pause{60}, expiry{10'000};

// A gateway's presence without its sockets.
class PresentUsers {
 public:
  PresentUsers(const std::string& redis_url, std::size_t users)
      : store_(redis_url, "bench", expiry), publisher_(redis_url), users_(users) {}
  ~PresentUsers() {
    run_and_wait(*loop_, [this] { presence_.reset(); });
  }
  PresentUsers(const PresentUsers&) = delete;
  PresentUsers& operator=(const PresentUsers&) = delete;

  void start() {
    run_and_wait(*loop_, [this] {
      presence_ = std::make_unique<Presence>(
          Presence::Parts{store_, *loop_, [this](std::function<void()> job) { return elsewhere_.run(std::move(job)); },
                          [this](const std::string& user, const auto& done) { done(contacts_of(user)); },
                          [this](const Presence::Change& change, const std::vector<std::string>& contacts) {
                            tell(change, contacts);
                          }});
    });
  }
  void beat() {
    run_and_wait(*loop_, [this] { presence_->beat(); });
  }
  // Returns when all of it has been told.
  void all(void (Presence::*act)(const std::string&)) {
    const auto told_before = told_.load();
    for (std::size_t i = 0; i < users_; i += at_once) {
      run_and_wait(*loop_, [this, act, i] {
        for (std::size_t user = i; user < i + at_once; ++user) ((*presence_).*act)("bench-" + std::to_string(user));
      });
      std::this_thread::sleep_for(pause);
    }
    while (told_ < told_before + users_) std::this_thread::sleep_for(milliseconds(10));
  }

 private:
  std::vector<std::string> contacts_of(const std::string& user) const {
    std::vector<std::string> contacts;
    for (std::size_t i = 0; i < contacts_each; ++i) contacts.push_back(user + '-' + std::to_string(i));
    return contacts;
  }
  void tell(const Presence::Change& change, const std::vector<std::string>& contacts) {
    Broadcast::Message message{{}, "user_status_change", R"({"userId":")" + change.user_id + "\"}"};
    for (const auto& contact : contacts) message.rooms.push_back("user:" + contact);
    broadcast_.tell(message);
    ++told_;
  }

  RedisPresence store_;
  redis::Connection publisher_;
  const std::size_t users_;
  Rooms rooms_;
  Broadcast broadcast_{rooms_, "bench", [this](const std::string& text) {
                         publisher_.command({"PUBLISH", Broadcast::channel, text});
                       }};
  std::atomic<std::size_t> told_ = 0;
  std::unique_ptr<Presence> presence_;
  const std::unique_ptr<Executor> loop_ = make_thread_executor("presence");
  Workers elsewhere_{"presence-store", 1, 1000};
};

}  // namespace

void print_presence_cost(const InstanceProcesses& instance, config::Environment& environment, std::size_t users) {
  PresentUsers present(environment.secret("REDIS_URL"), users);
  present.start();
  present.beat();
  std::printf("\nPRESENCE: %zu users with %zu contacts each\n", users, contacts_each);
  const auto measure = [&](const char* what, double count, const std::function<void()>& work) {
    const auto redis = instance.used();
    const auto own = processor_ms_of(0);
    work();
    auto used = difference(instance.used(), redis);
    std::printf("  %-34s gateway %6.1f us, Redis %6.1f us\n", what, (processor_ms_of(0) - own) * 1000 / count,
                used["redis"] * 1000 / count);
    std::fflush(stdout);
  };
  const auto count = static_cast<double>(users);
  measure("a user comes, contacts told:", count, [&] { present.all(&Presence::opened); });
  measure("a beat:", beats, [&] {
    for (int i = 0; i < beats; ++i) present.beat();
    std::this_thread::sleep_for(pause);
  });
  measure("a user goes, contacts told:", count, [&] { present.all(&Presence::closed); });
}

}  // namespace frontdesk::bench
