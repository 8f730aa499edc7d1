// fanout_gateway: the gateway's port, sockets and rooms without its log and stores, for the bench to compare with
// fanout_floor, whose commands it takes: `emit` with first room, count of rooms, messages and bytes.
#include <csignal>
#include <cstdio>
#include <string>
#include <utility>

#include "platform/logging/log.hpp"
#include "realtime-gateway/rooms/rooms.hpp"
#include "realtime-gateway/transports/listener.hpp"

namespace frontdesk::realtime_gateway {
namespace {

class Fanout final : public SocketHandler {
 public:
  explicit Fanout(EventLoop& loop) : loop_(loop) {}

  void admit(std::string token, std::function<void(Admission)> done) override {
    Admission admission;
    admission.verdict = Admission::Verdict::admitted;
    admission.identity.user_id = std::move(token);
    loop_.post([admission = std::move(admission), done = std::move(done)] { done(admission); });
  }
  void may_begin_in(std::string /*room_id*/, const Identity& /*caller*/,
                    std::function<void(std::optional<RoomRefusal>)> done) override {
    done(std::nullopt);
  }
  void opened(const std::shared_ptr<Socket>& socket) override {
    const auto& user = socket->identity().user_id;
    static_cast<void>(rooms_.enter(room(user.substr(0, user.find('-'))), *socket));
    static_cast<void>(rooms_.enter({"user", user}, *socket));
  }
  void received(std::shared_ptr<Socket> /*socket*/, ClientEvent event, Answered answered) override {
    const auto number = [&event](std::size_t i) {
      return i < event.arguments.size() ? event.arguments[i].whole.value_or(0) : 0;
    };
    if (event.name == "emit") emit(number(0), number(1), number(2), static_cast<std::size_t>(number(3)));
    answered(std::nullopt);
  }
  void closed(Socket& socket) override { rooms_.leave_all(socket); }
  bool ready() const override { return true; }

 private:
  static api::Room room(std::string id) { return {"queue", std::move(id)}; }

  void emit(std::int64_t first, std::int64_t count, std::int64_t messages, std::size_t bytes) const {
    for (std::int64_t message = 0; message < messages; ++message) {
      for (std::int64_t id = first; id < first + count; ++id) {
        Announcement announcement("message", '"' + std::string(bytes, 'x') + '"');
        rooms_.announce(room(std::to_string(id)), announcement);
      }
    }
  }

  EventLoop& loop_;
  Rooms rooms_;
};

void serve() {
  EventLoop loop;
  Fanout fanout(loop);
  ListenerOptions options;
  options.connections = {100'000, 100'000, 100'000};
  options.inbound.events_per_s = options.inbound.events_burst = 1e6;
  options.inbound.events_per_user_per_s = options.inbound.events_per_user_burst = 1e6;
  Listener listener(loop, options, fanout);
  listener.start();
  std::printf("%u\n", static_cast<unsigned>(listener.port()));
  std::fflush(stdout);
  loop.run();
}

}  // namespace
}  // namespace frontdesk::realtime_gateway

int main() {
  frontdesk::logging::start("fanout-gateway", "error");
  frontdesk::realtime_gateway::serve();
}
