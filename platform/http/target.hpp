#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/http/message.hpp"

namespace frontdesk::http {

// Decodes %XX of a path. Nothing, when an escape is broken or the result is not UTF-8.
std::optional<std::string> percent_decode(std::string_view text);

// name=value&… as in query strings and form bodies: order and duplicates kept, a name without '=' has an empty value. A
// '%' that is no escape stands for itself, as browsers and the originals read it. A NUL is kept: contracts have words
// for a field that holds one. Nothing, when the result is not UTF-8.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_pairs(std::string_view text);

// Fills path, segments and query from a request target in origin form, absolute form or "*". False: it deserves a 400,
// as do
// "." and ".." segments, which the edge has resolved and which only an attempt to walk out of a folder still carries.
bool read_target(std::string_view target, Request& request);

// RFC 9112 section 3.2.2: a server takes the absolute form too; the authority is not ours to judge.
std::string_view without_authority(std::string_view target);

bool is_utf8(std::string_view text);

}  // namespace frontdesk::http
