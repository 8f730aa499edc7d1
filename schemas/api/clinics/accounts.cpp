#include "schemas/api/clinics/accounts.hpp"

#include <algorithm>

#include "schemas/api/roles.hpp"

namespace frontdesk::api::clinics {

namespace {
constexpr wire::TextRule first_name_rule(bool required) {
  return {.min = 3,
          .too_short = "First name must be at least 3 characters",
          .max = 100,
          .required = required,
          .shown = true};
}
constexpr wire::TextRule last_name_rule(bool required) {
  return {.min = 3,
          .too_short = "Last name must be at least 3 characters",
          .max = 100,
          .required = required,
          .shown = true};
}
constexpr wire::TextRule password_rule(std::string_view too_short) { return {.min = 6, .too_short = too_short}; }
constexpr std::string_view account_disabled = "Account is disabled";
constexpr std::string_view password_too_short = "Password must be at least 6 characters";
constexpr wire::TextRule refresh_token_rule{.min = 1, .too_short = "Refresh token is required"};

// `deviceInfo` of a login or refresh: an optional object that names the user agent.
template <auto user_agent>
Field<detail::RowOf<user_agent>> device_info() {
  using In = detail::RowOf<user_agent>;
  return ruled<In>(
      "deviceInfo", object_of({{"userAgent", text_schema()}}, true), Needed::no,
      [](wire::Fields& fields, In& input) { input.*user_agent = fields.nested_text("deviceInfo", "userAgent"); });
}

// Who has registered here has a first and a last name; of others the whole name stands in the first, or what there is
// of them in its place (contracts' README, section 2).
std::string first_name_of(const rows::Account& account) {
  if (!account.origin || !account.first_name.empty()) return account.first_name;
  const auto address = account.email.substr(0, account.email.find('@'));
  return address.empty() ? account.id : address;
}
std::string role_of(const rows::Account& account) { return std::string(role_said(&RoleWords::clinics, account.role)); }
}  // namespace

const Shape<rows::Account> user{
    "User",
    {show<&rows::Account::id>("id",
                              "A UUID of those who registered here, of others the id that their issuer gave them."),
     show<&rows::Account::email>("email"), show<&first_name_of>("firstName"),
     show<&rows::Account::last_name>("lastName"), show_as<&role_of>("role", role_schema()),
     show_as<&rows::Account::clinic_id>("clinicId", or_null(id_schema())),
     show<&rows::Account::profile_picture>("profilePicture")}};

const Shape<rows::Account> user_with_creation =
    user.with("UserWithCreation", {show<&rows::Account::created_at>("createdAt")});

const Route<Register> register_user{
    .at = post("/api/auth/register"),
    .tag = "accounts",
    .summary = "Register as a patient",
    .who = everybody,
    .body = {text<&Register::first_name>("firstName", first_name_rule(true)),
             text<&Register::last_name>("lastName", last_name_rule(true)), email<&Register::email>("email"),
             new_password<&Register::password>("password", password_too_short),
             checked_text<Register>("confirmPassword", password_rule(password_too_short)),
             same<Register>("confirmPassword", "password", "Passwords do not match")},
    .success = {200,
                {"Registered successfully. Please login to continue."},
                null_data(),
                "Registered. No session yet."},
    .refusals = {{"email_exists", 400, "Email already exists."}},
    .keyed = false};

const Route<LogIn> log_in{
    .at = post("/api/auth/login"),
    .tag = "accounts",
    .summary = "Open a session",
    .who = everybody,
    .body = {email<&LogIn::email>("email"), text<&LogIn::password>("password", password_rule(password_too_short)),
             device_info<&LogIn::user_agent>()},
    .success = {200,
                {"Logged in successfully"},
                object_of({{"user", user.schema()}, {"accessToken", text_schema()}, {"refreshToken", text_schema()}}),
                "A session of its own for each login."},
    .refusals = {{"wrong_login", 401, "Invalid email or password"},
                 // The password changed while the old one was being checked: it is simply wrong now.
                 {"credential_changed", 401, "Invalid email or password"},
                 {"account_disabled", 401, account_disabled}},
    .keyed = false,
    .guesses = true};

const Route<Refresh> refresh_session{
    .at = post("/api/auth/refresh-token"),
    .tag = "accounts",
    .summary = "Exchange a refresh token for a new pair",
    .who = everybody,
    .body = {text<&Refresh::refresh_token>("refreshToken", refresh_token_rule), device_info<&Refresh::user_agent>()},
    .success = {200,
                {"Success"},
                object_of({{"accessToken", text_schema()}, {"refreshToken", text_schema()}}),
                "The token sent is spent."},
    .refusals = {{"unauthorized", 401, "Unauthorized"}, {"account_disabled", 401, account_disabled}},
    .keyed = false};

const Route<LogOut> log_out{
    .at = post("/api/auth/logout"),
    .tag = "accounts",
    .summary = "End the session of a refresh token",
    .who = everybody,
    .body = {text<&LogOut::refresh_token>("refreshToken", refresh_token_rule)},
    .success = {200, {"Logged out successfully"}, null_data(), "Also for an unknown or spent token."},
    .keyed = false};

const Route<Nothing> me{
    .at = get("/api/auth/me"),
    .tag = "accounts",
    .summary = "Who am I?",
    .success = {200, {"Success"}, user_with_creation.schema(), "As of now, whatever the token says."}};

const Route<ChangeProfile> change_profile{
    .at = put("/api/auth/me"),
    .tag = "accounts",
    .summary = "Change own names",
    .body = {text<&ChangeProfile::first_name>("firstName", first_name_rule(false)),
             text<&ChangeProfile::last_name>("lastName", last_name_rule(false)),
             text<&ChangeProfile::picture>("profilePicture",
                                           {.required = false, .empty_is_absent = true, .null_is_absent = true})
                 .about("Pictures are refused until they are kept.")},
    .body_bytes_max = 14 * 1024 * 1024,  // a picture may come as base64
    .multipart_bytes_max = pictures_bytes_max,
    .success = {200, {"Profile updated successfully"}, std::nullopt},
    .refusals = {{"unsupported_image", 400, "Unsupported image format"}},
    .keyed = false};

const Route<UpdatePassword> update_password{
    .at = put("/api/auth/update-password"),
    .tag = "accounts",
    .summary = "Change own password",
    .body = {text<&UpdatePassword::old_password>("oldPassword",
                                                 password_rule("Old password must be at least 6 characters")),
             new_password<&UpdatePassword::new_password>("newPassword", "New password must be at least 6 characters"),
             checked_text<UpdatePassword>("confirmNewPassword",
                                          password_rule("Confirm new password must be at least 6 characters")),
             same<UpdatePassword>("confirmNewPassword", "newPassword", "New passwords do not match")},
    .success = {200, {"Success"}, std::nullopt, "All own sessions have ended, this one too."},
    .refusals = {{"wrong_old_password", 400, "Invalid old password"},
                 // Another change came first: what was checked is the old password no more.
                 {"credential_changed", 400, "Invalid old password"}},
    .keyed = false,
    .guesses = true};

const Shape<OwnSession> session{
    "Session",
    {show_as<&rows::Session::id>("id", id_schema()), show<&rows::Session::user_agent>("userAgent"),
     show<&rows::Session::address>("address"), show<&rows::Session::opened_at>("createdAt"),
     show<&rows::Session::expires_at>("expiresAt"), show<&OwnSession::current>("current", "the one that asks")}};

const Route<Nothing> own_sessions{
    .at = get("/api/auth/sessions"),
    .tag = "accounts",
    .summary = "Own living sessions, newest first",
    .success = {200, {"Sessions fetched successfully."}, array_of(session.schema()), "One for each login."}};

const Route<EndSession> end_session{.at = del("/api/auth/sessions/:id"),
                                    .tag = "accounts",
                                    .summary = "End one of the own sessions",
                                    .path = {id<&EndSession::session_id>("id")},
                                    .success = {200,
                                                {"Session ended successfully"},
                                                null_data(),
                                                "Ended: its tokens are refused and its sockets closed."},
                                    .refusals = {{"session_not_found", 400, "Session not found"}},
                                    .keyed = false};

const Schema& role_schema() {
  static const Schema schema = named_schema("Role", [] {
    std::vector<std::string_view> words;
    for (const auto& role : roles) {
      if (std::find(words.begin(), words.end(), role.clinics) == words.end()) words.push_back(role.clinics);
    }
    return one_of_texts(words);
  }());
  return schema;
}

std::string first_profile_picture(std::string_view first_name, std::string_view last_name) {
  std::string url = "https://api.dicebear.com/9.x/initials/svg?seed=";
  url.append(first_name).append(" ").append(last_name);
  return url;
}

Resource accounts_resource() {
  return {{describe(register_user), describe(log_in), describe(refresh_session), describe(log_out), describe(me),
           describe(change_profile), describe(update_password), describe(own_sessions), describe(end_session)}};
}

}  // namespace frontdesk::api::clinics
