#pragma once
#include <string>

#include "realtime-gateway/web/request.hpp"

namespace frontdesk::web {

struct AnswerForm {
  bool keep_alive = true;
  bool head_only = false;  // an answer to HEAD
};

// An answer as HTTP/1.1 writes it.
std::string answer_bytes(const Answer& answer, AnswerForm form);

}  // namespace frontdesk::web
