#include "platform/http/site.hpp"

#include <iostream>

namespace frontdesk::http {

Response Site::refusal(int status, const Refused& refused) const {
  if (options.refusal) return options.refusal(status, refused);
  Response response;
  response.status = status;
  response.body = R"({"message":"The request could not be answered"})";
  return response;
}

void Site::report(std::string_view what) const {
  if (options.report)
    options.report(what);
  else
    std::cerr << "http: " << what << '\n';
}

}  // namespace frontdesk::http
