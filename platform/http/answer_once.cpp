#include "platform/http/answer_once.hpp"

#include <utility>

#include "platform/http/connection.hpp"

namespace frontdesk::http {

AnswerOnce::AnswerOnce(std::weak_ptr<Connection> connection, std::shared_ptr<Site> site, Refused refused)
    : connection_(std::move(connection)), site_(std::move(site)), refused_(std::move(refused)) {}

AnswerOnce::~AnswerOnce() {
  if (!answered_ && give(site_->refusal(500, refused_))) site_->report("a handler gave no answer");
}

bool AnswerOnce::give(const Response& response) {
  if (answered_.exchange(true)) return false;
  const auto connection = connection_.lock();
  return connection && connection->answer(response);
}

}  // namespace frontdesk::http
