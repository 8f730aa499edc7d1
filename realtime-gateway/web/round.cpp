#include "realtime-gateway/web/round.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace frontdesk::web {

void Round::add(std::shared_ptr<Task> task) {
  if (tasks_.empty()) {
    boost::asio::post(loop_, [round = shared_from_this()] { round->run(); });
  }
  tasks_.push_back(std::move(task));
}

void Round::post(std::function<void()> later) { boost::asio::post(loop_, std::move(later)); }

void Round::run() {
  const auto due = std::exchange(tasks_, {});
  for (const auto& task : due) task->at_round_end();
}

void Round::forget() { tasks_.clear(); }

}  // namespace frontdesk::web
