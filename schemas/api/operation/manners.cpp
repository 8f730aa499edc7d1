#include "schemas/api/operation/manners.hpp"

#include "schemas/wire/json.hpp"

namespace frontdesk::api::operation {

namespace {
// Both words for it, since nobody knows whose client asks.
std::string failure(int, std::string_view words, std::string_view path) {
  return wire::ObjectWriter()
      .boolean("success", false)
      .text("error", words)
      .text("message", words)
      .text("path", path)
      .take();
}

Schema failure_schema(const std::vector<std::string_view>& words) {
  const auto one = one_of_texts(words);
  return object_of({{"success", schema_of_keywords(R"("enum":[false])")},
                    {"error", one},
                    {"message", one},
                    {"path", text_schema()}});
}

std::string_view denied(const auth::Denial&) { return "Unauthorized"; }
}  // namespace

const Manners manners{.name = "operation",
                      .paths = {"/health", "/.well-known", "/socket.io"},
                      .any_origin = true,
                      .failure = failure,
                      .denied = denied,
                      .failure_schema = failure_schema};

const Manners elsewhere{.name = "elsewhere", .paths = {}, .failure = failure, .denied = denied};

}  // namespace frontdesk::api::operation
