#include "schemas/api/wording.hpp"

#include <stdexcept>

#include "schemas/api/reading.hpp"
#include "schemas/wire/envelope.hpp"
#include "schemas/wire/http/answers.hpp"

namespace frontdesk::api {

namespace {
const Refusal* find(const std::vector<Refusal>& refusals, std::string_view code) {
  static const std::vector<Refusal> everywhere{{"unauthorized", 401, wire::unauthorized},
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

}  // namespace frontdesk::api
