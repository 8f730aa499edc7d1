#pragma once
#include <string>

#include "platform/auth/jwt.hpp"
#include "tests/contract/clinics/contract.hpp"
#include "tests/support/outside_token.hpp"

// Tokens that no login gives, made here with the keys of the running system (JWT_PRIVATE_KEY, JWT_SECRET).
namespace frontdesk::contract {

Json part_of(const std::string& token, int index);  // 0: header, 1: claims

auth::Claims claims_of(const Person& person);  // of the person's session
std::string own_token(const auth::Claims& claims, std::int64_t life_s = 3600);
std::string expired_token(const Person& person);

}  // namespace frontdesk::contract
