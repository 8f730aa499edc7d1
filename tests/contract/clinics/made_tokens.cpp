#include "tests/contract/clinics/made_tokens.hpp"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "platform/auth/base64url.hpp"

namespace frontdesk::contract {

namespace {
std::string variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') throw std::runtime_error(std::string(name) + " is not set");
  return value;
}

// The text itself, or the path of a file that holds it.
std::string pem(const char* name) {
  const auto value = variable(name);
  std::ifstream file(value);
  std::stringstream text;
  if (!file) return value;
  text << file.rdbuf();
  return text.str();
}

auth::Tokens keys(std::int64_t life_s = 3600) {
  return auth::Tokens({pem("JWT_PRIVATE_KEY"), pem("JWT_PUBLIC_KEY"), {}, life_s});
}

Instant now() {
  const auto time = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(time).count()};
}
}  // namespace

Json part_of(const std::string& token, int index) {
  std::size_t begin = 0;
  for (int i = 0; i < index; ++i) begin = token.find('.', begin) + 1;
  return Json::parse(auth::from_base64url(token.substr(begin, token.find('.', begin) - begin)).value());
}

auth::Claims claims_of(const Person& person) {
  auth::Claims claims;
  claims.user_id = person.id;
  claims.role = "PATIENT";
  claims.email = person.email;
  claims.session_id = part_of(person.access_token, 1)["sid"].text();
  return claims;
}

std::string own_token(const auth::Claims& claims, std::int64_t life_s) { return keys(life_s).sign(claims, now()); }

std::string expired_token(const Person& person) {
  auto long_ago = now();
  long_ago.ms -= 2 * 3600 * 1000;
  return keys().sign(claims_of(person), long_ago);
}

}  // namespace frontdesk::contract
