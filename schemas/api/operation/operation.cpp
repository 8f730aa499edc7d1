#include "schemas/api/operation/operation.hpp"

#include "schemas/api/operation/manners.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::api::operation {

namespace {
Schema always(std::string_view text) { return one_of_texts({text}); }
std::string ok(const Health&) { return "ok"; }
std::string version(const Health&) { return "1.0.0"; }
std::string message(const Health&) { return "Server is running"; }

Schema key_set_schema() {
  const auto text = text_schema();
  const auto key = object_of({{"kty", text}, {"use", text}, {"alg", text}, {"kid", text}, {"n", text}, {"e", text}});
  return object_of({{"keys", {R"({"type":"array","minItems":1,"items":)" + key.json + "}", key.named}}});
}
}  // namespace

const Shape<Health> health{
    "Health",
    {show_as<&ok>("health", always("ok")), show<&Health::now>("timestamp"),
     show_as<&version>("version", always("1.0.0")), show_as<&message>("message", always("Server is running"))}};

const Route<Nothing> get_health{.at = get("/health"),
                                .tag = "operation",
                                .summary = "Is the server there?",
                                .description = "No envelope.",
                                .who = everybody,
                                .success = {.data = health.schema(), .description = "It is."}};

const Route<Nothing> get_key_set{.at = get("/.well-known/jwks.json"),
                                 .tag = "operation",
                                 .summary = "The keys that access tokens are signed with",
                                 .who = everybody,
                                 .success = {.data = key_set_schema(), .description = "A JSON Web Key Set, RFC 7517."}};

const Family& family() {
  static const Family whole{manners,
                            "Operation",
                            "Whether the server is there, and the keys of its tokens.",
                            {describe(get_health), describe(get_key_set)},
                            {}};
  return whole;
}

}  // namespace frontdesk::api::operation
