#pragma once
#include <string_view>

namespace frontdesk::wire {

// An absolute http or https URL, in UTF-8. Its authority must be one by RFC 3986 and to a browser's URL parser
// (WHATWG): the scheme in any case, a host that is a name, an IPv4 or a bracketed IPv6 address, a port up to 65535.
// Names of other scripts pass as they do in browsers (UTS 46). Behind the authority stands whatever a browser takes: no
// blanks, no control characters.
bool is_http_url(std::string_view text);

}  // namespace frontdesk::wire
