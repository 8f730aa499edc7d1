#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::redis {

// Redis cannot be reached or did not answer in time. Retryable; the connection heals itself on the next use.
struct Unavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using Arguments = std::vector<std::string>;

struct Reply {
  enum class Type { nil, integer, text, array, error } type = Type::nil;
  long long integer = 0;
  std::string text;  // also the error's words
  std::vector<Reply> elements;
};

// A connection: `redis://[:password@]host:port[/db]` or `unix:///path[?password=…][&db=…]`; the constructor throws
// std::invalid_argument for another form, connects nowhere and never throws Unavailable. Not thread-safe. `timeout` is
// for connecting and for each wait for an answer. An answer of Redis that is an error is a Reply, except "not ready"
// (LOADING), which is Unavailable.
class Connection {
 public:
  explicit Connection(const std::string& url, std::chrono::milliseconds timeout = std::chrono::milliseconds(500));
  ~Connection();
  Reply command(const Arguments& arguments);
  // One round trip for all; at most 100 or so at once.
  std::vector<Reply> pipeline(const std::vector<Arguments>& commands);
  std::vector<std::optional<std::string>> mget(const std::vector<std::string>& keys);

  // Counts the connects.
  std::uint64_t generation() const;
  // As command(), but throws Unavailable rather than use a connection of another generation. So it meets the Redis that
  // earlier commands met, and what they saw missing cannot have been written and lost by a restart meanwhile.
  Reply command_on(std::uint64_t generation, const Arguments& arguments);

 private:
  friend class Pool;
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// Connections for threads: borrow() gives one for as long as the Lease lives. It grows to `connections_max`; then
// borrow() waits for one, as long as for an answer, and throws Unavailable.
// After a failure all its connections refuse at once for 100 ms, then one of them tries: a frozen Redis costs one
// thread its timeout, not all.
class Pool {
 public:
  Pool(std::string url, std::size_t connections_max,
       std::chrono::milliseconds timeout = std::chrono::milliseconds(500));
  ~Pool();
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection);
    Lease(Lease&&) noexcept;
    ~Lease();
    Connection* operator->() const { return connection_.get(); }
    Connection& operator*() const { return *connection_; }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };
  Lease borrow();
  std::optional<Lease> borrow_free();  // does not wait

 private:
  friend class Lease;
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// Listens on channels with a thread of its own and reconnects for ever. `on_message` and `on_state` are called on that
// thread; on_state(true) after each successful (re)subscription: what was published meanwhile is lost. on_state(false)
// once when the subscription is lost, and when the first attempt fails. The destructor joins; then nothing is called
// any more.
class Subscriber {
 public:
  Subscriber(const std::string& url, std::vector<std::string> channels,
             std::function<void(std::string_view channel, std::string_view message)> on_message,
             std::function<void(bool subscribed)> on_state);
  ~Subscriber();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::redis
