#include "realtime-gateway/engineio/errors.hpp"

namespace frontdesk::engineio {
namespace {

const char* words(Error error) {
  switch (error) {
    case Error::transport_unknown:
      return "Transport unknown";
    case Error::session_id_unknown:
      return "Session ID unknown";
    case Error::bad_handshake_method:
      return "Bad handshake method";
    case Error::bad_request:
      return "Bad request";
    case Error::forbidden:
      return "Forbidden";
    case Error::unsupported_protocol_version:
      return "Unsupported protocol version";
  }
  return "";
}

}  // namespace

web::Answer error_answer(Error error) { return error_answer(error == Error::forbidden ? 403 : 400, error); }

web::Answer error_answer(int status, Error error) { return error_answer(status, error, words(error)); }

web::Answer error_answer(int status, Error error, std::string_view message) {
  web::Answer answer{.status = status};
  answer.body = R"({"code":)" + std::to_string(static_cast<int>(error)) + R"(,"message":")";
  answer.body.append(message).append(R"("})");
  return answer;
}

}  // namespace frontdesk::engineio
