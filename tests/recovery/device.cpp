#include "tests/recovery/device.hpp"

namespace frontdesk::contract {

using namespace std::chrono_literals;

bool SocketIoDevice::connect() {
  std::string auth = R"({"token":")" + person_.access_token + '"';
  if (!pid.empty()) auth += R"(,"pid":")" + pid + '"';
  if (!pid.empty() && !offset.empty()) auth += R"(,"offset":")" + offset + '"';
  client_.reset();
  client_ = std::make_unique<SocketIoClient>(deployment_.websocket_url(""), SocketIoClient::Options{auth + '}'});
  return std::exchange(pid, client_->pid()) == client_->pid();
}

std::optional<Json> SocketIoDevice::next(std::chrono::milliseconds patience) {
  const auto text = client_->receive(patience);
  if (!client_->offset().empty()) offset = client_->offset();
  if (!text || !text->starts_with(R"({"event":)")) return std::nullopt;
  return Json::parse(*text);
}

Json SocketIoDevice::await(const std::string& event, std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < until) {
    if (const auto told = next(100ms); told && (*told)["event"].text() == event) return (*told)["data"];
  }
  return Json::parse("null");
}

std::vector<std::string> SocketIoDevice::rest() {
  std::vector<std::string> all;
  while (const auto event = next(500ms)) all.push_back(in_short(*event));
  return all;
}

std::string in_short(const Json& event) {
  const auto id = event["data"]["id"].text();
  return event["event"].text() + (id.empty() ? "" : ' ' + id);
}

RestlessDevice::RestlessDevice(const Deployment& deployment, const Person& person, std::chrono::milliseconds stays)
    : device_(deployment, person) {
  device_.connect();
  thread_ = std::thread([this, stays] { live(stays); });
}

void RestlessDevice::stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

void RestlessDevice::live(std::chrono::milliseconds stays) {
  while (!stopping_) {
    listen(stays);
    if (stopping_) return;
    device_.lose();
    while (!stopping_ && !device_.connected()) {
      try {
        const bool recovered = device_.connect();
        ++returns;
        if (!recovered) ++fresh;
      } catch (const std::exception&) {
        // The gateway is on its way back.
        std::this_thread::sleep_for(50ms);
      }
    }
  }
}

void RestlessDevice::listen(std::chrono::milliseconds stays) {
  const auto until = std::chrono::steady_clock::now() + stays;
  while (!stopping_ && device_.connected() && std::chrono::steady_clock::now() < until) {
    if (const auto event = device_.next(50ms)) take(*event);
  }
  // What has come by the end counts.
  while (stopping_ && device_.connected()) {
    const auto event = device_.next(300ms);
    if (!event) return;
    take(*event);
  }
}

void RestlessDevice::take(const Json& event) {
  const auto name = event["event"].text();
  if (name.starts_with("queue:your_token_")) told.push_back(in_short(event));
  if (name == "recovery" && !event["data"]["recovered"].boolean()) reasons.push_back(event["data"]["reason"].text());
}

}  // namespace frontdesk::contract
