#include "tests/http/served.hpp"

#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace frontdesk::http::tests {

AnsweringThreads::AnsweringThreads() {
  for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { work(); });
}

AnsweringThreads::~AnsweringThreads() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void AnsweringThreads::run(std::function<void()> job) {
  {
    const std::lock_guard lock{mutex_};
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
}

void AnsweringThreads::work() {
  for (;;) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    const auto job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
  }
}

namespace {

Response text(std::string body) {
  Response response;
  response.body = std::move(body);
  return response;
}

long number(const Request& request, std::string_view name) {
  return std::atol(std::string{request.query_value(name).value_or("0")}.c_str());
}

}  // namespace

void Served::start(ServerOptions options) {
  threads_ = std::make_unique<AnsweringThreads>();
  if (!options.report)
    options.report = [this](std::string_view what) {
      const std::lock_guard lock{mutex};
      reports.emplace_back(what);
    };
  server = std::make_unique<Server>(
      std::move(options),
      [this](const std::shared_ptr<Request>& request, Respond respond) { handle(request, std::move(respond)); });
  server->start();
}

void Served::TearDown() {
  server.reset();
  threads_.reset();
  kept.clear();
}

void Served::handle(const std::shared_ptr<Request>& request, Respond respond) {
  ++handled;
  const auto& path = request->path;
  if (path == "/hello") return respond(text("hello"));
  if (path == "/echo") return respond(text(request->body));
  if (path == "/who") return respond(text(request->peer + " " + request->correlation_id));
  if (path == "/big") return respond(text(std::string(static_cast<std::size_t>(number(*request, "bytes")), 'b')));
  if (path == "/nothing") return respond(Response{.status = 204, .body = {}, .headers = {}});
  if (path == "/drop") return;
  if (path == "/throw") throw std::runtime_error("thrown on purpose");
  if (path == "/throw-int") throw 7;
  if (path == "/never") {
    const std::lock_guard lock{mutex};
    kept.push_back(std::move(respond));
    return;
  }
  if (path == "/later")
    return threads_->run([request, respond = std::move(respond)] {
      std::this_thread::sleep_for(std::chrono::milliseconds(number(*request, "ms")));
      respond(text("later " + std::string{request->query_value("id").value_or("")}));
    });
  respond(Response{.status = 404, .body = {}, .headers = {}});
}

int Served::hello_status() {
  RawClient client{port()};
  client.send(get("/hello"));
  return status_of(client.read_answer());
}

bool Served::becomes_true(const std::function<bool()>& condition, std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(5ms);
  }
  return true;
}

std::string get(const std::string& target, const std::string& more_headers) {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + more_headers + "\r\n";
}

std::string post(const std::string& target, const std::string& body, const std::string& more_headers) {
  return "POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         more_headers + "\r\n" + body;
}

}  // namespace frontdesk::http::tests
