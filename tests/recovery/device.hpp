#pragma once
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/contract/clinics/sockets.hpp"

// Clients of the running system that lose their connections, and keep what a client keeps to come back with.
namespace frontdesk::contract {

// Over Socket.IO, as an unmodified client: `pid` and the last offset. One thread.
class SocketIoDevice {
 public:
  SocketIoDevice(const Deployment& deployment, const Person& person) : deployment_(deployment), person_(person) {}

  // True: recovered. Throws as SocketIoClient does.
  bool connect();
  void lose() { client_.reset(); }  // without a word
  bool connected() const { return client_ != nullptr && !client_->ended(); }
  void send(const std::string& event, const std::string& data_json) { client_->send_event(event, data_json); }
  // The next event.
  std::optional<Json> next(std::chrono::milliseconds patience);
  // The data of the next event with that name; those before it are dropped. A null when none comes.
  Json await(const std::string& event, std::chrono::milliseconds patience = std::chrono::seconds(5));
  // Those that come while nothing more should, by name and the id of what they are about.
  std::vector<std::string> rest();

  std::string pid;
  std::string offset;

 private:
  const Deployment deployment_;
  const Person person_;
  std::unique_ptr<SocketIoClient> client_;
};

// "queue:your_token_called <id>"
std::string in_short(const Json& event);

// Listens on a thread of its own, loses its connection now and then, and comes back at once.
class RestlessDevice {
 public:
  RestlessDevice(const Deployment& deployment, const Person& person, std::chrono::milliseconds stays);
  ~RestlessDevice() { stop(); }
  RestlessDevice(const RestlessDevice&) = delete;
  RestlessDevice& operator=(const RestlessDevice&) = delete;
  void stop();

  // After stop(): what it was told of its tokens, in order; how often it came back, and how often as a fresh session.
  std::vector<std::string> told;
  int returns = 0;
  int fresh = 0;
  std::vector<std::string> reasons;

 private:
  void live(std::chrono::milliseconds stays);
  void listen(std::chrono::milliseconds stays);
  void take(const Json& event);

  SocketIoDevice device_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace frontdesk::contract
