#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <thread>

#include "platform/redis/wire.hpp"

namespace frontdesk::redis {
namespace {

constexpr int ping_after_silence_ms = 2000;
constexpr int retry_ms_min = 20;
constexpr int retry_ms_max = 500;
constexpr auto connect_timeout = std::chrono::milliseconds(500);

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};

std::string_view text_of(const redisReply& reply) { return {reply.str, static_cast<std::size_t>(reply.len)}; }

}  // namespace

class Subscriber::Impl {
 public:
  Impl(const std::string& url, std::vector<std::string> channels,
       std::function<void(std::string_view, std::string_view)> on_message, std::function<void(bool)> on_state)
      : address_(parse_url(url)),
        channels_(std::move(channels)),
        on_message_(std::move(on_message)),
        on_state_(std::move(on_state)),
        stop_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (stop_ < 0) throw std::runtime_error("Redis subscriber: no file descriptor left");
    thread_ = std::thread([this] { run(); });
  }

  ~Impl() {
    const std::uint64_t one = 1;
    // An eventfd holds this one number at any time, so the write cannot fail.
    [[maybe_unused]] const ssize_t written = ::write(stop_, &one, sizeof one);
    thread_.join();
    ::close(stop_);
  }

 private:
  void run() {
    int retry_ms = retry_ms_min;
    do {
      try {
        listen(retry_ms);
      } catch (const Unavailable&) {
        tell(false);
        retry_ms = std::min(retry_ms * 2, retry_ms_max);
      }
    } while (!stopped_within(retry_ms));
  }

  // Returns when asked to stop, throws when the connection is lost.
  void listen(int& retry_ms) {
    const Context context = connect(address_, connect_timeout);
    Arguments subscribe{"SUBSCRIBE"};
    subscribe.insert(subscribe.end(), channels_.begin(), channels_.end());
    send(*context, subscribe);
    unconfirmed_ = channels_.size();
    bool ping_sent = false;
    while (const auto readable = wait_for(context->fd, ping_after_silence_ms)) {
      if (*readable) {
        read(*context);
        ping_sent = false;
        if (unconfirmed_ == 0) retry_ms = retry_ms_min;
      } else if (ping_sent) {
        throw Unavailable("Redis: silent");  // frozen, or the network lost it: a closed socket would have been readable
      } else {
        send(*context, {"PING"});
        ping_sent = true;
      }
    }
  }

  static void send(const redisContext& context, const Arguments& command) {
    std::string wire;
    append_command(wire, command);
    send_all(context, wire);
  }

  void read(redisContext& context) {
    if (redisBufferRead(&context) != REDIS_OK) throw Unavailable(std::string("Redis: ") + context.errstr);
    for (;;) {
      void* raw = nullptr;
      if (redisReaderGetReply(context.reader, &raw) != REDIS_OK) throw Unavailable("Redis: malformed answer");
      if (raw == nullptr) return;
      const std::unique_ptr<redisReply, FreeReply> reply(static_cast<redisReply*>(raw));
      take(*reply);
    }
  }

  void take(const redisReply& reply) {
    if (reply.type == REDIS_REPLY_ERROR) throw Unavailable("Redis: " + std::string(text_of(reply)));
    if (reply.type != REDIS_REPLY_ARRAY || reply.elements < 2) return;  // the answer to PING
    const std::string_view kind = text_of(*reply.element[0]);
    if (kind == "message" && reply.elements == 3) {
      on_message_(text_of(*reply.element[1]), text_of(*reply.element[2]));
    } else if (kind == "subscribe" && unconfirmed_ > 0 && --unconfirmed_ == 0) {
      tell(true);
    }
  }

  void tell(bool subscribed) {
    if (told_ == subscribed) return;
    told_ = subscribed;
    on_state_(subscribed);
  }

  // Whether `fd` is readable within the time; nullopt when asked to stop.
  std::optional<bool> wait_for(int fd, int timeout_ms) const {
    pollfd watched[2] = {{stop_, POLLIN, 0}, {fd, POLLIN, 0}};
    int ready = 0;
    do {
      ready = ::poll(watched, fd < 0 ? 1 : 2, timeout_ms);
    } while (ready < 0 && errno == EINTR);
    if (ready > 0 && watched[0].revents != 0) return std::nullopt;
    return ready > 0;
  }

  bool stopped_within(int timeout_ms) const { return !wait_for(-1, timeout_ms).has_value(); }

  Address address_;
  std::vector<std::string> channels_;
  std::function<void(std::string_view, std::string_view)> on_message_;
  std::function<void(bool)> on_state_;
  std::optional<bool> told_;
  std::size_t unconfirmed_ = 0;
  int stop_;
  std::thread thread_;
};

Subscriber::Subscriber(const std::string& url, std::vector<std::string> channels,
                       std::function<void(std::string_view channel, std::string_view message)> on_message,
                       std::function<void(bool subscribed)> on_state)
    : impl_(std::make_unique<Impl>(url, std::move(channels), std::move(on_message), std::move(on_state))) {}
Subscriber::~Subscriber() = default;

}  // namespace frontdesk::redis
