#pragma once
// Only for .cpp files: pulls in Pistache.
#include <pistache/transport.h>

#include <memory>

#include "platform/http/site.hpp"

namespace frontdesk::http {

// One event loop of Pistache's whose connections are ours; Pistache clones it for each thread.
std::shared_ptr<Pistache::Tcp::Transport> make_worker(std::shared_ptr<Site> site);

}  // namespace frontdesk::http
