#pragma once
#include <optional>
#include <string>
#include <vector>

#include "platform/http/message.hpp"
#include "schemas/api/cors.hpp"
#include "schemas/api/manners.hpp"
#include "schemas/api/who.hpp"
#include "schemas/read_models/callers.hpp"

namespace frontdesk::api {

// Whether a request comes from somebody who may ask for its route.
struct Admission {
  std::optional<http::Response> refused;
  auth::Caller caller = {};                             // nobody on a public route
  std::vector<std::optional<std::string>> cached = {};  // under the keys asked for (auth::Callers)
};
Admission admit(auth::Callers& callers, const Manners& manners, const Who& who, const http::Request& request,
                const std::vector<std::string>& keys = {});

// A cookie comes along with a request that any page makes; whether the page may make one that changes something, its
// origin says (contract 001, section 1). What an admitted command is told from another's page; nullopt: nothing.
std::optional<http::Response> refuse_foreign_page(const Cors& cors, const Manners& manners,
                                                  const http::Request& request);

}  // namespace frontdesk::api
