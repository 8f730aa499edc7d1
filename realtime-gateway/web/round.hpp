#pragma once
#include <functional>
#include <memory>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace frontdesk::web {

// Puts off to the end of the loop's round what is worth doing once for all that happens in it: writing to a socket,
// answering a poll. Loop thread only.
class Round : public std::enable_shared_from_this<Round> {
 public:
  class Task {
   public:
    virtual ~Task() = default;
    virtual void at_round_end() = 0;
  };

  explicit Round(boost::asio::io_context& loop) : loop_(loop) {}

  // Whoever adds a task twice in one round is called twice.
  void add(std::shared_ptr<Task> task);
  // Later, on the loop, outside of whatever runs now.
  void post(std::function<void()> later);
  void forget();  // tasks hold what may hold the round

 private:
  void run();

  boost::asio::io_context& loop_;
  std::vector<std::shared_ptr<Task>> tasks_;
};

}  // namespace frontdesk::web
