#pragma once
#include <atomic>
#include <memory>

#include "platform/http/message.hpp"
#include "platform/http/site.hpp"

namespace frontdesk::http {

class Connection;

// What a handler answers with: at most once; when the last copy goes without having answered, the client gets a 500.
// Any thread.
class AnswerOnce {
 public:
  AnswerOnce(std::weak_ptr<Connection> connection, std::shared_ptr<Site> site, Refused refused);
  AnswerOnce(const AnswerOnce&) = delete;
  AnswerOnce& operator=(const AnswerOnce&) = delete;
  ~AnswerOnce();

  // False when nobody waits for it: it has been given, the deadline has passed, or the client is gone.
  bool give(const Response& response);

 private:
  const std::weak_ptr<Connection> connection_;
  const std::shared_ptr<Site> site_;
  const Refused refused_;
  std::atomic<bool> answered_{false};
};

}  // namespace frontdesk::http
