#include "tests/support/socketio_client.hpp"

#include "tests/support/json.hpp"

namespace frontdesk::test_support {
namespace {

constexpr std::chrono::seconds patience{10};

// `["name",data]` and, of an acknowledgement, `[data]`.
std::string as_plain_frame(std::string_view packet) {
  const auto list = packet.find('[');
  if (list == std::string_view::npos || (packet[0] != '2' && packet[0] != '3')) return std::string(packet);
  const auto arguments = Json::parse(packet.substr(list));
  if (packet[0] == '3') {
    return R"({"id":)" + std::string(packet.substr(1, list - 1)) + R"(,"data":)" + arguments[0].dump() + '}';
  }
  const auto data = arguments.size() > 1 ? R"(,"data":)" + arguments[1].dump() : "";
  return R"({"event":)" + arguments[0].dump() + data + '}';
}

}  // namespace

SocketIoClient::SocketIoClient(const std::string& url, const Options& options)
    : socket_(url + "/socket.io/?EIO=4&transport=websocket" + options.query, options.headers) {
  opening_ = socket_.receive(patience).value_or("nothing");
  send_packet("0" + options.nsp + options.auth_json);
  const auto answer = receive(patience).value_or("nothing");
  if (!answer.starts_with("0")) throw Refused(answer);
  pid_ = Json::parse(answer.substr(1))["pid"].text();
}

void SocketIoClient::send_event(std::string_view event, std::string_view data_json, std::string_view id) {
  const bool several = data_json.starts_with('[') && data_json != "[]";
  const auto data = data_json == "[]" ? "" : several ? data_json.substr(1, data_json.size() - 2) : data_json;
  const std::string name = R"([")" + std::string(event) + '"';
  send_packet('2' + std::string(id) + name + (data.empty() ? "" : "," + std::string(data)) + ']');
}

void SocketIoClient::keep_offset(std::string_view packet) {
  if (pid_.empty() || !packet.starts_with("2[")) return;
  const auto arguments = Json::parse(packet.substr(1));
  const auto last = arguments[arguments.size() - 1].text();
  if (arguments.size() > 1 && !last.empty()) offset_ = last;
}

std::optional<std::string> SocketIoClient::receive(std::chrono::milliseconds timeout) {
  const auto until = std::chrono::steady_clock::now() + timeout;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    const auto text = socket_.receive(std::max(left, std::chrono::milliseconds(0)));
    if (!text) return std::nullopt;
    if (*text == "2") {
      socket_.send_text("3");
    } else {
      if (!text->starts_with('4')) return text;
      const auto packet = std::string_view(*text).substr(1);
      keep_offset(packet);
      return as_plain_frame(packet);
    }
  }
}

}  // namespace frontdesk::test_support
