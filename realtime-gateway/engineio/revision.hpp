#pragma once

namespace frontdesk::engineio {

// Of the Engine.IO protocol, as the query parameter `EIO` names it. In v3, that of Socket.IO 2, the client sends the
// pings, and polling bodies count the characters of their packets.
enum class Revision : char { v3 = 3, v4 = 4 };

}  // namespace frontdesk::engineio
