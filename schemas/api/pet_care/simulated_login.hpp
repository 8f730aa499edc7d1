#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "schemas/api/family.hpp"

// The login without a password: contract 000, section 3.
namespace frontdesk::api::pet_care {

struct GetToken {
  std::string user_id;
  std::optional<std::string> role;  // as it is stored (schemas/api/roles.hpp)
};
extern const Route<GetToken> get_token;
extern const Route<GetToken> get_token_under_api;
Resource simulated_login_resource();

// As it is stored: of the documented ids by their beginning (`staff789`), of all others an owner's.
std::string_view usual_role_of(std::string_view user_id);

}  // namespace frontdesk::api::pet_care
