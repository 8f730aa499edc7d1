#include "tests/support/echo_gateway/running_gateway.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <optional>
#include <thread>

#include "tests/http/raw_client.hpp"

namespace frontdesk::echo_gateway {

class RunningGateway::Impl {
 public:
  explicit Impl(const Settings& settings) : gateway(std::in_place, loop, settings) {
    thread = std::thread([this] { loop.run(); });
  }
  ~Impl() {
    loop.stop();
    thread.join();
    gateway.reset();
  }

  boost::asio::io_context loop{1};
  std::optional<EchoGateway> gateway;
  std::thread thread;
};

RunningGateway::RunningGateway(const Settings& settings)
    : impl_(std::make_unique<Impl>(settings)),
      port_(impl_->gateway->port()),
      plain_port_(impl_->gateway->plain_port()) {}
RunningGateway::~RunningGateway() = default;

void RunningGateway::on_loop(const std::function<void(EchoGateway&)>& what) {
  std::promise<void> done;
  boost::asio::post(impl_->loop, [&] {
    what(*impl_->gateway);
    done.set_value();
  });
  done.get_future().wait();
}

std::string http_request(std::string_view method, std::string_view target, std::string_view body,
                         std::string_view headers) {
  std::string request(method);
  request.append(" ").append(target).append(" HTTP/1.1\r\nHost: test\r\n").append(headers);
  if (!body.empty() || method == "POST") {
    request.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  }
  return request.append("\r\n").append(body);
}

HttpAnswer parse_answer(const std::string& answer) {
  return {http::tests::status_of(answer), answer.substr(0, answer.find("\r\n\r\n") + 2),
          std::string(http::tests::body_of(answer))};
}

HttpAnswer call(std::uint16_t port, std::string_view method, std::string_view target, std::string_view body,
                std::string_view headers) {
  http::tests::RawClient client(port);
  client.send(http_request(method, target, body, headers));
  return parse_answer(client.read_answer());
}

std::string open_session(std::uint16_t port, std::string_view path) {
  std::string target(path);
  target.append("?EIO=4&transport=polling");
  const std::string body = call(port, "GET", target).body;
  const auto begin = body.find(R"("sid":")") + 7;
  return body.substr(begin, body.find('"', begin) - begin);
}

std::string open_joined_session(std::uint16_t port, std::string_view path) {
  const std::string sid = open_session(port, path);
  call(port, "POST", polling(sid, path), "40");
  while (call(port, "GET", polling(sid, path)).body.find("\"auth\"") == std::string::npos) {
  }
  return sid;
}

std::string polling(std::string_view sid, std::string_view path) {
  return std::string(path).append("?EIO=4&transport=polling&sid=").append(sid);
}

std::string websocket(std::string_view path, std::string_view sid) {
  std::string target(path);
  target.append("?EIO=4&transport=websocket");
  return sid.empty() ? target : target.append("&sid=").append(sid);
}

}  // namespace frontdesk::echo_gateway
