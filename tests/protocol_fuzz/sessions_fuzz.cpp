// Engine.IO sessions with Socket.IO upon them, on any order of requests, frames and endings. No network: the requests
// and WebSockets are played.
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "realtime-gateway/socketio/memory_recovery.hpp"
#include "realtime-gateway/socketio/server.hpp"
#include "realtime-gateway/web/deadlines.hpp"
#include "realtime-gateway/web/round.hpp"
#include "tests/support/echo_gateway/namespaces.hpp"

namespace {

using namespace frontdesk;

void require(bool holds) {
  if (!holds) std::abort();
}

class PlayedExchange final : public web::Exchange {
 public:
  PlayedExchange(std::string method, std::string query, std::string body, web::Body::State state)
      : body_{state, std::move(body)} {
    request_.method = std::move(method);
    request_.path = "/engine.io/";
    request_.query = std::move(query);
  }

  const web::Request& request() const override { return request_; }
  void read_body(std::size_t, std::function<bool(std::size_t)> may_hold, std::function<void(web::Body)> done) override {
    if (!may_hold(body_.bytes.size())) body_ = {web::Body::State::refused, {}};
    const bool lost = body_.state == web::Body::State::lost;
    done(std::move(body_));
    may_hold(0);
    answered = answered || lost;
  }
  void answer(web::Answer answer) override {
    require(!std::exchange(answered, true));
    body = std::move(answer.body);
  }
  void on_gone(std::function<void()> gone) override { gone_ = std::move(gone); }
  void leave() {
    if (answered) return;
    answered = true;
    if (const auto gone = std::exchange(gone_, nullptr)) gone();
  }

  std::string body;
  bool answered = false;

 private:
  web::Request request_;
  web::Body body_;
  std::function<void()> gone_;
};

class PlayedSocket final : public web::WebSocket {
 public:
  void listen(std::shared_ptr<Listener> listener) override { listener_ = std::move(listener); }
  void send(web::SharedBytes message) override {
    if (!closing_) sent_ += message->size();
  }
  void close(std::uint16_t, std::string_view) override { closing_ = true; }
  void hold_reading(bool) override {}
  std::size_t queued_bytes() const override { return 0; }

  void say(web::FrameKind kind, std::string_view message) {
    const auto listener = listener_;
    if (listener && !closing_) listener->received(kind, message);
  }
  void end() {
    closing_ = true;
    if (const auto listener = std::exchange(listener_, nullptr)) listener->ended("played");
  }

 private:
  std::shared_ptr<Listener> listener_;
  std::size_t sent_ = 0;
  bool closing_ = false;
};

class Play {
 public:
  Play() {
    socketio::Options options;
    options.transport.path = "/engine.io/";
    server_ = std::make_unique<socketio::Server>(std::move(options), round_, deadlines_);
    server_->open("/", everybody_, &recovery_);
    server_->open("/secure", token_bearers_);
  }

  // The step's first byte chooses what happens, the rest is what is said.
  void step(std::string_view step) {
    const std::string said(step.empty() ? step : step.substr(1));
    switch (step.empty() ? 0 : step[0] % 12) {
      case 0:
        return request("GET", "EIO=4&transport=polling", "");
      case 1:
        return upgrade("EIO=4&transport=websocket");
      case 2:
        return request("GET", "transport=polling&sid=" + sid_, "");
      case 3:
        return request("POST", "transport=polling&sid=" + sid_, said);
      case 4:
        return upgrade("transport=websocket&sid=" + sid_);
      case 5:
        return say(web::FrameKind::text, said);
      case 6:
        return say(web::FrameKind::binary, said);
      case 7:
        if (!sockets_.empty()) sockets_.front()->end();
        return;
      case 8:
        if (!exchanges_.empty()) exchanges_.back()->leave();
        return;
      case 9:
        return request("GET", said.empty() ? "EIO=3&transport=polling" : said, "");
      case 10:
        return upgrade("EIO=3&transport=websocket");
      default:
        return request("POST", "transport=polling&sid=" + sid_, said, web::Body::State::lost);
    }
  }

  void run() {
    loop_.poll();
    loop_.restart();
  }

  // Everybody is answered in the end.
  void finish() {
    server_->drain(std::chrono::milliseconds(0));
    run();
    for (const auto& socket : sockets_) socket->end();
    run();
    for (const auto& exchange : exchanges_) exchange->leave();
    run();
    round_->forget();
  }

 private:
  void request(std::string method, std::string query, std::string body,
               web::Body::State state = web::Body::State::whole) {
    if (exchanges_.size() > 30) exchanges_.erase(exchanges_.begin());
    exchanges_.push_back(std::make_shared<PlayedExchange>(std::move(method), std::move(query), std::move(body), state));
    const auto exchange = exchanges_.back();
    server_->transport().requested(exchange);
    const auto at = exchange->body.find("\"sid\":\"");
    if (at != std::string::npos) sid_ = exchange->body.substr(at + 7, 20);
  }

  void upgrade(const std::string& query) {
    web::Request request;
    request.method = "GET";
    request.query = query;
    server_->transport().upgrade(request, [this](web::Upgrade upgrade) {
      auto* const upgraded = std::get_if<web::Upgraded>(&upgrade);
      if (!upgraded) return;
      sockets_.push_back(std::make_shared<PlayedSocket>());
      upgraded->opened(sockets_.back());
    });
    if (sockets_.size() > 8) sockets_.erase(sockets_.begin());
  }

  void say(web::FrameKind kind, std::string_view message) {
    if (!sockets_.empty()) sockets_.back()->say(kind, message);
  }

  boost::asio::io_context loop_{1};
  const std::shared_ptr<web::Round> round_ = std::make_shared<web::Round>(loop_);
  web::Deadlines deadlines_{loop_};
  echo_gateway::OpenNamespace everybody_{deadlines_};
  echo_gateway::SecureNamespace token_bearers_{deadlines_};
  socketio::MemoryRecovery recovery_{{}};
  std::unique_ptr<socketio::Server> server_;
  std::vector<std::shared_ptr<PlayedExchange>> exchanges_;
  std::vector<std::shared_ptr<PlayedSocket>> sockets_;
  std::string sid_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  Play play;
  // Steps end at a byte that no text has; an empty one lets the loop run.
  while (!rest.empty()) {
    const std::string_view step = rest.substr(0, rest.find('\xff'));
    rest.remove_prefix(step.size() == rest.size() ? step.size() : step.size() + 1);
    step.empty() ? play.run() : play.step(step);
  }
  play.finish();
  return 0;
}
