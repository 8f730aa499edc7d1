// Handlers and recovery that answer later, as those do who have to ask elsewhere.
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "realtime-gateway/socketio/server.hpp"
#include "realtime-gateway/web/listener.hpp"
#include "realtime-gateway/web/round.hpp"
#include "tests/socketio/socketio_client.hpp"

namespace frontdesk::socketio {
namespace {

using namespace std::chrono_literals;
using echo_gateway::member;
using echo_gateway::RawWebSocket;

// Lets the test answer, and remembers what it heard.
class Asked final : public NamespaceHandler {
 public:
  void connecting(const Arrival& arrival, std::function<void(Verdict)> done) override {
    auths.push_back(arrival.auth);
    verdicts.push_back(std::move(done));
  }
  void connected(const std::shared_ptr<Socket>& socket) override {
    log += (socket->recovered() ? "recovered " : "connected ") +
           *std::static_pointer_cast<std::string>(socket->data()) + ';';
    last = socket;
  }
  void received(const std::shared_ptr<Socket>&, Event event, Ack ack) override {
    log += event.name + ';';
    acks.push_back(std::move(ack));
  }
  void disconnected(Socket&, std::string_view reason) override { log += std::string(reason) + ';'; }

  std::vector<std::string> auths;
  std::vector<std::function<void(Verdict)>> verdicts;
  std::vector<Ack> acks;
  std::string log;
  std::weak_ptr<Socket> last;
};

// Restores when the test says so.
class LaterRecovery final : public Recovery {
 public:
  std::optional<std::string> offer(const std::string&, const std::shared_ptr<void>&) override { return "private"; }
  std::string record(const Told&) override { return "offset"; }
  void joined(const std::string&, const std::string&) override {}
  void left(Left left) override { rooms = std::move(left.rooms); }
  void restore(const std::string&, const std::optional<std::string>& offset, const std::shared_ptr<void>&,
               std::function<void(Restoration)> done) override {
    asked_offset = offset.value_or("none");
    restored = std::move(done);
  }

  std::string asked_offset;
  std::vector<std::string> rooms;
  std::function<void(Restoration)> restored;
};

class Admission : public ::testing::Test {
 protected:
  Admission() {
    server_->open("/", handler_);
    server_->open("/kept", handler_, &recovery_);
    listener_->start();
    port_ = listener_->port();
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~Admission() override {
    loop_.stop();
    thread_.join();
  }

  static Options options() {
    Options options;
    options.transport.path = "/socket.io/";
    options.connect_timeout = 300ms;
    return options;
  }

  std::unique_ptr<RawWebSocket> client() {
    auto opened = std::make_unique<RawWebSocket>(port_, echo_gateway::websocket("/socket.io/"));
    opened->next();
    return opened;
  }
  void on_loop(const std::function<void()>& what) {
    std::promise<void> done;
    boost::asio::post(loop_, [&] {
      what();
      done.set_value();
    });
    done.get_future().wait();
  }
  // Waits until the handler has been asked so often.
  void await_asked(std::size_t count) {
    for (bool asked = false; !asked;) {
      on_loop([&] { asked = handler_.verdicts.size() >= count; });
      std::this_thread::sleep_for(2ms);
    }
  }
  void admit(std::size_t which, const std::string& who) {
    on_loop([&] { handler_.verdicts.at(which)(Admitted{std::make_shared<std::string>(who)}); });
  }
  std::string log() {
    std::string copy;
    on_loop([&] { copy = handler_.log; });
    return copy;
  }

  boost::asio::io_context loop_{1};
  const std::shared_ptr<web::Round> round_ = std::make_shared<web::Round>(loop_);
  web::Deadlines deadlines_{loop_};
  Asked handler_;
  LaterRecovery recovery_;
  std::unique_ptr<Server> server_ = std::make_unique<Server>(options(), round_, deadlines_);
  std::unique_ptr<web::Listener> listener_ = std::make_unique<web::Listener>(
      loop_, round_, deadlines_, web::ListenerOptions{}, std::vector<web::Endpoint*>{&server_->transport()});
  std::uint16_t port_ = 0;
  std::thread thread_;
};

TEST_F(Admission, ComesWhenTheHandlerIsReady) {
  const auto asha = client();
  asha->send("40{\"token\":\"x\"}");
  await_asked(1);
  EXPECT_EQ(asha->next(50ms), "");
  admit(0, "asha");
  EXPECT_EQ(asha->next().substr(0, 8), "40{\"sid\"");
  EXPECT_EQ(log(), "connected asha;");
}

TEST_F(Admission, MayBeRefusedLater) {
  const auto asha = client();
  asha->send("40");
  await_asked(1);
  on_loop([&] { handler_.verdicts.at(0)(Refused{"not \"you\"", {}}); });
  EXPECT_EQ(asha->next(), R"(44{"message":"not \"you\""})");
  EXPECT_EQ(log(), "");
}

TEST_F(Admission, OfTheLatestOfSeveralRequestsCounts) {
  const auto asha = client();
  asha->send("40{\"n\":1}");
  asha->send("40{\"n\":2}");
  await_asked(2);
  admit(0, "first");
  EXPECT_EQ(asha->next(50ms), "");
  admit(1, "second");
  EXPECT_EQ(asha->next().substr(0, 8), "40{\"sid\"");
  admit(1, "second again");
  EXPECT_EQ(log(), "connected second;");
}

TEST_F(Admission, IsVoidIfTheClientHasLeftMeanwhile) {
  auto asha = client();
  asha->send("40");
  await_asked(1);
  asha->send("41");
  asha->send("40");
  await_asked(2);
  asha.reset();
  std::this_thread::sleep_for(50ms);
  admit(0, "nobody");
  admit(1, "nobody");
  EXPECT_EQ(log(), "");
}

TEST_F(Admission, DoesNotAllowEventsBeforeIt) {
  const auto asha = client();
  asha->send("40");
  asha->send("42[\"early\"]");
  EXPECT_EQ(asha->close_code(), 1000);
  EXPECT_EQ(log(), "");
}

TEST_F(Admission, AcknowledgesLaterAndOnce) {
  const auto asha = client();
  asha->send("40");
  await_asked(1);
  admit(0, "asha");
  asha->next();
  asha->send("427[\"slow\"]");
  asha->send("42[\"asks nothing\"]");
  while (log() != "connected asha;slow;asks nothing;") std::this_thread::sleep_for(2ms);
  on_loop([&] {
    EXPECT_TRUE(handler_.acks.at(0).wanted());
    EXPECT_FALSE(handler_.acks.at(1).wanted());
    const Ack copy = handler_.acks.at(0);
    copy("[1]");
    handler_.acks.at(0)("[2]");
    handler_.acks.at(1)("[3]");
  });
  EXPECT_EQ(asha->next(), "437[1]");
  EXPECT_EQ(asha->next(50ms), "");
}

TEST_F(Admission, TellsTheHandlerOnceOfAnEnd) {
  auto asha = client();
  asha->send("40");
  await_asked(1);
  admit(0, "asha");
  asha->next();
  on_loop([&] {
    const auto socket = handler_.last.lock();
    socket->close({4401, "Session ended"});
    EXPECT_EQ(handler_.log, "connected asha;") << "not from within";
    socket->emit("nothing more");
  });
  EXPECT_EQ(asha->close_code(), 4401);
  EXPECT_EQ(log(), "connected asha;Session ended;");
  on_loop([&] { EXPECT_TRUE(handler_.last.expired()) << "nobody keeps it"; });
}

TEST_F(Admission, IsAskedForAgainBeforeAConnectionIsRestored) {
  const auto asha = client();
  asha->send(R"(40/kept,{"pid":"private","offset":"42"})");
  await_asked(1);
  on_loop([&] { EXPECT_EQ(recovery_.restored, nullptr) << "rights come first"; });
  admit(0, "asha");
  on_loop([&] {
    EXPECT_EQ(recovery_.asked_offset, "42");
    recovery_.restored(Restored{"former-sid", {"r"}, nullptr, {{"missed", "[1]", {}, "43"}}});
  });
  EXPECT_EQ(asha->next(), R"(40/kept,{"sid":"former-sid","pid":"private"})");
  EXPECT_EQ(asha->next(), R"(42/kept,["missed",1,"43"])");
  EXPECT_EQ(log(), "recovered asha;");
}

TEST_F(Admission, OfACopyOfARestoredConnectionIsAFreshOne) {
  const auto first = client();
  first->send(R"(40/kept,{"pid":"private"})");
  await_asked(1);
  admit(0, "first");
  std::function<void(Restoration)> first_restored;
  on_loop([&] { first_restored = recovery_.restored; });
  const auto second = client();
  second->send(R"(40/kept,{"pid":"private"})");
  await_asked(2);
  admit(1, "second");
  on_loop([&] {
    first_restored(Restored{"former-sid", {}, nullptr, {}});
    recovery_.restored(Restored{"former-sid", {}, nullptr, {}});
  });
  EXPECT_EQ(member(first->next(), "sid"), "former-sid");
  EXPECT_EQ(member(second->next(), "sid").size(), 20U);
  EXPECT_EQ(log(), "recovered first;connected second;");
}

}  // namespace
}  // namespace frontdesk::socketio
