#pragma once
#include <string>

namespace frontdesk::engineio {

// 20 characters that nobody can guess, of letters, digits, `-` and `_`.
std::string random_id();

}  // namespace frontdesk::engineio
