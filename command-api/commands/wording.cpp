#include "command-api/commands/wording.hpp"

#include <stdexcept>

#include "schemas/api/reading.hpp"
#include "schemas/wire/envelope.hpp"
#include "schemas/wire/http/answers.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::command_api {

namespace {
const api::Refusal* find(const std::vector<api::Refusal>& refusals, std::string_view code) {
  static const std::vector<api::Refusal> everywhere{{"unauthorized", 401, wire::unauthorized},
                                                    {"account_disabled", 401, wire::account_disabled}};
  for (const auto* list : {&refusals, &everywhere}) {
    for (const auto& refusal : *list) {
      if (refusal.code == code) return &refusal;
    }
  }
  return nullptr;
}
}  // namespace

http::Response Wording::refused(std::string_view code) const {
  const auto* refusal = find(refusals, code);
  if (refusal == nullptr) throw std::logic_error("no words for the refusal " + std::string(code));
  return wire::json_answer(refusal->status, manners.failure(refusal->status, refusal->words, {}));
}

std::string_view Wording::words_of(std::string_view code) const {
  const auto* refusal = find(refusals, code);
  if (refusal == nullptr) throw std::logic_error("no words for the refusal " + std::string(code));
  return refusal->words;
}

http::Response Wording::succeeded(const std::optional<std::string>& data, std::size_t words) const {
  return api::success(manners, success, data, words);
}

http::Response socket_success() { return wire::json_answer(200, R"({"success":true})"); }

http::Response socket_refusal(std::string_view words) {
  return wire::json_answer(200, wire::ObjectWriter().boolean("success", false).text("error", words).take());
}

}  // namespace frontdesk::command_api
