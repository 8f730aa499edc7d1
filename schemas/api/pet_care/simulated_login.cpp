#include "schemas/api/pet_care/simulated_login.hpp"

#include <algorithm>
#include <array>

#include "schemas/api/roles.hpp"

namespace frontdesk::api::pet_care {

namespace {
constexpr std::string_view invalid_user_id = "userId is required";
constexpr std::size_t user_id_bytes_max = 128;
constexpr std::array<std::string_view, 4> role_words{"petOwner", "hospital", "staff", "admin"};

bool is_user_id(std::string_view text) {
  return !text.empty() && text.size() <= user_id_bytes_max && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_.:@-").find(c) != std::string_view::npos;
  });
}

void read_user_id(wire::Fields& fields, GetToken& input) {
  const auto sent = fields.sent("userId");
  const auto text = sent.string();
  if (!text || !is_user_id(*text)) return fields.fault("userId", std::string(invalid_user_id));
  input.user_id = *text;
}

// One of this API's own words: another's alias is none.
void read_role(wire::Fields& fields, GetToken& input) {
  const auto sent = fields.sent("role");
  if (sent.type() == wire::Input::Type::undefined || sent.type() == wire::Input::Type::null) return;
  const auto text = sent.string();
  const bool known =
      text && std::any_of(role_words.begin(), role_words.end(), [&](auto word) { return same_word(word, *text); });
  if (!known) return fields.fault("role", "Invalid role");
  input.role = role_named(*text);
}

Route<GetToken> at(std::string_view pattern) {
  return {
      .at = post(pattern),
      .tag = "simulated login",
      .summary = "A token for an id, without a password",
      .description =
          "For trying things out: off in production, and never for somebody who has a password or "
          "logs in elsewhere. The first use of an id makes its user.",
      .who = everybody,
      .body = {ruled<GetToken>("userId", schema_of_keywords(R"("type":"string","pattern":"^[A-Za-z0-9_.:@-]{1,128}$")"),
                               Needed::yes, read_user_id),
               ruled<GetToken>("role", one_of_texts({role_words.begin(), role_words.end()}), Needed::no, read_role)
                   .about("In any case. Without it the user's own, of a new user by the id: `staff789` is staff, "
                          "whoever is nothing else an owner.")},
      .body_bytes_max = 1024 * 1024,
      .success = {201, {}, object_of({{"token", text_schema()}}), "It lives an hour."},
      .refusals = {{"simulated_login_off", 403, "Simulated login is disabled"},
                   {"must_log_in", 403, "This user must log in"},
                   {"account_disabled", 403, "Account is disabled"},
                   {"other_role", 409, "User already has another role"}},
      .keyed = false};
}
}  // namespace

const Route<GetToken> get_token = at("/get-token");
const Route<GetToken> get_token_under_api = at("/api/get-token");

Resource simulated_login_resource() { return {{describe(get_token), describe(get_token_under_api)}}; }

std::string_view usual_role_of(std::string_view user_id) {
  for (const auto word : role_words) {
    if (user_id.size() >= word.size() && same_word(user_id.substr(0, word.size()), word)) return *role_named(word);
  }
  return *role_named("petOwner");
}

}  // namespace frontdesk::api::pet_care
