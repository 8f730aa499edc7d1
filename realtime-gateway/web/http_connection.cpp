#include "realtime-gateway/web/http_connection.hpp"

#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "realtime-gateway/web/answer_bytes.hpp"
#include "realtime-gateway/web/beast_websocket.hpp"
#include "realtime-gateway/websocket/lingering_close.hpp"

namespace frontdesk::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using realtime_gateway::TcpSocket;

constexpr std::string_view go_ahead = "HTTP/1.1 100 Continue\r\n\r\n";

std::string text(beast::string_view view) { return {view.data(), view.size()}; }

// What Beast would decline by itself, in a form that is not ours.
bool is_acceptable(const HttpRequest& request) {
  constexpr std::size_t key_characters = 24;  // of 16 bytes in base64
  return request.version() == 11 && request.count(http::field::host) == 1 &&
         request[http::field::sec_websocket_key].size() == key_characters;
}

class HttpConnection final : public Exchange, public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(std::shared_ptr<Site> site, TcpSocket socket)
      : site_(std::move(site)), socket_(std::move(socket)), timeout_(site_->deadlines, [this] { time_is_up(); }) {
    ++site_->connections;
  }
  ~HttpConnection() override { --site_->connections; }

  void start() {
    error_code ignored;  // without it a small delay, no more
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    request_.remote_address = socket_.remote_endpoint(ignored).address().to_string(ignored);
    timeout_.set_in(site_->options.head_timeout);
    read_head();
  }

  const Request& request() const override { return request_; }
  void read_body(std::size_t bytes_max, std::function<bool(std::size_t)> may_hold,
                 std::function<void(Body)> done) override;
  void answer(Answer answer) override;
  void on_gone(std::function<void()> gone) override {
    gone_ = std::move(gone);
    watch();
  }

 private:
  using Parser = http::request_parser<http::string_body>;

  std::shared_ptr<HttpConnection> self() { return shared_from_this(); }
  void read_head();
  void head_read(error_code error);
  void refuse_unread(error_code error);
  void refuse(int status, Headers headers = {});
  void note_request();
  void dispatch();
  void upgrade(Endpoint& endpoint);
  void read_some_body();
  void body_read(Body::State state);
  bool fits() const;
  void watch();
  void look_whether_gone(error_code error);
  void write(bool keep_alive);
  void next_request();
  void time_is_up();

  std::shared_ptr<Site> site_;
  TcpSocket socket_;
  Deadline timeout_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  Request request_;
  std::size_t body_bytes_max_ = 0;
  std::function<bool(std::size_t)> may_hold_;
  std::function<void(Body)> body_done_;
  std::function<void()> gone_;
  std::string out_;
  bool answered_ = true;
  bool stalled_ = false;
  bool writing_ = false;
};

void HttpConnection::read_head() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(site_->options.head_bytes_max));
  parser_->body_limit(std::numeric_limits<std::uint64_t>::max());  // ours is looked after below
  http::async_read_header(socket_, buffer_, *parser_,
                          [self = self()](error_code error, std::size_t) { self->head_read(error); });
}

void HttpConnection::time_is_up() {
  stalled_ = true;
  error_code ignored;  // closing is all that is left to do
  if (writing_) {
    socket_.close(ignored);
  } else {
    socket_.cancel(ignored);
  }
}

void HttpConnection::head_read(error_code error) {
  timeout_.clear();
  if (error) return refuse_unread(error);
  note_request();
  dispatch();
}

void HttpConnection::refuse_unread(error_code error) {
  note_request();  // as far as it came
  if (stalled_ && (parser_->got_some() || buffer_.size() > 0)) return refuse(408);
  if (error == http::error::header_limit || error == http::error::buffer_overflow) return refuse(431);
  // A client that left or never said a word gets no answer; one that speaks no HTTP is told so.
  const bool no_http = error.category() == http::make_error_code(http::error::bad_method).category();
  if (no_http && error != http::error::end_of_stream) refuse(400);
}

void HttpConnection::refuse(int status, Headers headers) {
  answered_ = false;
  const auto data = buffer_.cdata();
  std::optional<std::string_view> unread;
  if (!parser_->is_header_done()) unread.emplace(static_cast<const char*>(data.data()), data.size());
  const auto& refusal_of = site_->options.refusal;
  Answer refusal = refusal_of ? refusal_of(status, request_, unread) : Answer{.status = status};
  refusal.headers.insert(refusal.headers.end(), headers.begin(), headers.end());
  answer(std::move(refusal));
}

void HttpConnection::note_request() {
  const auto& head = parser_->get();
  const std::string target = text(head.target());
  const auto mark = target.find('?');
  request_.method = text(head.method_string());
  request_.path = target.substr(0, mark);
  request_.query = mark == std::string::npos ? std::string() : target.substr(mark + 1);
  request_.headers.clear();
  for (const auto& field : head) request_.headers.emplace_back(text(field.name_string()), text(field.value()));
}

void HttpConnection::dispatch() {
  answered_ = false;
  Endpoint* const endpoint = site_->endpoint_of(request_.path);
  if (!endpoint) return refuse(404);
  if (beast::websocket::is_upgrade(parser_->get())) return upgrade(*endpoint);
  endpoint->requested(self());
}

void HttpConnection::upgrade(Endpoint& endpoint) {
  if (parser_->get()[http::field::sec_websocket_version] != "13") {
    return refuse(426, {{"Sec-WebSocket-Version", "13"}});
  }
  if (buffer_.size() > 0 || !parser_->is_done() || !is_acceptable(parser_->get())) return refuse(400);
  endpoint.upgrade(request_, [self = self()](Upgrade upgrade) {
    if (auto* refusal = std::get_if<Answer>(&upgrade)) return self->answer(std::move(*refusal));
    accept_websocket(self->site_, std::move(self->socket_), self->parser_->get(),
                     std::move(std::get<Upgraded>(upgrade)));
  });
}

void HttpConnection::read_body(std::size_t bytes_max, std::function<bool(std::size_t)> may_hold,
                               std::function<void(Body)> done) {
  body_bytes_max_ = bytes_max;
  may_hold_ = std::move(may_hold);
  body_done_ = std::move(done);
  const auto announced = parser_->content_length();
  if (announced && *announced > bytes_max) return body_read(Body::State::too_large);
  timeout_.set_in(site_->options.body_timeout);
  if (!parser_->is_done() && header(request_.headers, "Expect") == "100-continue") {
    // Nothing else is being written, and it fits into the socket's buffer.
    error_code ignored;  // the body's reading tells
    asio::write(socket_, asio::buffer(go_ahead), ignored);
  }
  read_some_body();
}

bool HttpConnection::fits() const { return parser_->get().body().size() <= body_bytes_max_; }

void HttpConnection::read_some_body() {
  if (!fits()) return body_read(Body::State::too_large);
  if (!may_hold_(parser_->get().body().capacity())) return body_read(Body::State::refused);
  if (parser_->is_done()) return body_read(Body::State::whole);
  http::async_read_some(socket_, buffer_, *parser_, [self = self()](error_code error, std::size_t) {
    if (!error) return self->read_some_body();
    self->body_read(Body::State::lost);
    if (error != asio::error::operation_aborted || !self->stalled_) return;
    self->stalled_ = false;
    self->refuse(408);
  });
}

void HttpConnection::body_read(Body::State state) {
  timeout_.clear();
  Body body{.state = state, .bytes = {}};
  if (state == Body::State::whole) body.bytes = std::move(parser_->get().body());
  const auto may_hold = std::exchange(may_hold_, nullptr);
  std::exchange(body_done_, nullptr)(std::move(body));
  may_hold(0);
}

// Only to learn that the client leaves: a next request waits in the kernel.
void HttpConnection::watch() {
  socket_.async_wait(TcpSocket::wait_read, [self = self()](error_code error) { self->look_whether_gone(error); });
}

void HttpConnection::look_whether_gone(error_code error) {
  if (error || answered_) return;
  char next = 0;
  const auto count = ::recv(socket_.native_handle(), &next, 1, MSG_PEEK | MSG_DONTWAIT);
  if (count > 0) return;
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return watch();
  answered_ = true;
  if (const auto gone = std::exchange(gone_, nullptr)) gone();
}

void HttpConnection::answer(Answer answer) {
  if (std::exchange(answered_, true)) return;
  gone_ = nullptr;
  error_code ignored;  // nothing may be waiting
  socket_.cancel(ignored);
  const bool keep_alive = !answer.close && parser_->is_done() && parser_->keep_alive();
  out_ = answer_bytes(answer, {.keep_alive = keep_alive, .head_only = request_.method == "HEAD"});
  write(keep_alive);
}

void HttpConnection::write(bool keep_alive) {
  writing_ = true;
  timeout_.set_in(site_->options.write_timeout);
  asio::async_write(socket_, asio::buffer(out_), [self = self(), keep_alive](error_code error, std::size_t) {
    self->writing_ = false;
    self->timeout_.clear();
    if (error) return;
    if (keep_alive) return self->next_request();
    realtime_gateway::close_lingering(self->socket_, self->site_->options.linger,
                                      {.written = [] { return true; }, .client_is_done = self->parser_->is_done()},
                                      [self](error_code) {});
  });
}

void HttpConnection::next_request() {
  request_ = {
      .method = {}, .path = {}, .query = {}, .headers = {}, .remote_address = std::move(request_.remote_address)};
  out_.clear();
  if (out_.capacity() > 4096) out_.shrink_to_fit();
  stalled_ = false;
  timeout_.set_in(site_->options.idle_timeout);
  read_head();
}

}  // namespace

void serve_http(std::shared_ptr<Site> site, TcpSocket socket) {
  std::make_shared<HttpConnection>(std::move(site), std::move(socket))->start();
}

}  // namespace frontdesk::web
