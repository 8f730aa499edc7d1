#include "schemas/api/wording.hpp"

#include <stdexcept>

#include "schemas/api/answers.hpp"
#include "schemas/api/reading.hpp"

namespace frontdesk::api {

StatusAndWords Wording::said_of(std::string_view code) const {
  for (const auto& refusal : refusals) {
    if (refusal.code == code) return {refusal.status, refusal.words};
  }
  if (code == "unauthorized") return manners.not_allowed;
  if (code == "account_disabled") return {401, manners.denied({.why = auth::Denied::account_disabled})};
  throw std::logic_error("no words for the refusal " + std::string(code));
}

http::Response Wording::refused(std::string_view code) const {
  const auto said = said_of(code);
  return error_answer(manners, path, said.status, said.words);
}

std::string_view Wording::words_of(std::string_view code) const { return said_of(code).words; }

http::Response Wording::succeeded(const std::optional<std::string>& data, std::size_t words) const {
  return api::success(manners, success, data, words);
}

}  // namespace frontdesk::api
